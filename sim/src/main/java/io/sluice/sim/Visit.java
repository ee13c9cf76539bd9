package io.sluice.sim;

import java.util.Optional;

/** One request with all that bears on its answer. */
record Visit(Call call, Faults faults, Pacing pacing, Quota quota, Optional<Cue> cue) {
  Ids ids() {
    return new Ids(call);
  }
}
