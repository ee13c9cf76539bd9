package io.sluice.pipeline;

import io.sluice.model.Bytes;
import io.sluice.model.Deadline;
import io.sluice.model.Lifeline;

/** The way back to who asked. Implemented where connections are served. */
public interface Caller {
  /** What ends this exchange early; tripped when the client goes away or the deadline passes. */
  Lifeline lifeline();

  /** When the exchange must be over. */
  Deadline deadline();

  /** A relay for one attempt: what the provider says runs through {@code passage}. */
  Relay relay(Passage passage, Head head);

  /** Answers with a whole body at once; does nothing if an answer has begun or the client left. */
  void answer(Head head, Bytes body);
}
