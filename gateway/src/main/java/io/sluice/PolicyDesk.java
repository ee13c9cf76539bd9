package io.sluice;

import io.sluice.admin.ManagePolicy;
import io.sluice.approval.Waivers;
import io.sluice.audit.Change;
import io.sluice.audit.EntryLog;
import io.sluice.audit.Recorder;
import io.sluice.identity.CallerKeys;
import io.sluice.identity.Operator;
import io.sluice.identity.Operators;
import io.sluice.identity.Role;
import io.sluice.model.Bytes;
import io.sluice.policy.Bundle;
import io.sluice.policy.Rules;
import io.sluice.replay.Replay;
import io.sluice.replay.Simulation;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Puts versions of policy in force, and says what others would do. */
final class PolicyDesk implements ManagePolicy.Desk {
  private final PolicyShelf shelf;
  private final Snapshots snapshots;
  private final InForce inForce;
  private final Recorder recorder;
  private final EntryLog log;
  private final Crowd crowd;

  /** Who there is: admins besides the first, and caller keys; and what is waived for them. */
  record Crowd(Operators operators, CallerKeys keys, Waivers waivers) {
    int admins() {
      return (int)
          operators.list().stream()
              .filter(one -> one.revokedAt() == null && one.role() == Role.ADMIN)
              .filter(one -> !one.name().equals(Operator.BOOTSTRAP))
              .count();
    }
  }

  /** The versions that are kept, and the one in force. */
  record Versions(PolicyShelf shelf, Snapshots snapshots, InForce inForce) {}

  PolicyDesk(Versions versions, Bookkeeping books, Crowd crowd) {
    this.shelf = versions.shelf();
    this.snapshots = versions.snapshots();
    this.inForce = versions.inForce();
    this.recorder = books.recorder();
    this.log = books.log();
    this.crowd = crowd;
  }

  @Override
  public ManagePolicy.Standing standing() {
    Activation now = shelf.activation();
    return new ManagePolicy.Standing(
        now.inForce(),
        now.stated(),
        now.trail(),
        now.trial(),
        now.proposal().hash(),
        now.proposal().by());
  }

  @Override
  public boolean secondPerson() {
    return snapshots.config().rules().secondPerson();
  }

  @Override
  public int admins() {
    return crowd.admins();
  }

  @Override
  public void activate(Bundle bundle, String by) throws IOException {
    snapshots.activate(bundle);
    inForce.activated("policy.activated", by, bundle.id());
  }

  @Override
  public void rollback(String by) throws IOException {
    Activation now = shelf.activation();
    String hash = now.trail().getLast();
    Bundle bundle =
        shelf
            .bundle(hash)
            .orElseThrow(() -> new IOException("version " + hash + " is not kept any more"));
    snapshots.activate(bundle);
    shelf.activation(now.back(snapshots.stated().id()));
    inForce.activated("policy.rolled_back", by, hash);
  }

  @Override
  public void shadow(Optional<Bundle> bundle, String by) throws IOException {
    String before = shelf.activation().trial();
    if (bundle.isPresent()) {
      Rules sound = snapshots.prepared(bundle.get());
      assert sound.hash().equals(bundle.get().id());
      shelf.keep(bundle.get());
    }
    String hash = bundle.map(Bundle::id).orElse("");
    shelf.activation(shelf.activation().trying(hash));
    snapshots.renew();
    changed("policy.shadowed", by, before, hash);
  }

  @Override
  public void propose(Bundle bundle, String by) throws IOException {
    Rules sound = snapshots.prepared(bundle);
    shelf.activation(shelf.activation().proposing(new Activation.Proposal(sound.hash(), by)));
    changed("policy.proposed", by, shelf.activation().inForce(), sound.hash());
  }

  private void changed(String type, String by, String before, String after) {
    String receipt = recorder.changed(new Change(type, by, before, after, Map.of()));
    assert !receipt.isEmpty();
  }

  @Override
  public Bytes simulate(Bundle candidate, Instant since) throws IOException {
    Rules rules = snapshots.prepared(candidate);
    var simulation = new Simulation(log, new Replay(shelf), rules);
    return simulation.run(since.toEpochMilli()).json();
  }

  @Override
  public Bytes exposure(Optional<Bundle> candidate) throws IOException {
    Bundle active =
        shelf
            .bundle(snapshots.get().rules().hash())
            .orElseThrow(() -> new IOException("the version in force is not kept"));
    return new ExposureText(snapshots, crowd.keys(), crowd.waivers()).of(active, candidate);
  }
}
