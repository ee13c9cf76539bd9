package io.sluice.pipeline;

import io.sluice.audit.Ruleset;
import io.sluice.limits.Allowances;
import io.sluice.policy.Rules;
import io.sluice.registry.Registry;
import java.time.Instant;

/**
 * Policy, inventory, labels, budgets and limits in force, swapped as a whole.
 *
 * @param validUntil when something in it changes by time alone: a review runs out
 */
public record Snapshot(
    Registry registry,
    Rules rules,
    Labels labels,
    Allowances allowances,
    Ruleset ids,
    Instant validUntil) {
  /** What callers are shown of the policy: the first 12 hex digits of its hash. */
  public String shownPolicy() {
    return ids.policy().substring(0, Math.min(12, ids.policy().length()));
  }
}
