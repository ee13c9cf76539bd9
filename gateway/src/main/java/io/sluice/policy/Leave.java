package io.sluice.policy;

import java.util.List;

/**
 * Leave to do one further thing, or not.
 *
 * @param rules ids of the determining rules, sorted
 * @param reason why not, in words the caller may see; empty when allowed
 * @param approvable whether a person's approval would allow it: every rule that refuses says so
 */
public record Leave(boolean allowed, List<String> rules, String reason, boolean approvable) {
  /** The schema does not declare the action: policy has no say in it. */
  static final Leave UNGOVERNED = new Leave(true, List.of(), "", false);

  public Leave {
    rules = List.copyOf(rules);
  }

  static Leave yes(List<String> rules) {
    return new Leave(true, rules, "", false);
  }

  static Leave no(List<String> rules, String reason) {
    return new Leave(false, rules, reason, false);
  }
}
