package io.sluice;

import io.sluice.admin.Journal;
import io.sluice.admin.NamedApprovers;
import io.sluice.approval.ApprovalSettings;
import io.sluice.approval.Approvals;
import io.sluice.egress.Webhook;
import io.sluice.model.Clock;
import java.util.function.Supplier;

/** What people decide besides rules. */
record Governance(Approvals approvals, Webhook webhook) {

  static Governance open(Storage storage, People people, Snapshots snapshots, Means means) {
    Supplier<ApprovalSettings> settings = () -> snapshots.config().behaviour().approvals();
    var webhook = new Webhook(settings);
    var approvers = new NamedApprovers(people.operatorAuth(), people.callers()::name, settings);
    var ports =
        new Approvals.Ports(
            storage.state().approvals(), approvers, means.journal()::event, webhook);
    var approvals = new Approvals(ports, settings, () -> means.ids().get().value(), means.clock());
    return new Governance(approvals, webhook);
  }

  /** What every part of it is made with. */
  record Means(Journal journal, Ids ids, Clock clock) {}

  /** What has to be done every second or so. */
  void tick() {
    approvals.tick();
  }
}
