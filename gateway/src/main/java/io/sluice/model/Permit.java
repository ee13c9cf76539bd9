package io.sluice.model;

import java.util.List;

/**
 * Leave to use some candidates. Built only where policy is decided (an architecture test): nothing
 * leaves for a candidate that is not allowed in here.
 *
 * @param verdicts one per candidate of the target, in its order; at least one allowed
 */
public record Permit(Target target, List<Verdict> verdicts) implements Decision {
  public Permit {
    verdicts = List.copyOf(verdicts);
    if (verdicts.stream().noneMatch(Verdict::allowed)) {
      throw new IllegalArgumentException("a permit allows at least one candidate");
    }
  }
}
