package io.sluice.sim;

import java.util.Optional;

/** One request with all that bears on its answer. */
record Visit(Call call, Faults faults, Pacing pacing, Quota quota, Optional<Cue> cue) {
  /** The model that the answer says it is of. */
  String served() {
    return faults.find(Fault.Serves.class).map(Fault.Serves::model).orElse(call.model());
  }

  Ids ids() {
    return new Ids(call);
  }
}
