package io.sluice.policy;

import io.sluice.model.Categories;

/**
 * What is known of a rule beside its condition.
 *
 * @param permits whether it permits or forbids
 * @param mask categories that it lets be masked; empty unless it is about masking
 */
record Rule(
    String id, boolean permits, String owner, Wording reason, Categories mask, Marks marks) {
  /**
   * What a rule is marked with.
   *
   * @param hidden callers are not to know of it
   * @param held a forbid that a person may lift by an approval
   * @param waivable a forbid that a waiver of its name excepts from
   */
  record Marks(boolean hidden, boolean held, boolean waivable) {}

  boolean hidden() {
    return marks.hidden();
  }

  boolean held() {
    return marks.held();
  }
}
