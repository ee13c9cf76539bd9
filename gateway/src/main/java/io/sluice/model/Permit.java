package io.sluice.model;

import java.util.List;

/**
 * Leave to use some candidates. Built only where policy is decided (an architecture test): nothing
 * leaves for a candidate that is not allowed in here.
 *
 * @param verdicts one per candidate of the target, in its order; at least one allowed
 * @param approval the id of the approval it rests on; empty: on none
 */
public record Permit(Target target, List<Verdict> verdicts, String approval) implements Decision {
  public Permit {
    verdicts = List.copyOf(verdicts);
    if (verdicts.stream().noneMatch(Verdict::allowed)) {
      throw new IllegalArgumentException("a permit allows at least one candidate");
    }
  }

  /** A permit that rests on rules alone. */
  public Permit(Target target, List<Verdict> verdicts) {
    this(target, verdicts, "");
  }
}
