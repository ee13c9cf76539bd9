package io.sluice.wire.gemini;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Extra;
import io.sluice.model.Part;
import io.sluice.model.Segment;
import io.sluice.wire.Fields;
import io.sluice.wire.Outgoing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Writes the parts of a message from another format. */
final class WriteParts {
  static final String NOT_KNOWN = "not known in this format";
  private static final Bytes EMPTY_OBJECT = Bytes.utf8("{}");

  private final Outgoing outgoing;
  private final BiConsumer<String, String> lost;
  private final Map<String, String> names = new HashMap<>();
  private Bytes signature = Bytes.EMPTY;

  /** {@code lost} takes a field and what became of it. */
  WriteParts(Outgoing outgoing, BiConsumer<String, String> lost) {
    this.outgoing = outgoing;
    this.lost = lost;
  }

  /** Writes all of one side's turn. A signature goes to the part behind it. */
  void write(JsonWriter out, List<Part> parts) {
    for (Part part : parts) {
      part(out, part);
    }
    if (!signature.isEmpty()) { // the provider itself says it in a part without text
      sign(out.object().field("text", "")).endObject();
    }
  }

  private void part(JsonWriter out, Part part) {
    switch (part) {
      case Part.Text(var segment, var extras) -> {
        lost(extras);
        if (!segment.text().isEmpty()) {
          sign(out.object().field("text", text(segment))).endObject();
        }
      }
      case Part.Image(String type, String content, boolean url, var extras) -> {
        lost(extras);
        media(out, new Media(type, content, url, "image/*"));
      }
      case Part.Document(String type, String content, boolean url, var _, var extras) -> {
        lost(extras);
        media(out, new Media(type, content, url, "application/pdf"));
      }
      case Part.ToolCall call -> call(out, call);
      case Part.ToolResult result -> result(out, result);
      case Part.Thinking _ ->
          lost.accept("thinking", "reasoning of another format cannot be given back");
      case Part.Opaque opaque -> opaque(out, opaque);
    }
  }

  private void opaque(JsonWriter out, Part.Opaque opaque) {
    if (!opaque.format().equals(Format.NAME)) {
      if (!audio(out, opaque)) {
        lost.accept(opaque.kind(), NOT_KNOWN);
      }
    } else if (opaque.kind().equals(Format.SIGNATURE)) {
      signature = opaque.json();
    } else {
      out.raw(opaque.json());
    }
  }

  /** The one part of another format without a word of the hub that this format has one for. */
  private static boolean audio(JsonWriter out, Part.Opaque opaque) {
    Json audio = Fields.lenient(opaque.json()).at("input_audio");
    if (!opaque.kind().equals("input_audio") || !audio.at("data").isString()) {
      return false;
    }
    out.object().name("inlineData").object();
    out.field("mimeType", "audio/" + audio.text("format", "wav"));
    out.field("data", audio.text("data", "")).endObject().endObject();
    return true;
  }

  private record Media(String type, String content, boolean url, String otherwise) {}

  private void media(JsonWriter out, Media media) {
    out.object().name(media.url() ? "fileData" : "inlineData").object();
    out.field("mimeType", media.type().isEmpty() ? media.otherwise() : media.type());
    out.field(media.url() ? "fileUri" : "data", media.content()).endObject();
    sign(out).endObject();
  }

  private void call(JsonWriter out, Part.ToolCall call) {
    lost(call.extras());
    names.put(call.id(), call.name());
    out.object().name("functionCall").object();
    if (!call.id().isEmpty()) {
      out.field("id", call.id());
    }
    out.field("name", call.name()).field("args", arguments(text(call.arguments()))).endObject();
    sign(out).endObject();
  }

  private Bytes arguments(String arguments) {
    var bytes = Bytes.utf8(arguments);
    Json json = Fields.lenient(bytes);
    if (json.isObject()) {
      return bytes;
    }
    if (arguments.isBlank() || json.kind() == Json.Kind.NULL) {
      return EMPTY_OBJECT;
    }
    lost.accept("tool_calls[].arguments", "not a JSON object; kept as text in one");
    return new JsonWriter(64).object().field("arguments", arguments).endObject().done();
  }

  private void result(JsonWriter out, Part.ToolResult result) {
    lost(result.extras());
    out.object().name("functionResponse").object();
    if (!result.callId().isEmpty()) {
      out.field("id", result.callId());
    }
    String name = names.get(result.callId());
    if (name == null) {
      lost.accept("tool_result", "it answers a call that is not in the conversation");
      name = "tool";
    }
    out.field("name", name).field("response", response(result)).endObject().endObject();
    for (Part part : result.content()) {
      if (!(part instanceof Part.Text)) {
        part(out, part); // beside the result: older models take nothing else inside it
      }
    }
  }

  private Bytes response(Part.ToolResult result) {
    var text = new StringBuilder();
    for (Part part : result.content()) {
      if (part instanceof Part.Text(var segment, var extras)) {
        lost(extras);
        text.append(text.isEmpty() ? "" : "\n").append(text(segment));
      }
    }
    var bytes = Bytes.utf8(text.toString());
    if (!result.error() && Fields.lenient(bytes).isObject()) {
      return bytes;
    }
    var json = new JsonWriter(text.length() + 16).object();
    return json.field(result.error() ? "error" : "output", text.toString()).endObject().done();
  }

  private JsonWriter sign(JsonWriter out) {
    if (!signature.isEmpty()) {
      out.field(Format.SIGNATURE, signature);
      signature = Bytes.EMPTY;
    }
    return out;
  }

  private String text(Segment segment) {
    return segment.text().isEmpty() ? "" : outgoing.texts().apply(segment).text();
  }

  private void lost(List<Extra> extras) {
    extras.forEach(extra -> lost.accept(extra.name(), NOT_KNOWN));
  }
}
