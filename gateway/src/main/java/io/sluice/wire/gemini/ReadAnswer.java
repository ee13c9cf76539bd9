package io.sluice.wire.gemini;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Usage;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.ErrorAnswer;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.SseFrames;
import io.sluice.wire.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads an answer: whole, as server-sent events, or as one JSON array; the first byte of a stream
 * tells which. A stream says nothing when it is over: it is complete if every answer in it gave a
 * reason to end.
 */
final class ReadAnswer implements AnswerReader {
  private final boolean stream;
  private final SseFrames frames = new SseFrames();
  private final ArrayFrames elements = new ArrayFrames();
  private final Whole whole = new Whole();
  private final ReadCandidates candidates = new ReadCandidates();
  private Framing framing = Framing.UNKNOWN;
  private boolean started;
  private boolean over;

  private enum Framing {
    UNKNOWN,
    EVENTS,
    ARRAY
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
    if (framing == Framing.UNKNOWN && !bytes.isEmpty()) {
      framing = bytes.at(0) == '[' ? Framing.ARRAY : Framing.EVENTS;
    }
    boolean fits =
        framing == Framing.ARRAY
            ? elements.accept(bytes, (raw, data) -> piece(raw, data, out))
            : frames.accept(bytes, (raw, event, data) -> piece(raw, data, out));
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
    boolean closed = framing != Framing.ARRAY || elements.closed();
    elements.end((raw, data) -> out.accept(new Frame(raw, List.of(), false)));
    frames.end((raw, event, data) -> piece(raw, data, out));
    if (over) {
      return;
    }
    over = true;
    if (candidates.finished() && closed) {
      out.accept(new Frame(Bytes.EMPTY, List.of(new Event.Ended()), false));
    } else {
      out.accept(broken(Bytes.EMPTY, "the provider's stream ended before it was complete"));
    }
  }

  private void piece(Bytes raw, Bytes data, Consumer<Frame> out) {
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
    if (!json.at("error").absent()) {
      over = true;
      var fault = ErrorAnswer.inStream(data);
      out.accept(new Frame(raw, List.of(new Event.Failed(fault)), false));
      return;
    }
    var events = new ArrayList<Event>(4);
    said(json, data.within(raw), events);
    out.accept(new Frame(raw, events, false));
  }

  private void said(Json json, int shift, List<Event> events) {
    if (!started) {
      started = true;
      events.add(new Event.Started(json.text("responseId", ""), json.text("modelVersion", ""), 0));
    }
    for (Json candidate : json.at("candidates").items()) {
      candidates.read(candidate, shift, events);
    }
    if (json.at("promptFeedback").at("blockReason").isString()) {
      candidates.blocked(json.at("promptFeedback"), events);
    }
    Json usage = json.at("usageMetadata");
    if (usage.isObject()) {
      events.add(new Event.Used(usage(usage)));
    }
  }

  private Frame whole(Bytes body) {
    Json json = Fields.lenient(body);
    if (!json.at("error").absent()) {
      return new Frame(body, List.of(new Event.Failed(ErrorAnswer.inStream(body))), false);
    }
    boolean answer = json.at("candidates").isArray() || json.at("promptFeedback").isObject();
    if (!answer) {
      return broken(body, "the provider's answer is not generated content");
    }
    var events = new ArrayList<Event>();
    said(json, 0, events);
    events.add(new Event.Ended());
    return new Frame(body, events, false);
  }

  private static Frame broken(Bytes raw, String message) {
    var fault = Fault.of(Code.STREAM_BROKEN, message);
    return new Frame(raw, List.of(new Event.Failed(fault)), false);
  }

  /**
   * Usage as this format says it: cached tokens are part of {@code promptTokenCount}; thoughts are
   * beside {@code candidatesTokenCount}, and what tools of Google read is beside the prompt.
   */
  static Usage usage(Json usage) {
    long prompt = amount(usage, "promptTokenCount");
    long read = Math.min(amount(usage, "cachedContentTokenCount"), prompt);
    long tools = amount(usage, "toolUsePromptTokenCount");
    long thoughts = amount(usage, "thoughtsTokenCount");
    long output = amount(usage, "candidatesTokenCount") + thoughts;
    return new Usage(prompt - read + tools, output, read, 0, thoughts, Usage.Served.USUAL);
  }

  private static long amount(Json object, String name) {
    return Math.clamp(object.integer(name, 0), 0, Integer.MAX_VALUE);
  }
}
