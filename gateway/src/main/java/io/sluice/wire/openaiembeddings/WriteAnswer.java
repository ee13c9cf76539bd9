package io.sluice.wire.openaiembeddings;

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

  WriteAnswer(Answering answering) {
    this.answering = answering;
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

  /** Never asked for: no other format answers with vectors. */
  @Override
  public Bytes write(List<Event> events) {
    return Bytes.EMPTY;
  }

  @Override
  public Bytes end() {
    return Bytes.EMPTY;
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
