package io.sluice.model;

import java.util.List;

/**
 * What policy says of one candidate.
 *
 * @param mask categories, or types of finding, that must be masked toward it; empty unless allowed
 *     or approvable
 * @param rules ids of the determining policies, sorted
 * @param reason why not, in words the caller may see; empty when allowed
 * @param obligations what is asked for in return
 * @param approvable whether a person's approval would allow it: every rule that refuses says so
 */
public record Verdict(
    Candidate candidate,
    boolean allowed,
    Categories mask,
    List<String> rules,
    String reason,
    Obligations obligations,
    boolean approvable) {
  public Verdict {
    rules = List.copyOf(rules);
    if (allowed && approvable) {
      throw new IllegalArgumentException("what is allowed needs no approval");
    }
  }

  /** A plain yes. */
  public static Verdict yes(Candidate candidate, Categories mask, List<String> rules) {
    return new Verdict(candidate, true, mask, rules, "", Obligations.NONE, false);
  }

  /** A plain no. */
  public static Verdict no(Candidate candidate, List<String> rules, String reason) {
    return new Verdict(candidate, false, Categories.NONE, rules, reason, Obligations.NONE, false);
  }
}
