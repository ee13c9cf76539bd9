package io.sluice.wire.anthropic;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Span;
import io.sluice.model.Usage;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.ErrorAnswer;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.SseFrames;
import io.sluice.wire.Whole;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads a message, streamed or whole. */
final class ReadAnswer implements AnswerReader {
  private static final int NOWHERE = -1;

  private final boolean stream;
  private final SseFrames frames = new SseFrames();
  private final Whole whole = new Whole();
  private final Map<Long, Block> open = new HashMap<>(4);
  private boolean over;

  /** What kind of block is being said. */
  private enum Block {
    TEXT,
    TOOL,
    THINKING,
    OTHER
  }

  ReadAnswer(boolean stream) {
    this.stream = stream;
  }

  @Override
  public void accept(Bytes bytes, Consumer<Frame> out) {
    if (!stream) {
      whole.add(bytes);
      return;
    }
    boolean fits = frames.accept(bytes, (raw, event, data) -> event(raw, data, out));
    if (!fits && !over) {
      over = true;
      out.accept(broken(Bytes.EMPTY, "one event of the provider's stream is too large"));
    }
  }

  @Override
  public void end(Consumer<Frame> out) {
    if (!stream) {
      out.accept(whole(whole.bytes()));
      return;
    }
    frames.end((raw, event, data) -> event(raw, data, out));
    if (!over) {
      over = true;
      out.accept(broken(Bytes.EMPTY, "the provider's stream ended before it was complete"));
    }
  }

  private void event(Bytes raw, Bytes data, Consumer<Frame> out) {
    if (data.isEmpty() || over) {
      out.accept(new Frame(raw, List.of(), false));
      return;
    }
    Json json = Fields.lenient(data);
    if (!json.isObject()) {
      over = true;
      out.accept(broken(raw, "an event of the provider's stream is not JSON"));
      return;
    }
    int shift = data.within(raw);
    var events = new ArrayList<Event>(2);
    switch (json.text("type", "")) {
      case "message_start" -> started(json.at("message"), events);
      case "content_block_start" -> begun(json, events);
      case "content_block_delta" -> delta(json, shift, events);
      case "content_block_stop" -> ended(json, events);
      case "message_delta" -> closing(json, events);
      case "message_stop" -> {
        over = true;
        events.add(new Event.Ended());
      }
      case "error" -> {
        over = true;
        events.add(new Event.Failed(ErrorAnswer.inStream(data)));
      }
      case "ping" -> {}
      default -> events.add(new Event.Unknown(json.text("type", "event"), data));
    }
    out.accept(new Frame(raw, events, false));
  }

  private static void started(Json message, List<Event> events) {
    events.add(new Event.Started(message.text("id", ""), message.text("model", ""), 0));
    used(message.at("usage"), events);
  }

  private void begun(Json json, List<Event> events) {
    long index = index(json);
    Json block = json.at("content_block");
    String type = block.text("type", "");
    Block kind =
        switch (type) {
          case "text" -> Block.TEXT;
          case "tool_use" -> Block.TOOL;
          case "thinking", "redacted_thinking" -> Block.THINKING;
          default -> Block.OTHER;
        };
    open.put(index, kind);
    switch (kind) {
      case TEXT -> {
        if (!block.text("text", "").isEmpty()) {
          events.add(new Event.Text(0, block.text("text", ""), Span.NONE));
        }
      }
      case TOOL -> {
        String name = block.text("name", "");
        events.add(new Event.ToolStarted(0, (int) index, block.text("id", ""), name));
        if (!block.at("input").fields().isEmpty()) {
          String input = block.at("input").raw().utf8();
          events.add(new Event.ToolArguments(0, (int) index, input, Span.NONE));
        }
      }
      case THINKING -> thought(block, events);
      case OTHER -> events.add(new Event.Unknown("content." + type, block.raw()));
    }
  }

  private static void thought(Json block, List<Event> events) {
    if (!block.text("thinking", "").isEmpty()) {
      events.add(new Event.Thinking(block.text("thinking", "")));
    }
    if (!block.text("signature", "").isEmpty()) {
      events.add(new Event.Signature(block.text("signature", ""), false));
    }
    if (block.at("data").isString()) {
      events.add(new Event.Signature(block.text("data", ""), true));
    }
  }

  private void delta(Json json, int shift, List<Event> events) {
    long index = index(json);
    Json delta = json.at("delta");
    String type = delta.text("type", "");
    switch (type) {
      case "text_delta" -> {
        Json text = delta.at("text");
        events.add(new Event.Text(0, text.string().orElse(""), moved(text, shift)));
      }
      case "input_json_delta" -> {
        Json piece = delta.at("partial_json");
        if (open.get(index) == Block.TOOL) {
          String fragment = piece.string().orElse("");
          events.add(new Event.ToolArguments(0, (int) index, fragment, moved(piece, shift)));
        } else {
          events.add(new Event.Unknown(type, delta.raw()));
        }
      }
      case "thinking_delta" -> events.add(new Event.Thinking(delta.text("thinking", "")));
      case "signature_delta" -> events.add(new Event.Signature(delta.text("signature", ""), false));
      default -> events.add(new Event.Unknown(type, delta.raw()));
    }
  }

  private void ended(Json json, List<Event> events) {
    long index = index(json);
    Block kind = open.remove(index);
    if (kind == Block.TEXT) {
      events.add(new Event.TextEnded(0));
    } else if (kind == Block.TOOL) {
      events.add(new Event.ToolEnded(0, (int) index));
    }
  }

  private static void closing(Json json, List<Event> events) {
    used(json.at("usage"), events);
    Json delta = json.at("delta");
    if (delta.at("stop_reason").isString()) {
      finished(delta, events);
    }
  }

  private Frame whole(Bytes body) {
    Json json = Fields.lenient(body);
    if (json.text("type", "").equals("error")) {
      Fault fault = ErrorAnswer.inStream(body);
      return new Frame(body, List.of(new Event.Failed(fault)), false);
    }
    if (!json.isObject() || !json.at("content").isArray()) {
      return broken(body, "the provider's answer is not a message");
    }
    var events = new ArrayList<Event>();
    events.add(new Event.Started(json.text("id", ""), json.text("model", ""), 0));
    int index = 0;
    for (Json block : json.at("content").items()) {
      block(index++, block, events);
    }
    used(json.at("usage"), events);
    finished(json, events);
    events.add(new Event.Ended());
    return new Frame(body, events, false);
  }

  private static void block(int index, Json block, List<Event> events) {
    String type = block.text("type", "");
    switch (type) {
      case "text" -> {
        Json text = block.at("text");
        events.add(new Event.Text(0, text.string().orElse(""), moved(text, 0)));
        events.add(new Event.TextEnded(0));
        if (!block.at("citations").items().isEmpty()) {
          events.add(new Event.Unknown("citations", block.at("citations").raw()));
        }
      }
      case "tool_use" -> {
        String name = block.text("name", "");
        Json input = block.at("input");
        events.add(new Event.ToolStarted(0, index, block.text("id", ""), name));
        events.add(new Event.ToolArguments(0, index, input.raw().utf8(), input.span()));
        events.add(new Event.ToolEnded(0, index));
      }
      case "thinking", "redacted_thinking" -> thought(block, events);
      default -> events.add(new Event.Unknown("content." + type, block.raw()));
    }
  }

  private static long index(Json json) {
    return Math.clamp(json.integer("index", 0), 0, Integer.MAX_VALUE);
  }

  private static void finished(Json at, List<Event> events) {
    Finish finish =
        switch (at.text("stop_reason", "")) {
          case "end_turn" -> Finish.STOP;
          case "stop_sequence" -> Finish.STOP_SEQUENCE;
          case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
          case "tool_use" -> Finish.TOOL_CALLS;
          case "refusal" -> Finish.REFUSAL;
          case "pause_turn" -> Finish.PAUSE;
          default -> Finish.OTHER;
        };
    events.add(new Event.Finished(0, finish, at.text("stop_sequence", "")));
  }

  private static void used(Json usage, List<Event> events) {
    if (usage.isObject()) {
      long output = amount(usage, "output_tokens");
      long thinking = amount(usage.at("output_tokens_details"), "thinking_tokens");
      events.add(
          new Event.Used(
              new Usage(
                  amount(usage, "input_tokens"),
                  output,
                  amount(usage, "cache_read_input_tokens"),
                  amount(usage, "cache_creation_input_tokens"),
                  Math.min(thinking, output),
                  served(usage))));
    }
  }

  private static Usage.Served served(Json usage) {
    String tier = usage.text("service_tier", "standard");
    return new Usage.Served(
        amount(usage.at("cache_creation"), "ephemeral_1h_input_tokens"),
        amount(usage.at("server_tool_use"), "web_search_requests"),
        tier.equals("standard") ? "" : tier);
  }

  private static long amount(Json object, String name) {
    return Math.clamp(object.integer(name, 0), 0, Integer.MAX_VALUE);
  }

  private static Span moved(Json string, int shift) {
    return shift == NOWHERE || !string.isString()
        ? Span.NONE
        : new Span(string.inside().start() + shift, string.inside().end() + shift);
  }

  private static Frame broken(Bytes raw, String message) {
    var fault = Fault.of(Code.STREAM_BROKEN, message);
    return new Frame(raw, List.of(new Event.Failed(fault)), false);
  }
}
