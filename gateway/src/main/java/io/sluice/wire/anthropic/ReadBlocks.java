package io.sluice.wire.anthropic;

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

/** Reads the content blocks of a request. */
final class ReadBlocks {
  private static final Set<String> TEXT = Set.of("type", "text");
  private static final Set<String> IMAGE = Set.of("type", "source");
  private static final Set<String> DOCUMENT = Set.of("type", "source", "title");
  private static final Set<String> CALL = Set.of("type", "id", "name", "input");
  private static final Set<String> RESULT = Set.of("type", "tool_use_id", "content", "is_error");
  private static final Set<String> THINKING = Set.of("type", "thinking", "signature");

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

  /** A string, or a list of blocks. */
  List<Part> content(Json content, Source source, String path) {
    if (content.isString()) {
      return List.of(new Part.Text(segments.text(source, content), List.of()));
    }
    if (!content.isArray()) {
      throw Fields.bad(path + " must be a string or an array");
    }
    var parts = new ArrayList<Part>(content.items().size());
    int index = 0;
    for (Json block : content.items()) {
      parts.add(block(block, source, path + "[" + index++ + "]."));
    }
    return parts;
  }

  private Part block(Json block, Source source, String path) {
    String type = Fields.required(block, "type", path);
    return switch (type) {
      case "text" -> {
        if (!block.at("text").isString()) {
          throw Fields.bad(path + "text must be a string");
        }
        Segment text = segments.text(source, block.at("text"));
        yield new Part.Text(text, extras(block, TEXT, source));
      }
      case "image" -> image(block, source, path);
      case "document" -> document(block, source, path);
      case "tool_use" -> call(block, path);
      case "tool_result" -> result(block, path);
      case "thinking" -> {
        Segment thought = segments.text(Source.ASSISTANT, block.at("thinking"));
        String signature = block.text("signature", "");
        yield new Part.Thinking(thought, signature, extras(block, THINKING, source));
      }
      case "redacted_thinking" -> new Part.Opaque(Format.NAME, type, block.raw());
      default -> opaque(block, type, source);
    };
  }

  private Part opaque(Json block, String type, Source source) {
    boolean foreign = type.endsWith("_tool_result");
    segments.inside(foreign ? Source.TOOL_RESULT : source, block);
    return new Part.Opaque(Format.NAME, type, block.raw());
  }

  private void remote(Json source) {
    switch (source.text("type", "")) {
      case "url" -> terms.add("remote_url");
      case "file" -> terms.add("file");
      default -> {}
    }
  }

  private Part image(Json block, Source source, String path) {
    media++;
    modalities.add("image");
    Json from = block.at("source");
    remote(from);
    List<Extra> extras = extras(block, IMAGE, source);
    return switch (Fields.required(from, "type", path + "source.")) {
      case "base64" -> {
        String type = Fields.required(from, "media_type", path + "source.");
        String data = Fields.required(from, "data", path + "source.");
        yield new Part.Image(type, data, false, extras);
      }
      case "url" ->
          new Part.Image("", Fields.required(from, "url", path + "source."), true, extras);
      default -> new Part.Opaque(Format.NAME, "image", block.raw());
    };
  }

  /** One in base64 or at a URL; documents of text or of blocks are this format's alone. */
  private Part document(Json block, Source source, String path) {
    media++;
    modalities.add("document");
    Json from = block.at("source");
    remote(from);
    String type = Fields.required(from, "type", path + "source.");
    if (!type.equals("base64") && !type.equals("url")) {
      return opaque(block, "document", source);
    }
    Json title = block.at("title");
    Segment name = title.isString() ? segments.text(source, title) : Segments.none(source);
    List<Extra> extras = extras(block, DOCUMENT, source);
    if (type.equals("url")) {
      String url = Fields.required(from, "url", path + "source.");
      return new Part.Document("", url, true, name, extras);
    }
    String media = Fields.required(from, "media_type", path + "source.");
    String data = Fields.required(from, "data", path + "source.");
    return new Part.Document(media, data, false, name, extras);
  }

  private Part call(Json block, String path) {
    String id = Fields.required(block, "id", path);
    String name = Fields.required(block, "name", path);
    Json input = block.at("input");
    Segment arguments =
        input.absent() ? Segments.none(Source.TOOL_CALL) : segments.raw(Source.TOOL_CALL, input);
    return new Part.ToolCall(id, name, arguments, extras(block, CALL, Source.TOOL_CALL));
  }

  private Part result(Json block, String path) {
    String id = Fields.required(block, "tool_use_id", path);
    Json content = block.at("content");
    List<Part> parts =
        content.absent() ? List.of() : content(content, Source.TOOL_RESULT, path + "content");
    boolean error = Fields.truth(block, "is_error", false);
    return new Part.ToolResult(id, parts, error, extras(block, RESULT, Source.TOOL_RESULT));
  }

  private List<Extra> extras(Json json, Set<String> known, Source source) {
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
