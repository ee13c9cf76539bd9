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
  boolean committed() {
    return relay.committed();
  }
}
