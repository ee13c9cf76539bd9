package io.sluice.model;

import java.util.List;

/**
 * What policy says of one candidate.
 *
 * @param mask categories that must be masked toward it; empty unless allowed
 * @param rules ids of the determining policies, sorted
 * @param reason why not, in words the caller may see; empty when allowed
 */
public record Verdict(
    Candidate candidate, boolean allowed, Categories mask, List<String> rules, String reason) {
  public Verdict {
    rules = List.copyOf(rules);
  }
}
