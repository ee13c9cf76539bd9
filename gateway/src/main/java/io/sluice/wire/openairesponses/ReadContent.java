package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.model.Part;
import io.sluice.model.Segment;
import io.sluice.model.Segment.Source;
import io.sluice.wire.Fields;
import io.sluice.wire.Segments;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads what a message or a tool's output holds: a text, or a list of parts. */
final class ReadContent {
  private static final Set<String> TEXT = Set.of("type", "text");
  private static final Set<String> IMAGE = Set.of("type", "image_url");
  private static final Set<String> FILE = Set.of("type", "filename", "file_data", "file_url");
  private final Noted noted;

  ReadContent(Noted noted) {
    this.noted = noted;
  }

  List<Part> read(Json content, Source source, String path) {
    if (content.isString()) {
      return List.of(new Part.Text(noted.segments().text(source, content), List.of()));
    }
    if (!content.isArray()) {
      throw Fields.bad(path + " must be a string or an array");
    }
    var parts = new ArrayList<Part>();
    int number = 0;
    for (Json part : content.items()) {
      parts.add(part(part, source, path + "[" + number++ + "]."));
    }
    return parts;
  }

  private Part part(Json part, Source source, String path) {
    String type = Fields.required(part, "type", path);
    return switch (type) {
      case "input_text", "output_text", "text" -> text(part, source, path);
      case "refusal" -> {
        if (!part.at("refusal").isString()) {
          throw Fields.bad(path + "refusal must be a string");
        }
        yield new Part.Text(noted.segments().text(source, part.at("refusal")), List.of());
      }
      case "input_image" -> image(part, source, path);
      case "input_file" -> file(part, source);
      default -> {
        noted.segments().inside(source, part);
        noted.medium(type.equals("input_audio") ? "audio" : type);
        yield new Part.Opaque(Format.NAME, type, part.raw());
      }
    };
  }

  private Part text(Json part, Source source, String path) {
    Json text = part.at("text");
    if (!text.isString()) {
      throw Fields.bad(path + "text must be a string");
    }
    return new Part.Text(noted.segments().text(source, text), noted.extras(part, TEXT, source));
  }

  private Part image(Json part, Source source, String path) {
    noted.medium("image");
    Json at = part.at("image_url");
    if (at.absent() && part.at("file_id").isString()) {
      noted.term("file");
      return new Part.Opaque(Format.NAME, "input_image", part.raw());
    }
    String url = Fields.required(part, "image_url", path);
    var extras = noted.extras(part, IMAGE, source);
    if (!url.startsWith("data:")) {
      noted.term("remote_url");
      return new Part.Image("", url, true, extras);
    }
    int comma = url.indexOf(";base64,");
    if (comma < 0) {
      throw Fields.bad(path + "image_url must be a base64 data URL");
    }
    return new Part.Image(url.substring(5, comma), url.substring(comma + 8), false, extras);
  }

  /** A file in the request itself or at a URL; one that lies at the provider is its alone. */
  private Part file(Json part, Source source) {
    noted.medium("document");
    Json called = part.at("filename");
    String data = part.text("file_data", "");
    int comma = data.indexOf(";base64,");
    boolean inside = data.startsWith("data:") && comma > 0;
    boolean url = part.at("file_url").isString();
    if (!inside && !url) {
      if (!part.at("file_id").absent()) {
        noted.term("file");
      }
      noted.segments().inside(source, part);
      return new Part.Opaque(Format.NAME, "input_file", part.raw());
    }
    Segment name =
        called.isString() ? noted.segments().text(source, called) : Segments.none(source);
    var extras = noted.extras(part, FILE, source);
    if (!inside) {
      noted.term("remote_url");
      return new Part.Document("", part.text("file_url", ""), true, name, extras);
    }
    String content = data.substring(comma + ";base64,".length());
    return new Part.Document(data.substring(5, comma), content, false, name, extras);
  }
}
