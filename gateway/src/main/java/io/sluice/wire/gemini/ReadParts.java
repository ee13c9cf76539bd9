package io.sluice.wire.gemini;

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

/**
 * Reads the parts of contents. Calls without an id are given one by their order, and a result
 * without one belongs to the first open call of its name, so that other formats can tell them.
 */
final class ReadParts {
  private static final Set<String> TEXT = Set.of("text", "thought", Format.SIGNATURE);
  private static final Set<String> MEDIA = Set.of("inlineData", "fileData", Format.SIGNATURE);
  private static final Set<String> CALL = Set.of("functionCall", Format.SIGNATURE);
  private static final Set<String> CALLED = Set.of("id", "name", "args");
  private static final Set<String> RESULT = Set.of("functionResponse", Format.SIGNATURE);
  private static final Set<String> ANSWERED = Set.of("id", "name", "response", "parts");

  private final Segments segments;
  private final Set<String> terms;
  private final TreeSet<String> modalities = new TreeSet<>();
  private final List<Open> open = new ArrayList<>(0);
  private int media;
  private int calls;

  /** A call whose result has not come. */
  private record Open(String id, String name) {}

  ReadParts(Segments segments, Set<String> terms) {
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

  /** The parts of one content. */
  List<Part> read(Json content, Source source, String path) {
    Json list = content.at("parts");
    if (!list.isArray() && !list.isObject() && !list.absent()) {
      throw Fields.bad(path + "parts must be an array");
    }
    var parts = new ArrayList<Part>(list.items().size());
    int index = 0;
    for (Json part : Format.items(list)) {
      String where = path + "parts[" + index++ + "].";
      if (!part.isObject()) {
        throw Fields.bad(where.substring(0, where.length() - 1) + " must be an object");
      }
      Json signature = Format.at(part, Format.SIGNATURE);
      if (signature.isString()) {
        parts.add(new Part.Opaque(Format.NAME, Format.SIGNATURE, signature.raw()));
      }
      parts.add(part(part, source, where));
    }
    return parts;
  }

  private Part part(Json part, Source source, String path) {
    if (!part.at("text").missing()) {
      return text(part, source, path);
    }
    Json inline = Format.at(part, "inlineData");
    Json file = Format.at(part, "fileData");
    if (inline.isObject() || file.isObject()) {
      return inline.isObject()
          ? inline(part, inline, source, path)
          : file(part, file, source, path);
    }
    Json call = Format.at(part, "functionCall");
    if (call.isObject()) {
      return call(part, call, path);
    }
    Json result = Format.at(part, "functionResponse");
    return result.isObject() ? result(part, result, path) : opaque(part, source);
  }

  private Part text(Json part, Source source, String path) {
    Json text = part.at("text");
    if (!text.isString()) {
      throw Fields.bad(path + "text must be a string");
    }
    Segment segment = segments.text(source, text);
    List<Extra> extras = extras(part, TEXT, source);
    return Fields.truth(part, "thought", false)
        ? new Part.Thinking(segment, "", extras)
        : new Part.Text(segment, extras);
  }

  private Part opaque(Json part, Source source) {
    boolean tool = !Format.at(part, "codeExecutionResult").missing();
    segments.inside(tool ? Source.TOOL_RESULT : source, part);
    String kind = "part";
    for (Json.Field field : part.fields()) {
      if (!Format.camel(field.name()).equals(Format.SIGNATURE)) {
        kind = Format.camel(field.name());
        break;
      }
    }
    return new Part.Opaque(Format.NAME, kind, part.raw());
  }

  private Part inline(Json part, Json data, Source source, String path) {
    String type = mimeType(data);
    String content = Fields.required(data, "data", path + "inlineData.");
    return media(part, new Found(type, content, false, source, data));
  }

  private Part file(Json part, Json data, Source source, String path) {
    String uri = Format.at(data, "fileUri").string().orElse("");
    if (uri.isEmpty()) {
      throw Fields.bad(path + "fileData.fileUri must be a string that is not empty");
    }
    boolean stored = uri.startsWith("gs://") || uri.contains("/files/") || uri.startsWith("files/");
    terms.add(stored ? "file" : "remote_url");
    return media(part, new Found(mimeType(data), uri, true, source, data));
  }

  private static String mimeType(Json data) {
    return Format.at(data, "mimeType").string().orElse("application/octet-stream");
  }

  /** Something that is no text. */
  private record Found(String type, String content, boolean url, Source source, Json data) {}

  private Part media(Json part, Found found) {
    media++;
    String kind = found.type().substring(0, Math.max(0, found.type().indexOf('/')));
    List<Extra> extras = extras(part, MEDIA, found.source());
    String type = found.url() ? "" : found.type();
    return switch (kind) {
      case "image" -> {
        modalities.add("image");
        yield new Part.Image(type, found.content(), found.url(), extras);
      }
      case "audio", "video" -> {
        modalities.add(kind);
        yield new Part.Opaque(Format.NAME, found.url() ? "fileData" : "inlineData", part.raw());
      }
      default -> {
        modalities.add("document");
        Json shown = Format.at(found.data(), "displayName");
        Segment name =
            shown.isString() ? segments.text(found.source(), shown) : Segments.none(found.source());
        yield new Part.Document(type, found.content(), found.url(), name, extras);
      }
    };
  }

  private Part call(Json part, Json call, String path) {
    String name = Fields.required(call, "name", path + "functionCall.");
    String id = call.text("id", "");
    if (id.isEmpty()) {
      id = "call_" + calls;
    }
    calls++;
    open.add(new Open(id, name));
    Json args = call.at("args");
    if (!args.isObject() && !args.absent()) {
      throw Fields.bad(path + "functionCall.args must be an object");
    }
    Segment arguments =
        args.absent() ? Segments.none(Source.TOOL_CALL) : segments.raw(Source.TOOL_CALL, args);
    var extras = new ArrayList<>(extras(part, CALL, Source.TOOL_CALL));
    extras.addAll(extras(call, CALLED, Source.TOOL_CALL));
    return new Part.ToolCall(id, name, arguments, extras);
  }

  private Part result(Json part, Json result, String path) {
    String name = Fields.required(result, "name", path + "functionResponse.");
    String id = close(result.text("id", ""), name);
    Json response = result.at("response");
    if (!response.isObject() && !response.absent()) {
      throw Fields.bad(path + "functionResponse.response must be an object");
    }
    var content = new ArrayList<Part>(1);
    boolean error = !response.at("error").missing() && response.fields().size() == 1;
    Json text = error ? response.at("error") : single(response);
    if (text.isString()) {
      content.add(new Part.Text(segments.text(Source.TOOL_RESULT, text), List.of()));
    } else if (response.isObject()) {
      content.add(new Part.Text(segments.raw(Source.TOOL_RESULT, response), List.of()));
    }
    int index = 0;
    for (Json more : Format.items(result.at("parts"))) {
      content.add(
          part(more, Source.TOOL_RESULT, path + "functionResponse.parts[" + index++ + "]."));
    }
    var extras = new ArrayList<>(extras(part, RESULT, Source.TOOL_RESULT));
    extras.addAll(extras(result, ANSWERED, Source.TOOL_RESULT));
    return new Part.ToolResult(id, content, error, extras);
  }

  /** The one text of a result that is nothing else. */
  private static Json single(Json response) {
    if (response.fields().size() != 1) {
      return Json.nothing();
    }
    Json.Field only = response.fields().getFirst();
    return Format.RESULT_NAMES.contains(only.name()) ? only.value() : Json.nothing();
  }

  private String close(String id, String name) {
    for (Open call : open) {
      if (id.isEmpty() ? call.name().equals(name) : call.id().equals(id)) {
        open.remove(call);
        return call.id();
      }
    }
    return id.isEmpty() ? "call_" + name : id;
  }

  private List<Extra> extras(Json json, Set<String> known, Source source) {
    List<Extra> all = List.of();
    for (Json.Field field : json.fields()) {
      if (!known.contains(Format.camel(field.name())) && !field.value().absent()) {
        all = all.isEmpty() ? new ArrayList<>() : all;
        all.add(new Extra(Format.camel(field.name()), field.value().raw()));
        segments.extra(source, field);
      }
    }
    return all;
  }
}
