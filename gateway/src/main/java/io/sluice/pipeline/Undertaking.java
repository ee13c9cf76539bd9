package io.sluice.pipeline;

import io.sluice.audit.Decided;
import io.sluice.limits.Reservation;
import io.sluice.model.Plan;

/**
 * A recorded permit about to be used. It cannot be made without a {@link Decided}: nothing leaves
 * unrecorded.
 */
record Undertaking(
    Content content,
    Plan plan,
    Decided decided,
    Reservation reservation,
    Caller caller,
    Course course) {
  /** True once it was ended from outside. */
  boolean ended() {
    return caller.lifeline().tripped();
  }

  String tenant() {
    return content.facts().principal().tenant();
  }
}
