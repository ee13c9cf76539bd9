package io.sluice.wire.gemini;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Loss;
import io.sluice.model.Segment.Coding;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Frame;
import io.sluice.wire.Passing;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes an answer as a stream. */
final class WriteStream implements AnswerWriter {
  private final Closing closing;
  private final Parts parts;
  private final Framed out;
  private final Set<Integer> choices = new HashSet<>(1);
  private boolean over;

  /** {@code events}: as server-sent events; else as one JSON array. */
  WriteStream(Answering answering, boolean events) {
    closing = new Closing(answering);
    parts = new Parts(closing);
    out = new Framed(events);
  }

  @Override
  public Bytes pass(Frame frame, List<Event> events) {
    events.forEach(this::note);
    if (events.equals(frame.events())) {
      out.frame(frame.raw(), List.of());
      return out.take();
    }
    if (Passing.saysNothing(frame, events)) {
      return Bytes.EMPTY;
    }
    Passing passing = Passing.of(frame, events, Coding.RAW);
    for (Event event : passing.before()) {
      say(event);
      if (event instanceof Event.Finished finished && !passing.frame()) {
        finished(finished, null);
      }
    }
    if (passing.frame()) {
      out.frame(frame.raw(), passing.splices());
    }
    return out.take();
  }

  @Override
  public Bytes write(List<Event> events) {
    for (Event event : events) {
      note(event);
      say(event);
      if (event instanceof Event.Ended) {
        finish(null);
      }
    }
    return out.take();
  }

  private void note(Event event) {
    closing.note(event);
    if (event instanceof Event.Text text) {
      choices.add(text.choice());
    }
  }

  private void say(Event event) {
    Parts.Said said = parts.of(event);
    if (said != null) {
      said(said);
    }
  }

  private void said(Parts.Said said) {
    var json = new JsonWriter(said.json().length() + 192).object().name("candidates").array();
    json.object().name("content").object().name("parts").array().raw(said.json()).endArray();
    json.field("role", "model").endObject().field("index", said.choice()).endObject().endArray();
    out.data(closing.tail(json).endObject().done());
  }

  /** The last words: why each candidate ended, and what all of it used. */
  private void finish(@Nullable Fault cut) {
    if (over) {
      return;
    }
    over = true;
    Parts.Said left = cut == null ? parts.left() : null;
    if (left != null) {
      said(left);
    }
    var finishes = closing.finishes();
    if (cut != null) {
      choices.forEach(choice -> finishes.put(choice, Finish.CONTENT_FILTER));
    }
    finishes.forEach((choice, how) -> finished(new Event.Finished(choice, how, ""), cut));
  }

  private void finished(Event.Finished finished, @Nullable Fault cut) {
    var json = new JsonWriter(384).object().name("candidates").array().object();
    json.name("content").object().name("parts").array().object().field("text", "");
    json.endObject().endArray().field("role", "model").endObject();
    Finish how = cut == null ? finished.finish() : Finish.CONTENT_FILTER;
    json.field("finishReason", Closing.reason(how)).field("index", finished.choice());
    closing.tail(json.endObject().endArray());
    if (cut != null) {
      closing.sluice(json, cut);
    }
    out.data(json.endObject().done());
  }

  @Override
  public Bytes end() {
    out.end();
    return out.take();
  }

  @Override
  public Bytes cut(Fault fault) {
    finish(fault);
    out.end();
    return out.take();
  }

  @Override
  public Bytes broken(Fault fault) {
    var json = new JsonWriter(256).object();
    out.data(Errors.write(json, fault, closing.answering().exchange()).endObject().done());
    out.end();
    return out.take();
  }

  @Override
  public String mediaType(boolean stream) {
    return out.mediaType();
  }

  @Override
  public List<Loss> losses() {
    return closing.losses();
  }
}
