package io.sluice;

import io.sluice.audit.Ruleset;
import io.sluice.config.Config;
import io.sluice.config.PolicyScope;
import io.sluice.flow.Labeller;
import io.sluice.flow.Masks;
import io.sluice.model.Clock;
import io.sluice.model.Level;
import io.sluice.model.Secret;
import io.sluice.pipeline.Labels;
import io.sluice.pipeline.Snapshot;
import io.sluice.policy.Bundle;
import io.sluice.policy.BundleException;
import io.sluice.policy.Problem;
import io.sluice.policy.Rules;
import io.sluice.registry.Attestations;
import io.sluice.registry.Catalogue;
import io.sluice.registry.Listing;
import io.sluice.registry.Registry;
import io.sluice.registry.RegistrySettings;
import io.sluice.vault.BoundHost;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The snapshot in force; swapped whole, by a new configuration or because its time is over. */
final class Snapshots implements Supplier<Snapshot> {
  private final Clock clock;
  private final Secret placeholders;
  private final Instant firstStart;
  private volatile Catalogue catalogue;
  private volatile Snapshot now;
  private volatile Config config;
  private volatile Attestations attestations = Attestations.NONE;

  /** What every snapshot is made with. */
  record Making(Secret placeholders, Instant firstStart, List<Listing> listings, Clock clock) {}

  Snapshots(Config config, Making making) throws IOException {
    this.clock = making.clock();
    this.placeholders = making.placeholders();
    this.firstStart = making.firstStart();
    this.config = config;
    this.catalogue = Catalogue.shipped().with(making.listings());
    this.now = build(config, rules(config, catalogue), catalogue);
  }

  @Override
  public Snapshot get() {
    return now;
  }

  /** The configuration in force. */
  Config config() {
    return config;
  }

  /**
   * Puts another configuration in force, as a whole.
   *
   * @return false if it says nothing new
   * @throws IOException if its policy cannot be used; what was in force stays
   */
  synchronized boolean swap(Config next) throws IOException {
    Rules rules = rules(next, catalogue);
    boolean same =
        next.behaviour().source().equals(config.behaviour().source())
            && rules.hash().equals(now.rules().hash());
    if (same) {
      return false;
    }
    Snapshot built = build(next, rules, catalogue);
    config = next;
    now = built;
    return true;
  }

  /** What is known of models, imported lists included. */
  Catalogue catalogue() {
    return catalogue;
  }

  /**
   * Puts other imported lists in force, as a whole.
   *
   * @throws IOException if policy cannot be used with them; what was in force stays
   */
  synchronized void swap(List<Listing> listings) throws IOException {
    Catalogue next = Catalogue.shipped().with(listings);
    Snapshot built = build(config, rules(config, next), next);
    catalogue = next;
    now = built;
  }

  private Rules rules(Config next, Catalogue with) throws IOException {
    Path directory = next.policy();
    try {
      Bundle bundle = directory == null ? Bundle.starter() : Bundle.read(directory);
      return Rules.of(bundle, PolicyScope.of(next, registry(next, with)));
    } catch (BundleException e) {
      throw new IOException(
          e.problems().stream().map(Problem::text).collect(Collectors.joining("\n")));
    }
  }

  private Registry registry(Config from, Catalogue with) {
    var stated = from.inventory().registry();
    var settings =
        new RegistrySettings(
            stated.providers(), stated.models(), stated.routes(), stated.modelMap(), firstStart);
    return Registry.of(attestations.over(settings), with, clock.now());
  }

  /** Puts other recorded reviews in force. */
  synchronized void attest(Attestations next) {
    attestations = next;
    now = build(config, now.rules(), catalogue);
  }

  /** The host of a declared provider. */
  Optional<BoundHost> host(String provider) {
    return now.registry()
        .provider(provider)
        .map(declared -> BoundHost.of(declared.endpoint().baseUrl()));
  }

  /** The level of content that nobody labelled. */
  Level unlabelled() {
    return config.flow().defaultLevel();
  }

  /** The moment it is. */
  Instant clockNow() {
    return clock.now();
  }

  /** Builds anew what time alone has changed. */
  synchronized void renewIfDue() {
    Snapshot current = now;
    if (!clock.now().isBefore(current.validUntil())) {
      now = build(config, current.rules(), catalogue);
    }
  }

  private Snapshot build(Config from, Rules rules, Catalogue with) {
    Registry registry = registry(from, with);
    var ids =
        new Ruleset(
            attestations.identity(with.identity(from.behaviour().source())),
            rules.hash(),
            rules.schemaHash());
    var labels =
        new Labels(
            from.flow(),
            new Labeller(from.flow()),
            new Masks(placeholders, from.flow()),
            from.mode(),
            from.labelling().roles());
    return new Snapshot(registry, rules, labels, ids, registry.validUntil());
  }
}
