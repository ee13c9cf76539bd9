package io.sluice.pipeline;

import io.sluice.audit.Closing.Door;
import io.sluice.model.Loss;
import io.sluice.model.Verdict;
import java.util.List;

/**
 * An answer that has begun: the candidate that gives it, the relay that carries it.
 *
 * @param door where it comes from, and which credential was shown there
 * @param losses what the request could not carry into the provider's format
 */
record Answer(Verdict verdict, Relay relay, Passage passage, Door door, List<Loss> losses) {
  /** True if the provider was asked, so that the answer says something of its health. */
  boolean asked() {
    return !Estimate.among(losses) && !losses.contains(Recalled.told());
  }

  boolean committed() {
    return relay.committed();
  }
}
