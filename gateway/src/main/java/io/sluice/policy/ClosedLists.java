package io.sluice.policy;

import java.util.Set;
import java.util.TreeSet;

/**
 * The words of which rules may name no other, beside those of the inventory: a forbid of an
 * operation that there is not would forbid nothing.
 */
public final class ClosedLists {
  /** What operators can do: {@code name} of an {@code Operation}. The admin plane has no other. */
  public static final Set<String> OPERATIONS =
      Set.of(
          "apps.resume",
          "apps.suspend",
          "approvals.approve",
          "approvals.deny",
          "catalogue.create",
          "content.create",
          "content.delete",
          "credentials.create",
          "credentials.delete",
          "credentials.rotate",
          "exchanges.payload.delete",
          "exchanges.search",
          "flow.releases",
          "flow.releases.delete",
          "holds.create",
          "holds.delete",
          "inventory.import",
          "keys.create",
          "keys.delete",
          "keys.resume",
          "keys.suspend",
          "models.probes",
          "models.resume",
          "models.suspend",
          "operators.create",
          "operators.delete",
          "policy.activate",
          "policy.rollback",
          "policy.shadow",
          "providers.evidence",
          "providers.resume",
          "providers.review",
          "providers.suspend",
          "subjects.erase",
          "tools.approve",
          "waivers.create",
          "waivers.delete");

  /** Parts of the record: {@code kind} of a {@code Ledger}. The admin plane has no other. */
  public static final Set<String> KINDS =
      Set.of(
          "completeness",
          "exchange",
          "hold",
          "ledger",
          "payload",
          "report",
          "simulation",
          "usage",
          "who-saw");

  /** What a tool does to the world: {@code effect} of a {@code Tool}. */
  static final Set<String> EFFECTS =
      Set.of(
          "read",
          "fetch",
          "write",
          "delete",
          "send_internal",
          "send_external",
          "share",
          "money_out",
          "identity",
          "execute");

  /** How much is kept of content: {@code storing} of a {@code Payload}. */
  static final Set<String> STORING = Set.of("redacted", "full");

  /** How far flows are enforced: {@code context.mode} of a tool call. */
  static final Set<String> MODES = Set.of("observe", "balanced", "strict");

  /** {@code role} of an {@code Operator}. */
  static final Set<String> ROLES = Set.of("viewer", "auditor", "operator", "admin");

  private ClosedLists() {}

  /**
   * Holds a list against what there is.
   *
   * @throws IllegalStateException naming what only one of them has
   */
  public static void same(Set<String> list, Set<String> there) {
    var missing = new TreeSet<>(there);
    missing.removeAll(list);
    var gone = new TreeSet<>(list);
    gone.removeAll(there);
    if (!missing.isEmpty() || !gone.isEmpty()) {
      throw new IllegalStateException(
          "rules may not name " + missing + ", and may name what is not there: " + gone);
    }
  }
}
