package io.sluice.wire.ollama;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Usage;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.ErrorAnswer;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.LineFrames;
import io.sluice.wire.Whole;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads a native chat answer: one JSON object, or one a line of which the last says it is done. */
final class ReadAnswer implements AnswerReader {
  private final boolean stream;
  private final LineFrames lines = new LineFrames();
  private final Whole whole = new Whole();
  private boolean started;
  private boolean over;
  private int calls;

  ReadAnswer(boolean stream) {
    this.stream = stream;
  }

  @Override
  public void accept(Bytes bytes, Consumer<Frame> out) {
    if (!stream) {
      whole.add(bytes);
    } else if (!lines.accept(bytes, line -> line(line, out)) && !over) {
      over = true;
      out.accept(broken(Bytes.EMPTY, "one line of the provider's stream is too large"));
    }
  }

  @Override
  public void end(Consumer<Frame> out) {
    if (stream) {
      lines.end(line -> line(line, out));
    } else {
      line(whole.bytes(), out);
    }
    if (!over) {
      over = true;
      out.accept(broken(Bytes.EMPTY, "the provider's stream ended before it was complete"));
    }
  }

  private void line(Bytes raw, Consumer<Frame> out) {
    if (over || stream && raw.utf8().isBlank()) {
      out.accept(new Frame(raw, List.of(), false));
      return;
    }
    Json json = Fields.lenient(raw);
    boolean error = json.isObject() && !json.at("error").absent();
    if (error) {
      over = true;
      out.accept(new Frame(raw, List.of(new Event.Failed(ErrorAnswer.inStream(raw))), false));
    } else if (!json.at("message").isObject()) {
      over = true;
      out.accept(broken(raw, "the provider's answer is not a chat of this format"));
    } else {
      var events = new ArrayList<Event>(3);
      said(json, events);
      out.accept(new Frame(raw, events, false));
    }
  }

  private void said(Json json, List<Event> events) {
    if (!started) {
      started = true;
      events.add(new Event.Started("", json.text("model", ""), created(json)));
    }
    Json message = json.at("message");
    String thought = message.text("thinking", "");
    if (!thought.isEmpty()) {
      events.add(new Event.Thinking(thought));
    }
    Json content = message.at("content");
    String text = content.string().orElse("");
    if (!text.isEmpty()) {
      events.add(new Event.Text(0, text, content.inside()));
    }
    for (Json call : message.at("tool_calls").items()) {
      Json arguments = call.at("function").at("arguments");
      String name = call.at("function").text("name", "");
      events.add(new Event.ToolStarted(0, calls, call.text("id", ""), name));
      if (!arguments.absent()) {
        events.add(new Event.ToolArguments(0, calls, arguments.raw().utf8(), arguments.span()));
      }
      events.add(new Event.ToolEnded(0, calls));
      calls++;
    }
    if (json.at("logprobs").isArray()) {
      events.add(new Event.Unknown("logprobs", json.at("logprobs").raw()));
    }
    if (json.at("done").bool(!stream)) {
      over = true;
      events.add(
          new Event.Used(
              new Usage(
                  amount(json, "prompt_eval_count"),
                  amount(json, "eval_count"),
                  0,
                  0,
                  0,
                  Usage.Served.USUAL)));
      events.add(new Event.Finished(0, finish(json.text("done_reason", "stop")), ""));
      events.add(new Event.Ended());
    }
  }

  private Finish finish(String reason) {
    return switch (reason) {
      case "stop" -> calls > 0 ? Finish.TOOL_CALLS : Finish.STOP;
      case "length" -> Finish.LENGTH;
      case "content_filter" -> Finish.CONTENT_FILTER;
      default -> Finish.OTHER; // a model that was loaded, or put away
    };
  }

  private static long created(Json json) {
    try {
      return Instant.parse(json.text("created_at", "")).getEpochSecond();
    } catch (DateTimeParseException e) {
      return 0;
    }
  }

  private static long amount(Json object, String name) {
    return Math.clamp(object.integer(name, 0), 0, Integer.MAX_VALUE);
  }

  private static Frame broken(Bytes raw, String message) {
    var fault = Fault.of(Code.STREAM_BROKEN, message);
    return new Frame(raw, List.of(new Event.Failed(fault)), false);
  }
}
