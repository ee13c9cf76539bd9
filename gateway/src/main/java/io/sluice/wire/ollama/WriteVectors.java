package io.sluice.wire.ollama;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Loss;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Frame;
import io.sluice.wire.Vectors;
import java.util.ArrayList;
import java.util.List;

/** Writes an answer of vectors: lists of numbers. */
final class WriteVectors implements AnswerWriter {
  private final Answering answering;
  private final List<Bytes> vectors = new ArrayList<>(1);
  private String model;
  private long tokens;
  private boolean crossed;

  WriteVectors(Answering answering) {
    this.answering = answering;
    this.model = answering.model();
  }

  @Override
  public Bytes pass(Frame frame, List<Event> events) {
    return frame.raw();
  }

  @Override
  public Bytes write(List<Event> events) {
    crossed = true;
    for (Event event : events) {
      switch (event) {
        case Event.Started started when !started.model().isEmpty() -> model = started.model();
        case Event.Vector vector -> vectors.add(Vectors.numbers(vector.json()));
        case Event.Used used -> tokens = Math.max(tokens, used.usage().totalInput());
        default -> {}
      }
    }
    return Bytes.EMPTY;
  }

  @Override
  public Bytes end() {
    if (!crossed) {
      return Bytes.EMPTY;
    }
    var json = new JsonWriter(1_024).object().field("model", model).name("embeddings").array();
    vectors.forEach(json::raw);
    json.endArray().field("total_duration", 0).field("prompt_eval_count", tokens);
    return json.endObject().done();
  }

  @Override
  public Bytes cut(Fault fault) {
    return Format.refusal(fault, answering.exchange());
  }

  @Override
  public Bytes broken(Fault fault) {
    return Format.refusal(fault, answering.exchange());
  }

  @Override
  public List<Loss> losses() {
    return List.of();
  }
}
