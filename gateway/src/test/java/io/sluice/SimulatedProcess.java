package io.sluice;

import io.sluice.audit.Change;
import io.sluice.audit.EntryLog;
import io.sluice.audit.Keeping;
import io.sluice.audit.Recorder;
import io.sluice.audit.Subjects;
import io.sluice.config.Config;
import io.sluice.flow.LineageIndex;
import io.sluice.flow.ToolPin;
import io.sluice.flow.ToolPins;
import io.sluice.identity.Authenticator;
import io.sluice.identity.CallerKeys;
import io.sluice.identity.KeySettings;
import io.sluice.identity.KeyStore;
import io.sluice.identity.Tokens;
import io.sluice.limits.Budgets;
import io.sluice.limits.Inside;
import io.sluice.model.ExchangeId;
import io.sluice.model.Secret;
import io.sluice.pipeline.Attempts;
import io.sluice.pipeline.ExchangeLog;
import io.sluice.pipeline.Gateway;
import io.sluice.pipeline.HeldAnswers;
import io.sluice.pipeline.HeldResponses;
import io.sluice.pipeline.HeldSettings;
import io.sluice.pipeline.Present;
import io.sluice.pipeline.Snapshot;
import io.sluice.pipeline.Underway;
import io.sluice.pipeline.Upstream;
import io.sluice.route.Probes;
import io.sluice.vault.CredentialSeal;
import io.sluice.vault.CredentialStore;
import io.sluice.vault.KeyRing;
import io.sluice.vault.ResponseSeal;
import io.sluice.vault.Stamps;
import io.sluice.vault.Vault;
import io.sluice.wire.sealed.Seals;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One life of the gateway's process as {@link Wiring} puts it together, but over ports that are
 * handed in: for tests that hold everything outside of it in their own hands.
 */
public final class SimulatedProcess {
  private static final int LINEAGE_LONGS = 1 << 17;

  private static final Secret PEPPER = Secret.of("a pepper that is the same at every start");

  /** What the process stands on. */
  public record Ground(EntryLog log, KeyStore keys, CredentialStore credentials, KeyRing ring) {}

  /** What it starts with. */
  public record Start(
      Config config, Instant firstStart, Map<String, String> environment, long seed) {}

  private final Snapshots snapshots;
  private final Vault vault;
  private final Bookkeeping books;
  private final Underway underway = new Underway();
  private final CallerKeys keys;
  private final Telling.Counts counts;
  private final Gateway gateway;
  private final Ids ids;

  /**
   * Starts as the real process does: keys from the store, the money from the record, and what a
   * crash left open closed.
   */
  public SimulatedProcess(Ground ground, Start start, Upstream upstream, Attempts.Times times)
      throws IOException {
    var clock = times.clock();
    var random = new SplittableRandom(start.seed());
    books = Bookkeeping.open(ground.log(), clock);
    var tokens = new Tokens(PEPPER, random.split());
    var callers = new Authenticator(ground.keys().live(clock.now()), tokens, clock);
    keys = new CallerKeys(ground.keys(), callers.then(underway), tokens, KeySettings.DEFAULT);
    vault =
        new Vault(
            start.environment(),
            ground.credentials(),
            new CredentialSeal(ground.ring(), random.split()),
            clock);
    vault.reload(start.config().inventory().vault());
    var placeholders = ground.ring().derive("sluice/placeholders/v1");
    var lineage =
        new LineageIndex(
            MemorySegment.ofArray(new long[LINEAGE_LONGS]),
            start.config().labelling().index(),
            tenant -> ground.ring().derive("sluice/lineage/v1/" + tenant),
            clock);
    snapshots =
        new Snapshots(
            start.config(),
            new Snapshots.Making(
                placeholders,
                lineage,
                start.firstStart(),
                List.of(),
                Imported.NOTHING,
                PolicyVersions.NONE,
                clock));
    counts = Telling.Counts.none(clock, vault::version);
    var stamps = new Stamps(ground.ring().derive(KeyRing.SEALED_BLOCKS));
    var seal = new ResponseSeal(ground.ring(), random.split());
    var way =
        new Telling.Way(
            new Seals(stamps::of),
            new Telling.Memory(
                new HeldResponses(new NothingHeld(), seal, HeldSettings.DEFAULT, clock),
                new HeldAnswers(
                    new NothingHeld(),
                    seal,
                    NothingApproved.interventions(clock).approvals(),
                    clock),
                new ToolPins(new NoPins(), pin -> {}, clock)),
            ExchangeLog.NONE,
            new Telling.Traces(
                Keeping.nothing(random.split()),
                new Subjects(random.split(), (tenant, subject, surrogate) -> true)),
            NothingApproved.interventions(clock),
            lineage);
    var cast = new Telling.Cast(snapshots, books, callers, underway, vault, way);
    gateway = new Telling.Story(cast, times, counts).over(upstream);
    ids = new Ids(clock, random.split());
  }

  /** The story. */
  public Gateway gateway() {
    return gateway;
  }

  /** Makes caller keys and revokes them. */
  public CallerKeys keys() {
    return keys;
  }

  /** The money. */
  public Budgets budgets() {
    return books.budgets();
  }

  /** The record. */
  public Recorder recorder() {
    return books.recorder();
  }

  /** An id for one exchange. */
  public ExchangeId nextId() {
    return ids.get();
  }

  /** What is in force. */
  public Snapshot snapshot() {
    return snapshots.get();
  }

  /** What is done now and then. */
  public void housekeep() {
    snapshots.renewIfDue();
    books.recorder().tick();
  }

  /** Takes another configuration up, as {@link Reload} does; false if it says nothing new. */
  public boolean reload(Config config) throws IOException {
    String before = snapshots.get().ids().snapshot();
    if (!snapshots.swap(config)) {
      return false;
    }
    vault.reload(config.inventory().vault());
    var ids = snapshots.get().ids();
    String receipt =
        books
            .recorder()
            .changed(
                new Change(
                    "configuration.changed",
                    "gateway",
                    before,
                    ids.snapshot(),
                    Map.of("policy", ids.policy())));
    return !receipt.isEmpty();
  }

  /** What is still held of what must be given back: places of rates, presences, health probes. */
  public String held() {
    int inside = Inside.of(counts.rates());
    int present = Present.in(underway);
    int probes = Probes.of(counts.health());
    return inside + present + probes == 0
        ? ""
        : "rate places %d, principals present %d, probes %d".formatted(inside, present, probes);
  }

  /** Forgets tools when the process ends. */
  private record NoPins() implements ToolPins.Store {
    @Override
    public List<ToolPin> all() {
      return List.of();
    }

    @Override
    public void put(ToolPin pin) {}
  }
}
