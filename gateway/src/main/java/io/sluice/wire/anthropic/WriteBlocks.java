package io.sluice.wire.anthropic;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Extra;
import io.sluice.model.Part;
import io.sluice.model.Segment;
import io.sluice.wire.Fields;
import io.sluice.wire.Outgoing;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes the parts of a message from another format as content blocks. */
final class WriteBlocks {
  static final String NOT_KNOWN = "not known in this format";
  private static final Bytes EMPTY_OBJECT = Bytes.utf8("{}");

  private final Outgoing outgoing;
  private final BiConsumer<String, String> lost;

  /** {@code lost} takes a field and what became of it. */
  WriteBlocks(Outgoing outgoing, BiConsumer<String, String> lost) {
    this.outgoing = outgoing;
    this.lost = lost;
  }

  /** True if at least one of {@code parts} becomes a block; empty text is refused by providers. */
  boolean says(List<Part> parts) {
    for (Part part : parts) {
      boolean says =
          switch (part) {
            case Part.Text(var segment, var _) -> !segment.text().isEmpty();
            case Part.Thinking(var _, String signature, var _) -> !signature.isEmpty();
            case Part.Opaque opaque -> own(opaque);
            case Part.Document document -> readable(document);
            case Part.Image _, Part.ToolCall _, Part.ToolResult _ -> true;
          };
      if (says) {
        return true;
      }
    }
    return false;
  }

  void write(JsonWriter out, List<Part> parts) {
    for (Part part : parts) {
      switch (part) {
        case Part.Text(var segment, var extras) -> {
          lost(extras);
          if (!segment.text().isEmpty()) {
            out.object().field("type", "text").field("text", text(segment)).endObject();
          }
        }
        case Part.Image(String type, String content, boolean url, var _) ->
            image(out, type, content, url);
        case Part.Document document -> document(out, document);
        case Part.ToolCall call -> call(out, call);
        case Part.ToolResult result -> result(out, result);
        case Part.Thinking(var thought, String signature, var _) ->
            thinking(out, thought, signature);
        case Part.Opaque opaque -> {
          if (own(opaque)) {
            out.raw(opaque.json());
          } else {
            lost.accept(opaque.kind(), NOT_KNOWN);
          }
        }
      }
    }
  }

  /** True for a block of this format that came back from a caller of another. */
  private static boolean own(Part.Opaque opaque) {
    return opaque.format().equals(Format.NAME);
  }

  private static void image(JsonWriter out, String type, String content, boolean url) {
    out.object().field("type", "image").name("source").object();
    if (url) {
      out.field("type", "url").field("url", content);
    } else {
      out.field("type", "base64").field("media_type", type).field("data", content);
    }
    out.endObject().endObject();
  }

  private void call(JsonWriter out, Part.ToolCall call) {
    lost(call.extras());
    out.object().field("type", "tool_use").field("id", id(call.id())).field("name", call.name());
    out.field("input", input(text(call.arguments()))).endObject();
  }

  private Bytes input(String arguments) {
    var bytes = Bytes.utf8(arguments);
    Json json = Fields.lenient(bytes);
    if (json.isObject()) {
      return bytes;
    }
    if (arguments.isBlank() || json.kind() == Json.Kind.NULL) {
      return EMPTY_OBJECT;
    }
    lost.accept("tool_calls[].function.arguments", "not a JSON object; kept as text in one");
    return new JsonWriter(64).object().field("arguments", arguments).endObject().done();
  }

  private void result(JsonWriter out, Part.ToolResult result) {
    lost(result.extras());
    out.object().field("type", "tool_result").field("tool_use_id", id(result.callId()));
    if (says(result.content())) {
      out.name("content").array();
      write(out, result.content());
      out.endArray();
    }
    if (result.error()) {
      out.field("is_error", true);
    }
    out.endObject();
  }

  /** A signature is worth something at its own provider only, but is no harm here. */
  private void thinking(JsonWriter out, Segment thought, String signature) {
    if (signature.isEmpty()) {
      lost.accept("reasoning_content", "reasoning without a signature cannot be given back");
      return;
    }
    out.object().field("type", "thinking").field("thinking", text(thought));
    out.field("signature", signature).endObject();
  }

  private void document(JsonWriter out, Part.Document document) {
    if (!readable(document)) {
      lost.accept("document", "only PDF can be a document in this format");
      return;
    }
    lost(document.extras());
    out.object().field("type", "document").name("source").object();
    if (document.url()) {
      out.field("type", "url").field("url", document.content());
    } else {
      out.field("type", "base64").field("media_type", document.mediaType());
      out.field("data", document.content());
    }
    out.endObject();
    String title = text(document.name());
    if (!title.isEmpty()) {
      out.field("title", title);
    }
    out.endObject();
  }

  private static boolean readable(Part.Document document) {
    return document.url() || document.mediaType().equals("application/pdf");
  }

  /** Ids here are letters, digits, {@code _} and {@code -}; anything else becomes {@code _}. */
  static String id(String id) {
    if (id.isEmpty()) {
      return "toolu_0";
    }
    var out = new StringBuilder(id.length());
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean plain =
          c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-';
      out.append(plain ? c : '_');
    }
    return out.toString();
  }

  private String text(Segment segment) {
    return segment.text().isEmpty() ? "" : outgoing.texts().apply(segment).text();
  }

  private void lost(List<Extra> extras) {
    extras.forEach(extra -> lost.accept(extra.name(), NOT_KNOWN));
  }
}
