package io.sluice.wire.openairesponses;

import io.sluice.json.JsonWriter;
import io.sluice.model.Extra;
import io.sluice.model.Message;
import io.sluice.model.Message.Role;
import io.sluice.model.Part;
import io.sluice.model.Segment;
import io.sluice.wire.Outgoing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes the turns of a conversation from another format as items. */
final class WriteItems {
  private final Outgoing outgoing;
  private final BiConsumer<String, String> lost;

  /** {@code lost} takes a field and what became of it. */
  WriteItems(Outgoing outgoing, BiConsumer<String, String> lost) {
    this.outgoing = outgoing;
    this.lost = lost;
  }

  void write(JsonWriter out, List<Message> messages) {
    for (Message message : messages) {
      lost(message.extras());
      var content = new ArrayList<Part>();
      for (Part part : message.parts()) {
        switch (part) {
          case Part.ToolCall call -> {
            message(out, message.role(), content);
            call(out, call);
          }
          case Part.ToolResult result -> {
            message(out, message.role(), content);
            result(out, result);
          }
          case Part.Opaque opaque when ownItem(opaque) -> {
            message(out, message.role(), content);
            out.raw(opaque.json());
          }
          case Part.Thinking _ ->
              lost.accept("thinking", "only what this format sealed itself can be given back");
          case Part.Text _, Part.Image _, Part.Document _, Part.Opaque _ -> content.add(part);
        }
      }
      message(out, message.role(), content);
    }
  }

  /** True for an item of this format, which stands among messages and not inside one. */
  private static boolean ownItem(Part.Opaque opaque) {
    return opaque.format().equals(Format.NAME) && !opaque.kind().startsWith("input_");
  }

  /** What was gathered, as one message. */
  private void message(JsonWriter out, Role role, List<Part> content) {
    if (content.isEmpty()) {
      return;
    }
    String word =
        switch (role) {
          case SYSTEM -> "system";
          case USER, TOOL -> "user";
          case ASSISTANT -> "assistant";
        };
    out.object().field("type", "message").field("role", word).name("content").array();
    content.forEach(part -> part(out, part, role == Role.ASSISTANT ? "output_text" : "input_text"));
    out.endArray().endObject();
    content.clear();
  }

  private void part(JsonWriter out, Part part, String textType) {
    switch (part) {
      case Part.Text(var segment, var extras) -> {
        lost(extras);
        out.object().field("type", textType).field("text", text(segment)).endObject();
      }
      case Part.Image image -> image(out, image);
      case Part.Document document -> document(out, document);
      case Part.Opaque(String format, var _, var json) when format.equals(Format.NAME) ->
          out.raw(json);
      case Part.Opaque(var _, String kind, var _) -> lost.accept(kind, Format.NOT_KNOWN);
      case Part.ToolCall _, Part.ToolResult _, Part.Thinking _ ->
          lost.accept("content", "not part of a message");
    }
  }

  private void image(JsonWriter out, Part.Image image) {
    String url =
        image.url() ? image.content() : "data:" + image.mediaType() + ";base64," + image.content();
    out.object().field("type", "input_image").field("image_url", url);
    for (Extra extra : image.extras()) {
      if (extra.name().equals("detail")) {
        out.field("detail", extra.json());
      } else {
        lost.accept(extra.name(), Format.NOT_KNOWN);
      }
    }
    out.endObject();
  }

  private void document(JsonWriter out, Part.Document document) {
    lost(document.extras());
    String name = text(document.name());
    out.object().field("type", "input_file");
    if (document.url()) {
      out.field("file_url", document.content()).endObject();
      return;
    }
    out.field("filename", name.isEmpty() ? "document.pdf" : name);
    String data = "data:" + document.mediaType() + ";base64," + document.content();
    out.field("file_data", data).endObject();
  }

  private void call(JsonWriter out, Part.ToolCall call) {
    lost(call.extras());
    String arguments = text(call.arguments());
    out.object().field("type", "function_call").field("call_id", call.id());
    out.field("name", call.name());
    out.field("arguments", arguments.isEmpty() ? "{}" : arguments).endObject();
  }

  private void result(JsonWriter out, Part.ToolResult result) {
    lost(result.extras());
    if (result.error()) {
      lost.accept("tool_result.is_error", "said in no other way than by the text");
    }
    out.object().field("type", "function_call_output").field("call_id", result.callId());
    out.name("output");
    if (result.content().stream().allMatch(part -> part instanceof Part.Text)) {
      var texts = new ArrayList<String>();
      for (Part part : result.content()) {
        if (part instanceof Part.Text(var segment, var _)) {
          texts.add(text(segment));
        }
      }
      out.value(String.join("\n", texts));
    } else {
      out.array();
      result.content().forEach(part -> part(out, part, "input_text"));
      out.endArray();
    }
    out.endObject();
  }

  private String text(Segment segment) {
    return segment.text().isEmpty() ? "" : outgoing.texts().apply(segment).text();
  }

  private void lost(List<Extra> extras) {
    extras.forEach(extra -> lost.accept(extra.name(), Format.NOT_KNOWN));
  }
}
