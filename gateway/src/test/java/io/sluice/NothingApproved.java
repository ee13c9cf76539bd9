package io.sluice;

import io.sluice.approval.Approval;
import io.sluice.approval.ApprovalSettings;
import io.sluice.approval.ApprovalStore;
import io.sluice.approval.Approvals;
import io.sluice.approval.Approvers;
import io.sluice.approval.Interventions;
import io.sluice.approval.Notice;
import io.sluice.approval.Suspension;
import io.sluice.approval.SuspensionStore;
import io.sluice.approval.Suspensions;
import io.sluice.approval.Waiver;
import io.sluice.approval.WaiverStore;
import io.sluice.approval.Waivers;
import io.sluice.model.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Nothing is suspended or waived, and nobody may approve, so that nothing is ever asked. */
final class NothingApproved implements ApprovalStore {
  static Interventions interventions(Clock clock) {
    var approvals = approvals(clock);
    return new Interventions(
        new Suspensions(new NothingSuspended()),
        approvals,
        new Waivers(new NothingWaived(), approvals, (type, actor, details) -> {}));
  }

  private static Approvals approvals(Clock clock) {
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

  /** Keeps no suspension. */
  private static final class NothingSuspended implements SuspensionStore {
    @Override
    public List<Suspension> all() {
      return List.of();
    }

    @Override
    public void put(Suspension suspension) {}

    @Override
    public void remove(Suspension.Kind kind, String name) {}
  }

  /** Keeps no waiver. */
  private static final class NothingWaived implements WaiverStore {
    @Override
    public List<Waiver> all() {
      return List.of();
    }

    @Override
    public void put(Waiver waiver) {}
  }
}
