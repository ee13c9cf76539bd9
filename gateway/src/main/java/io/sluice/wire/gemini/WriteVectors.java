package io.sluice.wire.gemini;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Loss;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Fields;
import io.sluice.wire.Frame;
import io.sluice.wire.Vectors;
import java.util.ArrayList;
import java.util.List;

/** Writes an answer of vectors: one for a content, or a list for a batch. */
final class WriteVectors implements AnswerWriter {
  private final Answering answering;
  private final List<Bytes> vectors = new ArrayList<>(1);
  private long tokens;
  private boolean crossed;

  WriteVectors(Answering answering) {
    this.answering = answering;
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
    var json = new JsonWriter(1_024).object();
    if (Fields.lenient(answering.body()).at("requests").isArray()) {
      json.name("embeddings").array();
      vectors.forEach(vector -> json.object().field("values", vector).endObject());
      json.endArray();
    } else if (!vectors.isEmpty()) {
      json.name("embedding").object().field("values", vectors.getFirst()).endObject();
    }
    json.name("usageMetadata").object().field("promptTokenCount", tokens).endObject();
    return json.endObject().done();
  }

  @Override
  public Bytes cut(Fault fault) {
    return Errors.refusal(fault, answering.exchange());
  }

  @Override
  public Bytes broken(Fault fault) {
    return Errors.refusal(fault, answering.exchange());
  }

  @Override
  public List<Loss> losses() {
    return List.of();
  }
}
