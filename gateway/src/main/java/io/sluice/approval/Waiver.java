package io.sluice.approval;

import io.sluice.model.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Leave to pass one forbid that may be waived, for some, for a while.
 *
 * @param rule the forbid's id
 */
public record Waiver(
    String id, String rule, Scope scope, Grounds grounds, Life life, @Nullable Ending ending) {

  /**
   * Whom and what it is for; empty: whoever, whatever.
   *
   * @param key a caller key's id
   * @param resource a provider's name, or {@code provider/id}
   */
  public record Scope(String tenant, String key, String team, String resource, String purpose) {
    /** True if it is for this caller, asking for that purpose. */
    boolean covers(Principal principal, String asked) {
      return fits(tenant, principal.tenant())
          && fits(key, principal.id())
          && fits(team, principal.affiliation().team())
          && fits(purpose, asked);
    }

    private static boolean fits(String wanted, String there) {
      return wanted.isEmpty() || wanted.equals(there);
    }
  }

  /** Why there is one. */
  public record Grounds(String reason, String ticket) {}

  /**
   * Who wanted it and who agreed.
   *
   * @param asker the operator who asked for it
   * @param approval the question to the approver
   * @param approver empty until somebody approved
   */
  public record Life(
      String asker, Instant asked, Instant expires, String approval, String approver) {
    Life approvedBy(String operator) {
      return new Life(asker, asked, expires, approval, operator);
    }
  }

  /** Who ended it before its time. */
  public record Ending(String by, Instant at) {}

  /** How far it came. */
  public enum State {
    PENDING,
    ACTIVE,
    EXPIRED,
    REVOKED
  }

  /** How far it is now. */
  public State state(Instant now) {
    if (ending != null) {
      return State.REVOKED;
    }
    if (!now.isBefore(life.expires())) {
      return State.EXPIRED;
    }
    return life.approver().isEmpty() ? State.PENDING : State.ACTIVE;
  }

  /** As facts and records name it: {@code rule@resource#id}, or {@code rule#id}. */
  String text() {
    String where = scope.resource().isEmpty() ? "" : "@" + scope.resource();
    return rule + where + "#" + id;
  }
}
