package io.sluice.wire.bedrock;

import io.sluice.json.Json;
import io.sluice.model.Extra;
import io.sluice.model.Part;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Source;
import io.sluice.wire.Fields;
import io.sluice.wire.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the content blocks of a request: each is an object with one member that says its kind. */
final class ReadBlocks {
  private static final Set<String> IMAGE = Set.of("format", "source");
  private static final Set<String> DOCUMENT = Set.of("format", "source", "name");
  private static final Set<String> CALL = Set.of("toolUseId", "name", "input");
  private static final Set<String> RESULT = Set.of("toolUseId", "content", "status");

  private final Segments segments;
  private final Set<String> terms;
  private final TreeSet<String> modalities = new TreeSet<>();
  private int media;

  ReadBlocks(Segments segments, Set<String> terms) {
    this.segments = segments;
    this.terms = terms;
  }

  /** What else than text was there. */
  Set<String> modalities() {
    return modalities;
  }

  /** How many parts were something else than text. */
  int media() {
    return media;
  }

  /** The blocks of one message; a block may be several parts. */
  List<Part> all(List<Json> content, Source source, String path) {
    var parts = new ArrayList<Part>(content.size());
    int index = 0;
    for (Json block : content) {
      String where = path + "[" + index++ + "]";
      if (block.fields().isEmpty()) {
        throw Fields.bad(where + " must be an object that says its kind");
      }
      block(block, source, where + ".", parts);
    }
    return parts;
  }

  private void block(Json block, Source source, String path, List<Part> parts) {
    Json.Field first = block.fields().getFirst();
    Json value = first.value();
    String at = path + first.name();
    switch (first.name()) {
      case "text" -> parts.add(new Part.Text(text(value, source, at), List.of()));
      case "json" -> parts.add(new Part.Text(segments.raw(source, value), List.of()));
      case "image" -> parts.add(image(value, source, at + "."));
      case "document" -> document(value, source, at + ".", parts);
      case "toolUse" -> parts.add(call(value, at + "."));
      case "toolResult" -> parts.add(result(value, at + "."));
      case "guardContent" -> guarded(value, source, at + ".", parts);
      case "reasoningContent" -> parts.add(reasoning(value, at + "."));
      case "searchResult", "citationsContent" -> quoted(first, source, at + ".", parts);
      case "video", "audio" -> {
        media++;
        modalities.add(first.name());
        remote(value.at("source"), source);
        parts.add(new Part.Opaque(Format.NAME, first.name(), block.raw()));
      }
      default -> {
        segments.inside(source, value);
        parts.add(new Part.Opaque(Format.NAME, first.name(), block.raw()));
      }
    }
    for (Json.Field more : block.fields().subList(1, block.fields().size())) {
      segments.extra(source, more);
    }
  }

  private Segment text(Json text, Source source, String path) {
    if (!text.isString()) {
      throw Fields.bad(path + " must be a string");
    }
    return segments.text(source, text);
  }

  /** True if the content lies somewhere else: the provider is to fetch it. */
  private boolean remote(Json from, Source source) {
    boolean elsewhere = !from.at("s3Location").missing();
    if (elsewhere) {
      terms.add("remote_url");
      segments.inside(source, from.at("s3Location"));
    }
    return elsewhere;
  }

  private Part image(Json image, Source source, String path) {
    media++;
    modalities.add("image");
    Json from = image.at("source");
    if (remote(from, source)) {
      return new Part.Opaque(Format.NAME, "image", image.raw());
    }
    String format = Fields.required(image, "format", path);
    String data = Fields.required(from, "bytes", path + "source.");
    return new Part.Image(Format.mediaType(format), data, false, extras(image, IMAGE, source));
  }

  /** Its bytes, or its text in one piece or in several. */
  private void document(Json document, Source source, String path, List<Part> parts) {
    media++;
    modalities.add("document");
    Json from = document.at("source");
    Json called = document.at("name");
    Segment name = called.isString() ? segments.text(source, called) : Segments.none(source);
    List<Extra> extras = extras(document, DOCUMENT, source);
    if (remote(from, source)) {
      parts.add(new Part.Opaque(Format.NAME, "document", document.raw()));
    } else if (from.at("text").isString()) {
      parts.add(new Part.Text(segments.text(source, from.at("text")), marked(document)));
    } else if (from.at("content").isArray()) {
      quote(from.at("content"), source, marked(document), parts);
    } else {
      String type = Format.mediaType(document.text("format", "txt"));
      String data = Fields.required(from, "bytes", path + "source.");
      parts.add(new Part.Document(type, data, false, name, extras));
    }
  }

  /** Says in another format that the text was a document here. */
  private static List<Extra> marked(Json document) {
    return List.of(new Extra("document", document.at("name").raw()));
  }

  private Part call(Json call, String path) {
    String id = Fields.required(call, "toolUseId", path);
    String name = Fields.required(call, "name", path);
    Json input = call.at("input");
    Segment arguments =
        input.absent() ? Segments.none(Source.TOOL_CALL) : segments.raw(Source.TOOL_CALL, input);
    return new Part.ToolCall(id, name, arguments, extras(call, CALL, Source.TOOL_CALL));
  }

  private Part result(Json result, String path) {
    String id = Fields.required(result, "toolUseId", path);
    List<Json> content = Fields.optionalList(result, "content", path);
    List<Part> parts = all(content, Source.TOOL_RESULT, path + "content");
    boolean error = result.text("status", "").equals("error");
    return new Part.ToolResult(id, parts, error, extras(result, RESULT, Source.TOOL_RESULT));
  }

  private void guarded(Json guarded, Source source, String path, List<Part> parts) {
    Json text = guarded.at("text");
    if (text.isObject()) {
      var extras = new ArrayList<>(extras(text, Set.of("text"), source));
      extras.add(new Extra("guardContent", text.at("qualifiers").raw()));
      parts.add(new Part.Text(text(text.at("text"), source, path + "text.text"), extras));
    } else if (guarded.at("image").isObject()) {
      parts.add(image(guarded.at("image"), source, path + "image."));
    } else {
      segments.inside(source, guarded);
      parts.add(new Part.Opaque(Format.NAME, "guardContent", guarded.raw()));
    }
  }

  private Part reasoning(Json reasoning, String path) {
    Json said = reasoning.at("reasoningText");
    if (said.isObject()) {
      Segment thought = text(said.at("text"), Source.ASSISTANT, path + "reasoningText.text");
      String signature = said.text("signature", "");
      return new Part.Thinking(
          thought, signature, extras(said, Set.of("text", "signature"), Source.ASSISTANT));
    }
    if (!reasoning.at("redactedContent").isString()) {
      segments.inside(Source.ASSISTANT, reasoning);
    }
    return new Part.Opaque(Format.NAME, "reasoningContent", reasoning.raw());
  }

  /** Text with sources: the text goes on in other formats, the rest is of this one alone. */
  private void quoted(Json.Field block, Source source, String path, List<Part> parts) {
    Json value = block.value();
    if (!value.at("content").isArray()) {
      throw Fields.bad(path + "content must be an array");
    }
    quote(value.at("content"), source, List.of(new Extra(block.name(), value.raw())), parts);
    for (Json.Field field : value.fields()) {
      if (!field.name().equals("content")) {
        segments.extra(source, field);
      }
    }
  }

  private void quote(Json content, Source source, List<Extra> extras, List<Part> parts) {
    for (Json piece : content.items()) {
      if (piece.at("text").isString()) {
        parts.add(new Part.Text(segments.text(source, piece.at("text")), extras));
      } else {
        segments.inside(source, piece);
      }
    }
  }

  /** The members that the hub has no word for; their texts are seen all the same. */
  List<Extra> extras(Json json, Set<String> known, Source source) {
    List<Extra> extras = Fields.extras(json, known);
    if (!extras.isEmpty()) {
      for (Json.Field field : json.fields()) {
        if (!known.contains(field.name())) {
          segments.extra(source, field);
        }
      }
    }
    return extras;
  }
}
