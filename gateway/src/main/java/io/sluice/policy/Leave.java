package io.sluice.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * Leave to do one further thing, or not.
 *
 * @param rules ids of the determining rules, sorted
 * @param reason why not, in words the caller may see; empty when allowed
 * @param approvable whether a person's approval would allow it: every rule that refuses says so
 */
public record Leave(boolean allowed, List<String> rules, String reason, boolean approvable) {
  /** What stands before the rule by which a label was made milder. */
  public static final String DECLASSIFIED = "declassified:";

  /** The schema does not declare the action: policy has no say in it. */
  static final Leave UNGOVERNED = new Leave(true, List.of(), "", false);

  public Leave {
    rules = List.copyOf(rules);
  }

  /** The same, resting on a rule that made a label milder, too; empty: on none. */
  public Leave by(String declassified) {
    if (declassified.isEmpty() || !allowed) {
      return this;
    }
    var all = new ArrayList<>(rules);
    all.add(DECLASSIFIED + declassified);
    return new Leave(true, all, reason, approvable);
  }

  static Leave yes(List<String> rules) {
    return new Leave(true, rules, "", false);
  }

  static Leave no(List<String> rules, String reason) {
    return new Leave(false, rules, reason, false);
  }
}
