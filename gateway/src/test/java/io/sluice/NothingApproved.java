package io.sluice;

import io.sluice.approval.Approval;
import io.sluice.approval.ApprovalSettings;
import io.sluice.approval.ApprovalStore;
import io.sluice.approval.Approvals;
import io.sluice.approval.Approvers;
import io.sluice.approval.Notice;
import io.sluice.model.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Approvals where nobody may approve, so that nothing is ever asked. */
final class NothingApproved implements ApprovalStore {
  static Approvals approvals(Clock clock) {
    var ports =
        new Approvals.Ports(
            new NothingApproved(), Approvers.NONE, (type, actor, details) -> {}, Notice.NONE);
    return new Approvals(ports, () -> ApprovalSettings.DEFAULT, () -> "none", clock);
  }

  @Override
  public void put(Approval approval) {
    throw new IllegalStateException("nothing is asked where nobody may approve");
  }

  @Override
  public Optional<Approval> find(String id) {
    return Optional.empty();
  }

  @Override
  public List<Approval> live(Instant now) {
    return List.of();
  }

  @Override
  public List<Approval> newest(int limit) {
    return List.of();
  }
}
