package io.sluice.wire.bedrock;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Extra;
import io.sluice.model.Part;
import io.sluice.model.Segment;
import io.sluice.wire.Fields;
import io.sluice.wire.Outgoing;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Writes the parts of a message from another format as content blocks. */
final class WriteBlocks {
  private static final Bytes EMPTY_OBJECT = Bytes.utf8("{}");
  private static final int ID_CHARS = 64;

  private final Outgoing outgoing;
  private final BiConsumer<String, String> lost;
  private boolean nested;

  /** {@code lost} takes a field and what became of it. */
  WriteBlocks(Outgoing outgoing, BiConsumer<String, String> lost) {
    this.outgoing = outgoing;
    this.lost = lost;
  }

  /** True if at least one of {@code parts} becomes a block; blank text is refused by providers. */
  boolean says(List<Part> parts) {
    return parts.stream().anyMatch(WriteBlocks::says);
  }

  private static boolean says(Part part) {
    return switch (part) {
      case Part.Text(var segment, var _) -> !segment.text().isBlank();
      case Part.Image image -> !image.url() && !Format.format(image.mediaType()).isEmpty();
      case Part.Document one -> !one.url() && !Format.format(one.mediaType()).isEmpty();
      case Part.Thinking(var _, String signature, var _) -> !signature.isEmpty();
      case Part.Opaque opaque -> sealed(opaque);
      case Part.ToolCall _, Part.ToolResult _ -> true;
    };
  }

  void write(JsonWriter out, List<Part> parts) {
    for (Part part : parts) {
      if (!says(part)) {
        unsaid(part);
        continue;
      }
      switch (part) {
        case Part.Text(var segment, var extras) -> {
          out.object().field("text", text(segment)).endObject();
          rest(out, extras);
        }
        case Part.Image image -> {
          media(out, new Medium("image", image.mediaType(), ""), image.content());
          rest(out, image.extras());
        }
        case Part.Document one -> {
          media(
              out, new Medium("document", one.mediaType(), name(text(one.name()))), one.content());
          rest(out, one.extras());
        }
        case Part.ToolCall call -> call(out, call);
        case Part.ToolResult result -> result(out, result);
        case Part.Thinking(var thought, String signature, var _) -> {
          out.object().name("reasoningContent").object().name("reasoningText").object();
          out.field("text", text(thought)).field("signature", signature);
          out.endObject().endObject().endObject();
        }
        case Part.Opaque opaque -> {
          String data = Fields.lenient(opaque.json()).text("data", "");
          out.object().name("reasoningContent").object();
          out.field("redactedContent", data).endObject().endObject();
        }
      }
    }
  }

  private void unsaid(Part part) {
    switch (part) {
      case Part.Image image ->
          lost.accept(
              "image",
              image.url() ? "this format takes no picture by its URL" : "of no known kind");
      case Part.Document document ->
          lost.accept(
              "document",
              document.url() ? "this format takes no document by its URL" : "of no known kind");
      case Part.Thinking _ ->
          lost.accept("reasoning_content", "reasoning without a signature cannot be given back");
      case Part.Opaque opaque -> lost.accept(opaque.kind(), Format.NOT_KNOWN);
      case Part.Text _, Part.ToolCall _, Part.ToolResult _ -> {}
    }
  }

  /** Encrypted reasoning of a provider of this format that came back from a caller of another. */
  private static boolean sealed(Part.Opaque opaque) {
    return opaque.format().equals(Format.NAME) && opaque.kind().equals("redacted_thinking");
  }

  /** A picture or a document; {@code name} is empty where there is none. */
  private record Medium(String kind, String type, String name) {}

  private static void media(JsonWriter out, Medium medium, String content) {
    out.object().name(medium.kind()).object().field("format", Format.format(medium.type()));
    if (!medium.name().isEmpty()) {
      out.field("name", medium.name());
    }
    out.name("source").object().field("bytes", content).endObject().endObject().endObject();
  }

  private void call(JsonWriter out, Part.ToolCall call) {
    out.object().name("toolUse").object();
    out.field("toolUseId", id(call.id())).field("name", call.name());
    out.field("input", input(text(call.arguments()))).endObject().endObject();
    rest(out, call.extras());
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
    out.object().name("toolResult").object().field("toolUseId", id(result.callId()));
    out.name("content").array();
    nested = true;
    write(out, result.content());
    nested = false;
    out.endArray();
    if (result.error()) {
      out.field("status", "error");
    }
    out.endObject().endObject();
    rest(out, result.extras());
  }

  /** Where a cache ends is a block of its own here, but not inside a tool's result. */
  private void rest(JsonWriter out, List<Extra> extras) {
    for (Extra extra : extras) {
      if (extra.name().equals("cache_control") && !nested) {
        cachePoint(out, extra.json());
      } else {
        lost.accept(extra.name(), Format.NOT_KNOWN);
      }
    }
  }

  static void cachePoint(JsonWriter out, Bytes control) {
    String ttl = Fields.lenient(control).text("ttl", "");
    out.object().name("cachePoint").object().field("type", "default");
    if (!ttl.isEmpty()) {
      out.field("ttl", ttl);
    }
    out.endObject().endObject();
  }

  /** Names of documents are letters, digits, single blanks and a few signs. */
  private static String name(String name) {
    int dot = name.lastIndexOf('.');
    String plain =
        (dot > 0 ? name.substring(0, dot) : name).replaceAll("[^a-zA-Z0-9()\\[\\]-]+", " ");
    return plain.isBlank() ? "document" : plain.strip();
  }

  /** Ids here are at most 64 letters, digits, {@code _} and {@code -}. */
  static String id(String id) {
    String plain = id.replaceAll("[^a-zA-Z0-9_-]", "_");
    if (plain.isEmpty()) {
      return "tooluse_0";
    }
    if (plain.length() <= ID_CHARS) {
      return plain;
    }
    String mark = UUID.nameUUIDFromBytes(Bytes.utf8(id).toArray()).toString().replace("-", "");
    return plain.substring(0, ID_CHARS - mark.length() - 1) + "_" + mark;
  }

  private String text(Segment segment) {
    return segment.text().isEmpty() ? "" : outgoing.texts().apply(segment).text();
  }
}
