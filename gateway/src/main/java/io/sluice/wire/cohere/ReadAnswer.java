package io.sluice.wire.cohere;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Span;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.ErrorAnswer;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.SseFrames;
import io.sluice.wire.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads a chat answer, streamed or whole. */
final class ReadAnswer implements AnswerReader {
  private final boolean stream;
  private final SseFrames frames = new SseFrames();
  private final Whole whole = new Whole();
  private boolean over;
  private int calls;

  ReadAnswer(boolean stream) {
    this.stream = stream;
  }

  @Override
  public void accept(Bytes bytes, Consumer<Frame> out) {
    if (!stream) {
      whole.add(bytes);
    } else if (!frames.accept(bytes, (raw, event, data) -> event(raw, data, out)) && !over) {
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
      out.accept(broken(Bytes.EMPTY, "the provider's stream ended before it was complete"));
    }
  }

  /** The event's kind stands in the data as well; what follows the end is a plain mark. */
  private void event(Bytes raw, Bytes data, Consumer<Frame> out) {
    if (data.isEmpty() || over) {
      out.accept(new Frame(raw, List.of(), false));
      return;
    }
    Json json = Fields.lenient(data);
    if (!json.isObject()) {
      out.accept(broken(raw, "an event of the provider's stream is not JSON"));
      return;
    }
    var events = new ArrayList<Event>(2);
    said(json, events);
    out.accept(new Frame(raw, events, false));
  }

  private void said(Json json, List<Event> events) {
    Json message = json.at("delta").at("message");
    int index = Math.clamp(json.integer("index", 0), 0, Integer.MAX_VALUE);
    switch (json.text("type", "")) {
      case "message-start" -> events.add(new Event.Started(json.text("id", ""), "", 0));
      case "content-start", "content-delta" -> content(message.at("content"), events);
      case "tool-plan-delta" -> thought(message.text("tool_plan", ""), events);
      case "tool-call-start" -> {
        Json call = message.at("tool_calls");
        String name = call.at("function").text("name", "");
        events.add(new Event.ToolStarted(0, index, call.text("id", ""), name));
        arguments(index, call, events);
        calls++;
      }
      case "tool-call-delta" -> arguments(index, message.at("tool_calls"), events);
      case "tool-call-end" -> events.add(new Event.ToolEnded(0, index));
      case "citation-start" ->
          events.add(new Event.Unknown("citations", message.at("citations").raw()));
      case "message-end" -> ended(json.at("delta"), events);
      case "content-end", "citation-end" -> {}
      default -> {
        if (!json.at("message").isString()) { // the API may add kinds
          events.add(new Event.Unknown(json.text("type", ""), json.raw()));
        } else {
          over = true;
          events.add(new Event.Failed(ErrorAnswer.inStream(json.raw())));
        }
      }
    }
  }

  private static void content(Json part, List<Event> events) {
    thought(part.text("thinking", ""), events);
    text(part.text("text", ""), events);
  }

  private static void text(String text, List<Event> events) {
    if (!text.isEmpty()) {
      events.add(new Event.Text(0, text, Span.NONE));
    }
  }

  private static void thought(String text, List<Event> events) {
    if (!text.isEmpty()) {
      events.add(new Event.Thinking(text));
    }
  }

  private static void arguments(int index, Json call, List<Event> events) {
    String fragment = call.at("function").text("arguments", "");
    if (!fragment.isEmpty()) {
      events.add(new Event.ToolArguments(0, index, fragment, Span.NONE));
    }
  }

  /** The end may say that the model failed. */
  private void ended(Json end, List<Event> events) {
    over = true;
    String reason = end.text("finish_reason", "");
    if (end.at("usage").isObject()) {
      events.add(new Event.Used(Format.usage(end.at("usage"))));
    }
    if (reason.equals("ERROR") || reason.equals("TIMEOUT")) {
      String message = "the provider failed while it answered";
      Code code = reason.equals("ERROR") ? Code.UPSTREAM_TRANSIENT : Code.UPSTREAM_TIMEOUT;
      events.add(new Event.Failed(Fault.of(code, message)));
      return;
    }
    events.add(new Event.Finished(0, finish(reason), ""));
    events.add(new Event.Ended());
  }

  private Finish finish(String reason) {
    return switch (reason) {
      case "COMPLETE" -> calls > 0 ? Finish.TOOL_CALLS : Finish.STOP;
      case "STOP_SEQUENCE" -> Finish.STOP_SEQUENCE;
      case "MAX_TOKENS" -> Finish.LENGTH;
      case "TOOL_CALL" -> Finish.TOOL_CALLS;
      case "ERROR_TOXIC", "CONTENT_FILTER" -> Finish.CONTENT_FILTER;
      default -> Finish.OTHER;
    };
  }

  private Frame whole(Bytes body) {
    Json json = Fields.lenient(body);
    Json message = json.at("message");
    if (!message.isObject()) {
      return broken(body, "the provider's answer is not a chat of this format");
    }
    var events = new ArrayList<Event>();
    events.add(new Event.Started(json.text("id", ""), "", 0));
    thought(message.text("tool_plan", ""), events);
    text(message.text("content", ""), events);
    for (Json part : message.at("content").items()) {
      content(part, events);
    }
    for (Json call : message.at("tool_calls").items()) {
      String name = call.at("function").text("name", "");
      events.add(new Event.ToolStarted(0, calls, call.text("id", ""), name));
      arguments(calls, call, events);
      events.add(new Event.ToolEnded(0, calls));
      calls++;
    }
    for (Json citation : message.at("citations").items()) {
      events.add(new Event.Unknown("citations", citation.raw()));
    }
    ended(json, events);
    return new Frame(body, events, false);
  }

  private Frame broken(Bytes raw, String message) {
    over = true;
    var fault = Fault.of(Code.STREAM_BROKEN, message);
    return new Frame(raw, List.of(new Event.Failed(fault)), false);
  }
}
