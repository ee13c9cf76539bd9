package io.sluice.wire.openaichat;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Headers;
import io.sluice.model.Span;
import io.sluice.model.Usage;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.SseFrames;
import io.sluice.wire.Whole;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Reads a chat completion, streamed or whole. */
final class ReadAnswer implements AnswerReader {
  private static final Bytes DONE = Bytes.utf8("[DONE]");

  private final boolean stream;
  private final SseFrames frames = new SseFrames();
  private final Whole whole = new Whole();
  private final Map<Integer, Integer> openCalls = new HashMap<>();
  private boolean started;
  private boolean finished;
  private boolean over;

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
    if (!fits) {
      out.accept(broken("one event of the provider's stream is too large"));
    }
  }

  @Override
  public void end(Consumer<Frame> out) {
    if (!stream) {
      out.accept(whole(whole.bytes()));
      return;
    }
    frames.end((raw, event, data) -> event(raw, data, out));
    if (!over && finished) { // some servers leave the last line out
      over = true;
      out.accept(new Frame(Bytes.EMPTY, List.of(new Event.Ended()), false));
    }
  }

  private void event(Bytes raw, Bytes data, Consumer<Frame> out) {
    if (data.isEmpty() || over) {
      out.accept(new Frame(raw, List.of(), false));
      return;
    }
    if (data.equals(DONE)) {
      over = true;
      out.accept(new Frame(raw, List.of(new Event.Ended()), false));
      return;
    }
    Json json = Fields.lenient(data);
    if (!json.isObject()) {
      out.accept(broken("an event of the provider's stream is not JSON"));
      return;
    }
    if (!json.at("error").absent()) {
      over = true;
      Fault fault = Errors.read(500, Headers.NONE, data);
      out.accept(new Frame(raw, List.of(new Event.Failed(fault)), false));
      return;
    }
    int shift = data.offset() - raw.offset();
    var events = new ArrayList<Event>(3);
    start(json, events);
    for (Json choice : json.at("choices").items()) {
      delta(choice, shift, events);
    }
    boolean usage = json.at("usage").isObject();
    if (usage) {
      events.add(new Event.Used(usage(json.at("usage"))));
    }
    out.accept(new Frame(raw, events, usage && json.at("choices").items().isEmpty()));
  }

  private void start(Json json, List<Event> events) {
    if (!started) {
      started = true;
      events.add(
          new Event.Started(
              json.text("id", ""), json.text("model", ""), json.integer("created", 0)));
    }
  }

  private void delta(Json choice, int shift, List<Event> events) {
    int index = (int) choice.integer("index", 0);
    Json delta = choice.at("delta");
    texts(index, delta, shift, events);
    for (Json call : delta.at("tool_calls").items()) {
      call(index, call, shift, events);
    }
    finish(index, choice, events);
  }

  private static void texts(int index, Json message, int shift, List<Event> events) {
    Json content = message.at("content");
    if (content.isString() && !content.string().orElse("").isEmpty()) {
      events.add(new Event.Text(index, content.string().orElse(""), moved(content, shift)));
    }
    for (Json part : content.items()) { // Mistral lists parts
      if (part.text("type", "").equals("thinking")) {
        for (Json piece : part.at("thinking").items()) {
          events.add(new Event.Thinking(piece.text("text", "")));
        }
      } else if (part.at("text").isString()) {
        events.add(new Event.Text(index, part.text("text", ""), moved(part.at("text"), shift)));
      }
    }
    String thought = message.text("reasoning_content", message.text("reasoning", ""));
    if (!thought.isEmpty()) {
      events.add(new Event.Thinking(thought));
    }
    String refusal = message.text("refusal", "");
    if (!refusal.isEmpty()) {
      events.add(new Event.Refusal(index, refusal));
    }
  }

  /**
   * Fragments may lack an id, or an index: a new name or id begins a call, the rest continues it.
   */
  private void call(int choice, Json call, int shift, List<Event> events) {
    Json function = call.at("function");
    String id = call.text("id", "");
    String name = function.text("name", "");
    int last = openCalls.getOrDefault(choice, -1);
    int index = (int) call.integer("index", name.isEmpty() ? Math.max(0, last) : last + 1);
    if (index > last) {
      openCalls.put(choice, index);
      String known = id.isEmpty() ? "call_" + choice + "_" + index : id;
      events.add(new Event.ToolStarted(choice, index, known, name));
    }
    Json arguments = function.at("arguments");
    String fragment = arguments.string().orElse(arguments.isObject() ? arguments.raw().utf8() : "");
    if (!fragment.isEmpty()) {
      var span = arguments.isString() ? moved(arguments, shift) : Span.NONE;
      events.add(new Event.ToolArguments(choice, index, fragment, span));
    }
  }

  private void finish(int index, Json choice, List<Event> events) {
    String reason = choice.text("finish_reason", "");
    if (!reason.isEmpty()) {
      finished = true;
      for (int call = 0; call <= openCalls.getOrDefault(index, -1); call++) {
        events.add(new Event.ToolEnded(index, call));
      }
      openCalls.remove(index);
      events.add(new Event.Finished(index, finish(reason), ""));
    }
  }

  private Frame whole(Bytes body) {
    Json json = Fields.lenient(body);
    if (!json.isObject() || !json.at("choices").isArray()) {
      return broken("the provider's answer is not a chat completion");
    }
    var events = new ArrayList<Event>();
    start(json, events);
    int shift = 0;
    for (Json choice : json.at("choices").items()) {
      int index = (int) choice.integer("index", 0);
      Json message = choice.at("message");
      texts(index, message, shift, events);
      int number = 0;
      for (Json call : message.at("tool_calls").items()) {
        String id = call.text("id", "call_" + index + "_" + number);
        events.add(new Event.ToolStarted(index, number, id, call.at("function").text("name", "")));
        arguments(index, number, call.at("function").at("arguments"), events);
        events.add(new Event.ToolEnded(index, number++));
      }
      finish(index, choice, events);
    }
    if (json.at("usage").isObject()) {
      events.add(new Event.Used(usage(json.at("usage"))));
    }
    events.add(new Event.Ended());
    return new Frame(body, events, false);
  }

  private static void arguments(int choice, int index, Json arguments, List<Event> events) {
    String text = arguments.string().orElse(arguments.isObject() ? arguments.raw().utf8() : "");
    if (!text.isEmpty()) {
      var span = arguments.isString() ? arguments.inside() : Span.NONE;
      events.add(new Event.ToolArguments(choice, index, text, span));
    }
  }

  private static Span moved(Json string, int shift) {
    return new Span(string.inside().start() + shift, string.inside().end() + shift);
  }

  private static Frame broken(String message) {
    var fault = Fault.of(Code.STREAM_BROKEN, message);
    return new Frame(Bytes.EMPTY, List.of(new Event.Failed(fault)), false);
  }

  /** Cached tokens are part of prompt_tokens here; the hub's kinds are disjoint. */
  static Usage usage(Json usage) {
    long prompt = Math.max(0, usage.integer("prompt_tokens", 0));
    long completion = Math.max(0, usage.integer("completion_tokens", 0));
    long cached = usage.at("prompt_tokens_details").integer("cached_tokens", 0);
    long reasoning = usage.at("completion_tokens_details").integer("reasoning_tokens", 0);
    cached = Math.clamp(cached, 0, prompt);
    return new Usage(prompt - cached, completion, cached, 0, Math.max(0, reasoning));
  }

  private static Finish finish(String reason) {
    return switch (reason) {
      case "stop" -> Finish.STOP;
      case "length" -> Finish.LENGTH;
      case "tool_calls", "function_call" -> Finish.TOOL_CALLS;
      case "content_filter" -> Finish.CONTENT_FILTER;
      default -> Finish.OTHER;
    };
  }
}
