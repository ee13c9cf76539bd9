package io.sluice.wire.gemini;

import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Loss;
import io.sluice.wire.AnswerWriter;
import io.sluice.wire.Frame;
import java.util.List;

/** Passes vectors on: no other format's provider is asked for them. */
final class WriteVectors implements AnswerWriter {
  private final ExchangeId exchange;

  WriteVectors(ExchangeId exchange) {
    this.exchange = exchange;
  }

  @Override
  public Bytes pass(Frame frame, List<Event> events) {
    return frame.raw();
  }

  /** Never asked for. */
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
    return Errors.refusal(fault, exchange);
  }

  @Override
  public Bytes broken(Fault fault) {
    return Errors.refusal(fault, exchange);
  }

  @Override
  public List<Loss> losses() {
    return List.of();
  }
}
