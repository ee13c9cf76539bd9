package io.sluice.wire.bedrock;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.AwsEventStream;
import io.sluice.wire.AwsEventStream.Message;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a streamed answer. {@code messageStop} says why it ended, and {@code metadata} behind it
 * what it used; a stream without the latter is complete all the same.
 */
final class ReadStream implements AnswerReader {
  private final AwsEventStream messages = new AwsEventStream();
  private final Map<Integer, Block> open = new HashMap<>(4);
  private boolean stopped;
  private boolean metered;
  private boolean over;

  /** What kind of block is being said. */
  private enum Block {
    TEXT,
    TOOL,
    OTHER
  }

  @Override
  public void accept(Bytes bytes, Consumer<Frame> out) {
    if (messages.accept(bytes, message -> message(message, out))) {
      return;
    }
    Bytes rest = messages.rest();
    if (rest.isEmpty()) {
      rest = bytes; // what comes behind what was given up
    }
    out.accept(over ? silent(rest) : broken(rest, "the provider's stream is damaged"));
  }

  @Override
  public void end(Consumer<Frame> out) {
    Bytes rest = messages.rest();
    if (over) {
      if (!rest.isEmpty()) {
        out.accept(silent(rest));
      }
    } else if (stopped && rest.isEmpty()) {
      over = true;
      out.accept(new Frame(Bytes.EMPTY, List.of(new Event.Ended()), false));
    } else {
      out.accept(broken(rest, "the provider's stream ended before it was complete"));
    }
  }

  private void message(Message message, Consumer<Frame> out) {
    if (over) {
      out.accept(silent(message.raw()));
      return;
    }
    switch (message.header(":message-type")) {
      case "event" -> out.accept(event(message));
      case "exception" ->
          out.accept(failed(message, message.header(":exception-type"), message.payload()));
      default -> {
        Bytes words = Bytes.utf8(message.header(":error-message"));
        out.accept(failed(message, message.header(":error-code"), words));
      }
    }
  }

  private Frame failed(Message message, String name, Bytes words) {
    over = true;
    var failed = new Event.Failed(Errors.inStream(name, words));
    return new Frame(message.raw(), List.of(failed), false);
  }

  private Frame event(Message message) {
    Json json = Fields.lenient(message.payload());
    if (!json.isObject()) {
      return broken(message.raw(), "an event of the provider's stream is not JSON");
    }
    int shift = message.payload().within(message.raw());
    var events = new ArrayList<Event>(2);
    String type = message.header(":event-type");
    switch (type) {
      case "messageStart" -> events.add(new Event.Started("", "", 0));
      case "contentBlockStart" -> begun(json, events);
      case "contentBlockDelta" -> delta(json, shift, events);
      case "contentBlockStop" -> ended(json, events);
      case "messageStop" -> {
        stopped = true;
        Said.further(json, events);
        events.add(Said.finished(json.text("stopReason", "")));
      }
      case "metadata" -> {
        metered = true;
        Said.used(json.at("usage"), events);
        Said.further(json, events);
      }
      default -> events.add(new Event.Unknown(type, message.payload()));
    }
    if (stopped && metered) {
      over = true;
      events.add(new Event.Ended());
    }
    return new Frame(message.raw(), events, false);
  }

  private void begun(Json json, List<Event> events) {
    int index = Said.index(json);
    Json start = json.at("start");
    Json call = start.at("toolUse");
    if (call.isObject() && !call.text("type", "").equals("server_tool_use")) {
      open.put(index, Block.TOOL);
      String name = call.text("name", "");
      events.add(new Event.ToolStarted(0, index, call.text("toolUseId", ""), name));
    } else {
      open.put(index, Block.OTHER);
      events.add(new Event.Unknown("content", start.raw()));
    }
  }

  private void delta(Json json, int shift, List<Event> events) {
    int index = Said.index(json);
    for (Json.Field field : json.at("delta").fields()) {
      Json value = field.value();
      switch (field.name()) {
        case "text" -> {
          open.put(index, Block.TEXT);
          events.add(new Event.Text(0, value.string().orElse(""), Said.moved(value, shift)));
        }
        case "toolUse" -> arguments(index, value, shift, events);
        case "reasoningContent" -> reasoning(value, events);
        case "citation" -> events.add(new Event.Unknown("citations", value.raw()));
        default -> events.add(new Event.Unknown("delta." + field.name(), value.raw()));
      }
    }
  }

  private void arguments(int index, Json call, int shift, List<Event> events) {
    Json input = call.at("input");
    if (open.get(index) == Block.TOOL) {
      String fragment = input.string().orElse("");
      events.add(new Event.ToolArguments(0, index, fragment, Said.moved(input, shift)));
    } else {
      events.add(new Event.Unknown("delta.toolUse", call.raw()));
    }
  }

  private static void reasoning(Json reasoning, List<Event> events) {
    if (reasoning.at("text").isString()) {
      events.add(new Event.Thinking(reasoning.text("text", "")));
    }
    if (reasoning.at("signature").isString()) {
      events.add(new Event.Signature(reasoning.text("signature", ""), false));
    }
    if (reasoning.at("redactedContent").isString()) {
      events.add(new Event.Signature(reasoning.text("redactedContent", ""), true));
    }
  }

  private void ended(Json json, List<Event> events) {
    int index = Said.index(json);
    @Nullable Block kind = open.remove(index);
    if (kind == Block.TEXT) {
      events.add(new Event.TextEnded(0));
    } else if (kind == Block.TOOL) {
      events.add(new Event.ToolEnded(0, index));
    }
  }

  private static Frame silent(Bytes raw) {
    return new Frame(raw, List.of(), false);
  }

  private Frame broken(Bytes raw, String message) {
    over = true;
    var fault = Fault.of(Code.STREAM_BROKEN, message);
    return new Frame(raw, List.of(new Event.Failed(fault)), false);
  }
}
