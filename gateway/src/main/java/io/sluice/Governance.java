package io.sluice;

import io.sluice.admin.Journal;
import io.sluice.admin.ManageApprovals;
import io.sluice.admin.ManageInventory;
import io.sluice.admin.ManageReviews;
import io.sluice.admin.ManageSuspensions;
import io.sluice.admin.ManageWaivers;
import io.sluice.admin.NamedApprovers;
import io.sluice.admin.ReadMeasures;
import io.sluice.approval.ApprovalSettings;
import io.sluice.approval.Approvals;
import io.sluice.approval.Interventions;
import io.sluice.approval.Suspension;
import io.sluice.approval.Suspensions;
import io.sluice.approval.Waivers;
import io.sluice.egress.Webhook;
import io.sluice.ingress.AdminPlane;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Clock;
import io.sluice.model.Profile;
import io.sluice.registry.Attestations;
import io.sluice.registry.ProviderSetting;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What people decide besides rules, and how operators do it. */
record Governance(
    Interventions people,
    ReviewDocuments reviews,
    Snapshots snapshots,
    People callers,
    Webhook webhook,
    Means means) {

  private static final Duration SOON = Duration.ofDays(30);

  static Governance open(Storage storage, People people, Snapshots snapshots, Means means) {
    Supplier<ApprovalSettings> settings = () -> snapshots.config().behaviour().approvals();
    var approvers = new NamedApprovers(people.operatorAuth(), people.callers()::name, settings);
    var journal = means.journal();
    var webhook = new Webhook(settings);
    var ports =
        new Approvals.Ports(storage.state().approvals(), approvers, journal::event, webhook);
    var approvals = new Approvals(ports, settings, means::id, means.clock());
    var documents = new GovernanceDocuments(storage.state().documents());
    var interventions =
        new Interventions(
            new Suspensions(documents.suspensions()),
            approvals,
            new Waivers(documents.waivers(), approvals, journal::event));
    var reviews = new ReviewDocuments(storage.state().documents());
    snapshots.attest(new Attestations(reviews.all()));
    means.inForce().begin();
    return new Governance(interventions, reviews, snapshots, people, webhook, means);
  }

  /** What every part of it is made with. */
  record Means(Journal journal, InForce inForce, Ids ids, Clock clock) {
    String id() {
      return ids.get().value();
    }
  }

  /** What has to be done every second or so. */
  void tick() {
    people.approvals().tick();
  }

  /** What operators use. */
  AdminPlane.Governance plane(ReadMeasures measures, InventoryDesk inventory) {
    var names = new ManageSuspensions.Names(this::model, this::known);
    var parts = new ManageSuspensions.Parts(people.suspensions(), callers.underway(), names);
    return new AdminPlane.Governance(
        new ManageApprovals(people.approvals(), means.clock()),
        new ManageSuspensions(parts, means.journal(), means.clock()),
        new ManageWaivers(
            people.waivers(), () -> snapshots.get().rules().waivable(), means::id, means.clock()),
        new ManageReviews(
            new ManageReviews.Parts(
                reviews, snapshots::inventory, () -> snapshots.get().registry(), this::attested),
            means.journal(),
            means.clock()),
        new ManageInventory(inventory),
        measures,
        means.clock());
  }

  private void attested(Attestations next, String by) {
    means.inForce().look(by, () -> snapshots.attest(next));
  }

  /** Providers whose review does not hold, or ends soon; for readiness; empty: none. */
  String unreviewed() {
    var registry = snapshots.get().registry();
    Instant soon = means.clock().now().plus(SOON);
    return registry.providers().stream()
        .flatMap(one -> registry.profile(one.name()).stream().map(it -> said(one.name(), it, soon)))
        .filter(said -> !said.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String said(String name, Profile profile, Instant soon) {
    Profile.Review review = profile.review();
    Instant expires = review.expires();
    if (review.standing() != Profile.Standing.VALID) {
      return name + " " + review.standing().name().toLowerCase(Locale.ROOT);
    }
    return expires != null && expires.isBefore(soon) ? name + " ends " + expires : "";
  }

  private Optional<String> model(String name) {
    return snapshots.get().registry().models().stream()
        .filter(one -> one.name().equals(name) || one.ref().text().equals(name))
        .map(one -> one.ref().text())
        .findFirst();
  }

  private Set<String> known(Suspension.Kind kind) {
    var registry = snapshots.get().registry();
    return switch (kind) {
      case PROVIDER ->
          registry.providers().stream().map(ProviderSetting::name).collect(Collectors.toSet());
      case MODEL -> registry.modelNames();
      case KEY -> callers.callers().ids();
      case APP -> Set.of();
    };
  }

  boolean stopped(String provider) {
    return people.suspensions().find(Suspension.Kind.PROVIDER, provider).isPresent();
  }

  boolean stopped(ModelRef model) {
    return people.suspensions().of(model).isPresent();
  }

  /** What to look at, for readiness; empty: nothing. */
  String suspended() {
    return people.suspensions().list().stream()
        .map(one -> one.kind().name().toLowerCase(Locale.ROOT) + " " + one.name())
        .collect(Collectors.joining(", "));
  }
}
