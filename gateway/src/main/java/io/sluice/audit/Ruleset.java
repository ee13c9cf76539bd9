package io.sluice.audit;

import java.util.List;

/**
 * The rules a decision was made under, by content hash.
 *
 * @param snapshot of everything in force: policy, routes, profiles, prices
 * @param policy of the policy bundle
 * @param schema of its schema
 * @param forbids those of the determining rules that forbid, sorted; the others permit
 */
public record Ruleset(String snapshot, String policy, String schema, List<String> forbids) {
  public Ruleset {
    forbids = List.copyOf(forbids);
  }

  /** Where no rule determined anything yet. */
  public Ruleset(String snapshot, String policy, String schema) {
    this(snapshot, policy, schema, List.of());
  }

  /** The same, of which these forbid. */
  public Ruleset forbidding(List<String> ids) {
    return new Ruleset(snapshot, policy, schema, ids);
  }
}
