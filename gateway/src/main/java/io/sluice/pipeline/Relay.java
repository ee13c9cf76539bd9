package io.sluice.pipeline;

import io.sluice.audit.Receipt;
import io.sluice.model.Fault;
import java.util.Optional;

/** Moves the bytes of one attempt. The waiting side is the story's thread. */
public interface Relay extends Upstream.Sink {
  /** Nothing of the answer goes to the caller until it is released; called before it is sent. */
  void hold();

  /** The decision is durable: what was held goes on, under its receipt. */
  void release(Receipt receipt);

  /** The decision did not become durable: the call is broken off, and nothing was released. */
  void withdraw(Fault fault);

  /**
   * Waits until the first content has come, so that the answer has begun for the caller, or the
   * attempt failed. A failed attempt has sent nothing, except perhaps the head after a long
   * silence.
   *
   * @return why it failed; empty if the answer has begun
   */
  Optional<Fault> open();

  /** True once status and headers went out: from then on only the same candidate may try again. */
  boolean committed();

  /**
   * Says that no further attempt follows this failed one: a caller who has the head already is told
   * so in its own format, and its answer ends. Does nothing if no answer has begun.
   */
  void giveUp(Fault fault);

  /** Waits until the answer is delivered, broken, cut or abandoned. Never throws for the wire. */
  Delivery carry();
}
