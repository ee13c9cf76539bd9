package io.sluice.wire.bedrock;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads a whole answer. */
final class ReadWhole implements AnswerReader {
  private final Whole whole = new Whole();

  @Override
  public void accept(Bytes bytes, Consumer<Frame> out) {
    whole.add(bytes);
  }

  @Override
  public void end(Consumer<Frame> out) {
    Bytes body = whole.bytes();
    Json json = Fields.lenient(body);
    Json content = json.at("output").at("message").at("content");
    var events = new ArrayList<Event>();
    if (content.isArray()) {
      events.add(new Event.Started("", "", 0));
      int index = 0;
      for (Json block : content.items()) {
        block(index++, block, events);
      }
      Said.used(json.at("usage"), events);
      Said.further(json, events);
      events.add(Said.finished(json.text("stopReason", "")));
      events.add(new Event.Ended());
    } else {
      var fault = Fault.of(Code.STREAM_BROKEN, "the provider's answer is not a message");
      events.add(new Event.Failed(fault));
    }
    out.accept(new Frame(body, events, false));
  }

  private static void block(int index, Json block, List<Event> events) {
    for (Json.Field field : block.fields()) {
      Json value = field.value();
      switch (field.name()) {
        case "text" -> text(value, events);
        case "toolUse" -> call(index, value, events);
        case "reasoningContent" -> reasoning(value, events);
        case "citationsContent" -> {
          for (Json piece : value.at("content").items()) {
            text(piece.at("text"), events);
          }
          events.add(new Event.Unknown("citations", value.at("citations").raw()));
        }
        default -> events.add(new Event.Unknown("content." + field.name(), value.raw()));
      }
    }
  }

  private static void text(Json text, List<Event> events) {
    events.add(new Event.Text(0, text.string().orElse(""), Said.moved(text, 0)));
    events.add(new Event.TextEnded(0));
  }

  /** A call of a tool that the provider ran itself is nothing that the caller has to do. */
  private static void call(int index, Json call, List<Event> events) {
    if (call.text("type", "").equals("server_tool_use")) {
      events.add(new Event.Unknown("content.server_tool_use", call.raw()));
      return;
    }
    Json input = call.at("input");
    String name = call.text("name", "");
    events.add(new Event.ToolStarted(0, index, call.text("toolUseId", ""), name));
    events.add(new Event.ToolArguments(0, index, input.raw().utf8(), input.span()));
    events.add(new Event.ToolEnded(0, index));
  }

  private static void reasoning(Json reasoning, List<Event> events) {
    Json said = reasoning.at("reasoningText");
    if (said.at("text").isString()) {
      events.add(new Event.Thinking(said.text("text", "")));
    }
    if (!said.text("signature", "").isEmpty()) {
      events.add(new Event.Signature(said.text("signature", ""), false));
    }
    if (reasoning.at("redactedContent").isString()) {
      events.add(new Event.Signature(reasoning.text("redactedContent", ""), true));
    }
  }
}
