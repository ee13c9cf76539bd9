package io.sluice;

import io.sluice.audit.Ruleset;
import io.sluice.config.Config;
import io.sluice.config.PolicyScope;
import io.sluice.flow.Labeller;
import io.sluice.flow.Lineage;
import io.sluice.flow.Masks;
import io.sluice.flow.ToolPolicies;
import io.sluice.flow.Tracer;
import io.sluice.model.Clock;
import io.sluice.model.Decision;
import io.sluice.model.Level;
import io.sluice.model.Secret;
import io.sluice.model.Stop;
import io.sluice.pipeline.Labels;
import io.sluice.pipeline.Snapshot;
import io.sluice.policy.Bundle;
import io.sluice.policy.BundleException;
import io.sluice.policy.Hot;
import io.sluice.policy.Policy;
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
import org.jspecify.annotations.Nullable;

/** The snapshot in force; swapped whole, by a new configuration or because its time is over. */
final class Snapshots implements Supplier<Snapshot> {
  private static final int MOST_WARMED = 1_000;

  private final Clock clock;
  private final Secret placeholders;
  private final Lineage lineage;
  private final Instant firstStart;
  private final PolicyVersions versions;
  private volatile Catalogue catalogue;
  private volatile Snapshot now;
  private volatile Config config;
  private volatile Attestations attestations = Attestations.NONE;
  private volatile Imported imported;

  /** What every snapshot is made with. */
  record Making(
      Secret placeholders,
      Lineage lineage,
      Instant firstStart,
      List<Listing> listings,
      Imported imported,
      PolicyVersions versions,
      Clock clock) {}

  /**
   * Rules that may be put in force.
   *
   * @param stated hash of the bundle that configuration states
   */
  private record Chosen(Bundle bundle, Rules rules, String stated) {}

  Snapshots(Config config, Making making) throws IOException {
    this.clock = making.clock();
    this.placeholders = making.placeholders();
    this.lineage = making.lineage();
    this.firstStart = making.firstStart();
    this.config = config;
    this.catalogue = Catalogue.shipped().with(making.listings());
    this.imported = making.imported();
    this.versions = making.versions();
    Chosen chosen = chosen(config, catalogue);
    this.now = build(config, chosen.rules(), catalogue);
    keep(chosen, config, now);
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
    Chosen chosen = chosen(next, catalogue);
    boolean same =
        next.behaviour().source().equals(config.behaviour().source())
            && chosen.rules().hash().equals(now.rules().hash());
    if (same) {
      return false;
    }
    Snapshot built = build(next, chosen.rules(), catalogue);
    keep(chosen, next, built);
    warmed(built);
    config = next;
    now = built;
    return true;
  }

  /**
   * Puts another bundle in force, as a whole; what was in force stays if it is refused.
   *
   * @throws IOException with every problem of the bundle, or if it cannot be kept
   */
  synchronized void activate(Bundle bundle) throws IOException {
    var chosen = new Chosen(bundle, rules(bundle, config, catalogue), stated(config).id());
    Snapshot built = build(config, chosen.rules(), catalogue);
    keep(chosen, config, built);
    warmed(built);
    now = built;
  }

  /**
   * {@code bundle} under the configuration in force, asked by nobody yet.
   *
   * @throws IOException with every problem of it
   */
  Rules prepared(Bundle bundle) throws IOException {
    return rules(bundle, config, catalogue);
  }

  /** The bundle that configuration states. */
  Bundle stated() throws IOException {
    return stated(config);
  }

  private void keep(Chosen chosen, Config around, Snapshot built) throws IOException {
    var scope = PolicyScope.of(around, built.registry());
    versions.keep(chosen.bundle(), built.ids().snapshot(), scope);
    versions.inForce(chosen.rules().hash(), chosen.stated());
  }

  /** Decides again what is asked most, so that the first to ask after a change do not wait. */
  private void warmed(Snapshot next) {
    var policy = new Policy();
    for (Hot hot : now.rules().hottest(MOST_WARMED)) {
      try {
        var target = next.registry().resolve(hot.target().name(), hot.facts().principal());
        Decision decision = policy.decide(hot.facts(), target, next.rules());
        assert decision != null;
      } catch (Stop gone) {
        // what was asked for is not there any more: nobody will ask again
      }
    }
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
    Chosen chosen = chosen(config, next);
    Snapshot built = build(config, chosen.rules(), next);
    keep(chosen, config, built);
    warmed(built);
    catalogue = next;
    now = built;
  }

  private Chosen chosen(Config next, Catalogue with) throws IOException {
    Bundle stated = stated(next);
    Bundle bundle = versions.chosen(stated, next.rules().secondPerson());
    return new Chosen(bundle, rules(bundle, next, with), stated.id());
  }

  private static Bundle stated(Config config) throws IOException {
    Path directory = config.policy();
    try {
      return directory == null ? Bundle.starter() : Bundle.read(directory);
    } catch (BundleException e) {
      throw new IOException(told(e));
    }
  }

  private Rules rules(Bundle bundle, Config next, Catalogue with) throws IOException {
    try {
      return Rules.of(bundle, PolicyScope.of(next, registry(next, with)));
    } catch (BundleException e) {
      throw new IOException(told(e));
    }
  }

  private static String told(BundleException e) {
    return e.problems().stream().map(Problem::text).collect(Collectors.joining("\n"));
  }

  private Registry registry(Config from, Catalogue with) {
    return registry(importing(from, with).of(imported), from, with);
  }

  private Registry registry(Importing.Outcome beside, Config from, Catalogue with) {
    return registry(beside.statements().under(from.inventory().registry()), with);
  }

  private Registry registry(RegistrySettings stated, Catalogue with) {
    var settings =
        new RegistrySettings(
            stated.providers(), stated.models(), stated.routes(), stated.modelMap(), firstStart);
    return Registry.of(attestations.over(settings), with, clock.now());
  }

  private Importing importing(Config from, Catalogue with) {
    return new Importing(from, settings -> registry(settings, with));
  }

  /** Holds imported texts against the configuration in force. */
  Importing importing() {
    return importing(config, catalogue);
  }

  /** What is stated of providers and models: by configuration, and below that by an import. */
  RegistrySettings inventory() {
    return importing().of(imported).statements().under(config.inventory().registry());
  }

  /** Puts another imported text in force. */
  synchronized void bring(Imported next) {
    imported = next;
    now = build(config, now.rules(), catalogue, now.trial());
  }

  /** Puts other recorded reviews in force. */
  synchronized void attest(Attestations next) {
    attestations = next;
    now = build(config, now.rules(), catalogue, now.trial());
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
      now = build(config, current.rules(), catalogue, current.trial());
    }
  }

  /** Builds anew what does not depend on configuration. */
  synchronized void renew() throws IOException {
    now = build(config, now.rules(), catalogue);
  }

  private @Nullable Rules trial(Config from, Catalogue with) throws IOException {
    Optional<Bundle> bundle = versions.trial();
    return bundle.isPresent() ? rules(bundle.get(), from, with) : null;
  }

  private Snapshot build(Config from, Rules rules, Catalogue with) throws IOException {
    return build(from, rules, with, trial(from, with));
  }

  private Snapshot build(Config from, Rules rules, Catalogue with, @Nullable Rules trial) {
    Importing.Outcome beside = importing(from, with).of(imported);
    Registry registry = registry(beside, from, with);
    ToolPolicies tools = from.labelling().tools().over(beside.tools());
    String source = imported.identity(from.behaviour().source());
    var ids =
        new Ruleset(attestations.identity(with.identity(source)), rules.hash(), rules.schemaHash());
    var labels =
        new Labels(
            from.flow(),
            new Labeller(from.flow()),
            new Masks(placeholders, from.flow()),
            new Tracer(from.flow(), tools, lineage),
            tools,
            from.labelling().content(),
            new Labels.Enforcement(from.mode(), from.labelling().roles()));
    return new Snapshot(
        registry, rules, trial, labels, from.behaviour().allowances(), ids, registry.validUntil());
  }
}
