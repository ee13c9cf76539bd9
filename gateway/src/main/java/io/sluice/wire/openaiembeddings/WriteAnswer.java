package io.sluice.wire.openaiembeddings;

import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Embedding;
import io.sluice.model.Event;
import io.sluice.model.Fault;
import io.sluice.model.Loss;
import io.sluice.model.Span;
import io.sluice.model.Splice;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Answering;
import io.sluice.wire.Frame;
import io.sluice.wire.Vectors;
import io.sluice.wire.openaichat.Errors;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes an answer of vectors in the form the caller asked for, whichever the provider chose:
 * official clients ask for base64 and cannot read lists then.
 */
final class WriteAnswer implements AnswerWriter {
  private final Answering answering;
  private final boolean base64;
  private final List<Event.Vector> vectors = new ArrayList<>(1);
  private String model;
  private long tokens;
  private boolean crossed;

  WriteAnswer(Answering answering) {
    this.answering = answering;
    this.model = answering.model();
    this.base64 = answering.request() instanceof Embedding embedding && embedding.base64();
  }

  @Override
  public Bytes pass(Frame frame, List<Event> events) {
    var splices = new ArrayList<Splice>(0);
    for (Event event : events) {
      if (event instanceof Event.Vector(int _, Bytes json)
          && !json.isEmpty()
          && Vectors.isBase64(json) != base64) {
        int start = json.within(frame.raw());
        Bytes said = base64 ? Vectors.base64(json) : Vectors.numbers(json);
        splices.add(new Splice(new Span(start, start + json.length()), said));
      }
    }
    return Splice.apply(frame.raw(), splices);
  }

  @Override
  public Bytes write(List<Event> events) {
    crossed = true;
    for (Event event : events) {
      switch (event) {
        case Event.Started started when !started.model().isEmpty() -> model = started.model();
        case Event.Vector vector -> vectors.add(vector);
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
    var json = new JsonWriter(1_024).object().field("object", "list").name("data").array();
    for (Event.Vector vector : vectors) {
      Bytes said = vector.json();
      if (Vectors.isBase64(said) != base64) {
        said = base64 ? Vectors.base64(said) : Vectors.numbers(said);
      }
      json.object().field("object", "embedding").field("index", vector.index());
      json.field("embedding", said).endObject();
    }
    json.endArray().field("model", model).name("usage").object();
    json.field("prompt_tokens", tokens).field("total_tokens", tokens);
    return json.endObject().endObject().done();
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
