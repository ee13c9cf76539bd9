package io.sluice.wire.openairesponses;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.wire.AnswerReader;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.SseFrames;
import io.sluice.wire.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads a response, streamed or whole. */
final class ReadAnswer implements AnswerReader {
  private final boolean stream;
  private final SseFrames frames = new SseFrames();
  private final Whole whole = new Whole();
  private final ReadEvents reading = new ReadEvents();
  private boolean broken;

  ReadAnswer(boolean stream) {
    this.stream = stream;
  }

  @Override
  public void accept(Bytes bytes, Consumer<Frame> out) {
    if (!stream) {
      whole.add(bytes);
      return;
    }
    boolean fits = frames.accept(bytes, (raw, _, data) -> event(raw, data, out));
    if (!fits && !over()) {
      out.accept(broken(Bytes.EMPTY, "one event of the provider's stream is too large"));
    }
  }

  @Override
  public void end(Consumer<Frame> out) {
    if (!stream) {
      out.accept(whole(whole.bytes()));
      return;
    }
    frames.end((raw, _, data) -> event(raw, data, out));
    if (!over()) {
      out.accept(broken(Bytes.EMPTY, "the provider's stream ended before it was complete"));
    }
  }

  private boolean over() {
    return broken || reading.over();
  }

  private void event(Bytes raw, Bytes data, Consumer<Frame> out) {
    if (data.isEmpty() || over()) {
      out.accept(new Frame(raw, List.of(), false));
      return;
    }
    Json json = Fields.lenient(data);
    if (!json.isObject()) {
      out.accept(broken(raw, "an event of the provider's stream is not JSON"));
      return;
    }
    var events = new ArrayList<Event>(2);
    reading.read(json, data.within(raw), events);
    out.accept(new Frame(raw, events, false));
  }

  private Frame whole(Bytes body) {
    Json json = Fields.lenient(body);
    boolean failed = json.isObject() && !json.at("error").absent();
    if (!failed && !json.at("output").isArray()) {
      return broken(body, "the provider's answer is not a response");
    }
    var events = new ArrayList<Event>();
    if (failed) {
      events.add(new Event.Failed(Failure.of(json.at("error"))));
    } else {
      reading.whole(json, events);
    }
    return new Frame(body, events, false);
  }

  private Frame broken(Bytes raw, String message) {
    broken = true;
    var fault = Fault.of(Code.STREAM_BROKEN, message);
    return new Frame(raw, List.of(new Event.Failed(fault)), false);
  }
}
