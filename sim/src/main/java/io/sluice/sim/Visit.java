package io.sluice.sim;

/** One request with all that bears on its answer. */
record Visit(Call call, Faults faults, Pacing pacing, Quota quota) {
  Ids ids() {
    return new Ids(call);
  }
}
