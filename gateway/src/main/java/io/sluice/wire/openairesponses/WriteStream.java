package io.sluice.wire.openairesponses;

import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Loss;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Frame;
import io.sluice.wire.Kept;
import io.sluice.wire.SseText;
import io.sluice.wire.openairesponses.Envelope.Status;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes a response as a stream. */
final class WriteStream implements AnswerWriter {
  private final Envelope envelope;
  private final Items items;
  private final PassStream passing;
  private boolean started;
  private boolean over;

  WriteStream(Answering answering) {
    envelope = new Envelope(answering);
    items = new Items(envelope);
    passing = new PassStream(envelope, items);
  }

  @Override
  public Bytes pass(Frame frame, List<Event> events) {
    for (Event event : events) {
      envelope.note(event);
      started |= event instanceof Event.Started;
      over |= event instanceof Event.Ended;
    }
    return passing.pass(frame, events);
  }

  @Override
  public Bytes write(List<Event> events) {
    var out = new SseText();
    for (Event event : events) {
      envelope.note(event);
      if (envelope.first(event)) {
        say(event, out);
      }
    }
    return out.bytes();
  }

  private void say(Event event, SseText out) {
    if (event instanceof Event.Started) {
      start(out);
    } else if (event instanceof Event.Ended) {
      finish(out, envelope.status(), null);
    } else {
      items.say(event, out);
    }
  }

  private void start(SseText out) {
    if (!started) {
      started = true;
      items.created(out);
    }
  }

  private void finish(SseText out, Status status, @Nullable Fault cut) {
    if (!over) {
      over = true;
      start(out);
      items.finish(out, status, cut);
    }
  }

  @Override
  public Bytes end() {
    return Bytes.EMPTY;
  }

  @Override
  public Bytes cut(Fault fault) {
    var out = new SseText();
    finish(out, Status.FILTERED, fault);
    return out.bytes();
  }

  @Override
  public Bytes broken(Fault fault) {
    var out = new SseText();
    if (started) {
      finish(out, Status.FAILED, fault);
    } else {
      items.error(out, fault);
    }
    return out.bytes();
  }

  @Override
  public Optional<Kept> kept() {
    return Optional.ofNullable(items.kept());
  }

  @Override
  public List<Loss> losses() {
    return envelope.losses();
  }
}
