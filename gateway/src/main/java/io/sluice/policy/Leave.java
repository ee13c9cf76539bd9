package io.sluice.policy;

import java.util.List;

/**
 * Leave to do one further thing, or not.
 *
 * @param held not allowed, unless a person approves: all that forbids it are rules that he may lift
 * @param rules ids of the determining rules, sorted
 * @param reason why not, in words the caller may see; empty when allowed
 */
public record Leave(boolean allowed, boolean held, List<String> rules, String reason) {
  public Leave {
    rules = List.copyOf(rules);
    if (allowed && held) {
      throw new IllegalArgumentException("what is allowed is not held");
    }
  }

  static Leave yes(List<String> rules) {
    return new Leave(true, false, rules, "");
  }

  static Leave no(List<String> rules, String reason) {
    return new Leave(false, false, rules, reason);
  }

  static Leave held(List<String> rules, String reason) {
    return new Leave(false, true, rules, reason);
  }
}
