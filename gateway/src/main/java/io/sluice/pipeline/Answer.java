package io.sluice.pipeline;

import io.sluice.model.Loss;
import io.sluice.model.Verdict;
import java.util.List;

/**
 * An answer that has begun: the candidate that gives it, the relay that carries it.
 *
 * @param credential id of the provider credential that was shown; empty: none
 * @param losses what the request could not carry into the provider's format
 */
record Answer(Verdict verdict, Relay relay, Passage passage, String credential, List<Loss> losses) {
  /** True if the provider was asked, so that the answer says something of its health. */
  boolean asked() {
    return !Estimate.among(losses) && !losses.contains(Recalled.told());
  }

  boolean committed() {
    return relay.committed();
  }
}
