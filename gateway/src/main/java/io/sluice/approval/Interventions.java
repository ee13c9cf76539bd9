package io.sluice.approval;

import io.sluice.model.Decision;
import io.sluice.model.Facts;
import java.util.function.Supplier;

/** What people decide besides rules: what is stopped, what is asked, what is excepted. */
public record Interventions(Suspensions suspensions, Approvals approvals, Waivers waivers) {
  /**
   * {@code decision} as people leave it: without what is suspended; and where it waits for a
   * person, as that stands (see {@link Approvals#settle}).
   */
  public Decision settle(Decision decision, Facts facts, Supplier<String> binding) {
    return approvals.settle(suspensions.strike(decision, facts), facts, binding);
  }
}
