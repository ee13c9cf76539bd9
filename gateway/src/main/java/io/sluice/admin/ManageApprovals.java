package io.sluice.admin;

import io.sluice.approval.Approval;
import io.sluice.approval.Approvals;
import io.sluice.identity.Operator;
import io.sluice.identity.Role;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The inbox of approvals, as operators use it. */
public final class ManageApprovals {
  private static final int SHOWN = 1_000;
  private static final int MOST_REASON_CHARS = 500;

  private final Approvals approvals;
  private final Clock clock;

  /** Over these approvals. */
  public ManageApprovals(Approvals approvals, Clock clock) {
    this.approvals = approvals;
    this.clock = clock;
  }

  /** All of late, newest first. Needs the role viewer. */
  public List<Approval> list(Operator by) {
    by.require(Role.VIEWER);
    return approvals.list(SHOWN);
  }

  /** One, with what the approver is shown. Needs the role viewer. */
  public Approval show(String id, Operator by) {
    by.require(Role.VIEWER);
    return approvals.find(id);
  }

  /**
   * Grants one. Needs the role operator, and to be an approver who does not ask himself.
   *
   * @param window for how long, of a fallback; null: the usual
   */
  public Approval approve(String id, @Nullable Duration window, Operator by) {
    by.require(Role.OPERATOR);
    return approvals.approve(id, by.name(), window);
  }

  /** Denies one, for a reason. Needs what granting does. */
  public Approval deny(String id, String reason, Operator by) {
    by.require(Role.OPERATOR);
    if (reason.isBlank() || reason.length() > MOST_REASON_CHARS) {
      throw Fault.of(Code.INVALID_REQUEST, "'reason' says why, in at most 500 characters").stop();
    }
    return approvals.deny(id, by.name(), reason);
  }

  /** The moment it is, by which approvals run out. */
  public Instant now() {
    return clock.now();
  }
}
