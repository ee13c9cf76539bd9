package io.sluice.wire.gemini;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Finish;
import io.sluice.model.Loss;
import io.sluice.model.Segment.Coding;
import io.sluice.model.Splice;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Frame;
import io.sluice.wire.Passing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes a whole answer. */
final class WriteWhole implements AnswerWriter {
  private final Closing closing;
  private final Parts parts;
  private final Map<Integer, List<Piece>> candidates = new TreeMap<>();
  private boolean crossed;

  /** A part that is complete, or text and thought that may go on. */
  private sealed interface Piece {}

  private record Complete(Bytes json) implements Piece {}

  private record Running(boolean thought, StringBuilder text) implements Piece {}

  WriteWhole(Answering answering) {
    closing = new Closing(answering);
    parts = new Parts(closing);
  }

  @Override
  public Bytes pass(Frame frame, List<Event> events) {
    events.forEach(closing::note);
    Passing passing = Passing.of(frame, events, Coding.RAW);
    if (passing.frame() && passing.before().isEmpty()) {
      return Splice.apply(frame.raw(), passing.splices());
    }
    events.forEach(this::keep);
    return answer(null);
  }

  @Override
  public Bytes write(List<Event> events) {
    crossed = true;
    for (Event event : events) {
      closing.note(event);
      keep(event);
    }
    return Bytes.EMPTY;
  }

  private void keep(Event event) {
    switch (event) {
      case Event.Text(int choice, String text, var _) when !parts.signing() ->
          running(choice, false, text);
      case Event.Refusal(int choice, String text) when !parts.signing() ->
          running(choice, false, text);
      case Event.Thinking(String text) -> running(0, true, text);
      case Event.TextEnded(int choice) -> of(choice).add(new Running(false, new StringBuilder()));
      default -> said(parts.of(event));
    }
  }

  private List<Piece> of(int choice) {
    return candidates.computeIfAbsent(choice, _ -> new ArrayList<>());
  }

  private void running(int choice, boolean thought, String text) {
    List<Piece> pieces = of(choice);
    if (!pieces.isEmpty()
        && pieces.getLast() instanceof Running(boolean same, var open)
        && same == thought) {
      open.append(text);
    } else {
      pieces.add(new Running(thought, new StringBuilder(text)));
    }
  }

  private void said(Parts.@Nullable Said said) {
    if (said != null) {
      of(said.choice()).add(new Complete(said.json()));
    }
  }

  private Bytes answer(@Nullable Fault cut) {
    said(parts.left());
    var json = new JsonWriter(1_024).object().name("candidates").array();
    for (var finish : closing.finishes().entrySet()) {
      json.object().name("content").object().name("parts").array();
      if (cut == null) {
        candidates.getOrDefault(finish.getKey(), List.of()).forEach(piece -> write(json, piece));
      }
      json.endArray().field("role", "model").endObject();
      Finish how = cut == null ? finish.getValue() : Finish.CONTENT_FILTER;
      json.field("finishReason", Closing.reason(how)).field("index", finish.getKey()).endObject();
    }
    closing.tail(json.endArray());
    if (cut != null) {
      closing.sluice(json, cut);
    }
    return json.endObject().done();
  }

  private static void write(JsonWriter json, Piece piece) {
    switch (piece) {
      case Complete(Bytes part) -> json.raw(part);
      case Running(boolean thought, var text) -> {
        if (!text.isEmpty()) {
          json.object().field("text", text.toString());
          if (thought) {
            json.field("thought", true);
          }
          json.endObject();
        }
      }
    }
  }

  @Override
  public Bytes end() {
    return crossed ? answer(null) : Bytes.EMPTY;
  }

  @Override
  public Bytes cut(Fault fault) {
    return answer(fault);
  }

  @Override
  public Bytes broken(Fault fault) {
    return Errors.refusal(fault, closing.answering().exchange());
  }

  @Override
  public List<Loss> losses() {
    return closing.losses();
  }
}
