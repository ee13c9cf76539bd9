package io.sluice.pipeline;

import io.sluice.model.Bytes;
import io.sluice.model.Fault;

/** What the relay does next with an answer. */
public sealed interface Step {
  /** Nothing can be said yet: read on. */
  record Wait() implements Step {}

  /**
   * These bytes may go to the caller.
   *
   * @param content false while they are only preamble, which is withheld until content follows
   */
  record Send(Bytes bytes, boolean content) implements Step {}

  /**
   * Nothing goes on before this is decided: what follows is kept, and {@link Passage#ruled} is
   * told.
   */
  record Ask(Question question) implements Step {}

  /** The answer is complete; these are its last bytes. */
  record Done(Bytes bytes) implements Step {}

  /** The attempt failed before there was content: nothing of it may be sent. */
  record Failed(Fault fault) implements Step {}

  /** The answer broke after there was content; these bytes say so to the caller. */
  record Broken(Bytes bytes, Fault fault) implements Step {}

  /** Policy stopped the answer; these bytes say so to the caller. */
  record Cut(Bytes bytes, Fault fault) implements Step {}

  /** Policy stopped the answer before any content of it was said: the caller gets a refusal. */
  record Refused(Fault fault) implements Step {}
}
