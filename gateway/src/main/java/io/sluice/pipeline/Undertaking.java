package io.sluice.pipeline;

import io.sluice.audit.Decided;
import io.sluice.audit.Receipt;
import io.sluice.limits.Reservation;
import io.sluice.model.Plan;
import io.sluice.model.Stop;

/**
 * A recorded permit about to be used. It cannot be made without a {@link Decided}: nothing leaves
 * unrecorded, and nothing comes back without a receipt.
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

  /** Waits until the decision is durable, where it is not. */
  void receipted() {
    if (!course.receipted()) {
      Receipt first = course.receipt(decided);
      assert !first.text().isEmpty();
    }
  }

  /**
   * Where recording overlaps with the call, waits until the decision is durable and lets go what of
   * the answer came meanwhile.
   *
   * @throws io.sluice.model.Stop RECORD_UNAVAILABLE if it cannot become durable: the call is broken
   *     off and nothing of its answer is released
   */
  void recorded(Relay relay) {
    if (course.receipted()) {
      return;
    }
    try {
      relay.release(course.receipt(decided));
    } catch (Stop stop) {
      relay.withdraw(stop.fault());
      throw stop;
    }
  }

  String tenant() {
    return content.facts().principal().tenant();
  }
}
