package io.sluice;

import io.sluice.approval.Interventions;
import io.sluice.audit.Keeping;
import io.sluice.audit.Recorder;
import io.sluice.audit.Subjects;
import io.sluice.config.Config;
import io.sluice.egress.Egress;
import io.sluice.egress.EgressSettings;
import io.sluice.egress.Trust;
import io.sluice.flow.Endorsements;
import io.sluice.flow.Lineage;
import io.sluice.flow.ToolPins;
import io.sluice.identity.Authenticator;
import io.sluice.inspect.InspectSettings;
import io.sluice.inspect.Inspector;
import io.sluice.json.JsonLimits;
import io.sluice.limits.FlightSettings;
import io.sluice.limits.Flights;
import io.sluice.limits.RateSettings;
import io.sluice.limits.Rates;
import io.sluice.model.Clock;
import io.sluice.model.ExchangeId;
import io.sluice.net.Client;
import io.sluice.net.Loops;
import io.sluice.pipeline.Attempts;
import io.sluice.pipeline.Checks;
import io.sluice.pipeline.Classifiers;
import io.sluice.pipeline.Closings;
import io.sluice.pipeline.Departures;
import io.sluice.pipeline.ExchangeLog;
import io.sluice.pipeline.FlowTallies;
import io.sluice.pipeline.Foresight;
import io.sluice.pipeline.Gates;
import io.sluice.pipeline.Gateway;
import io.sluice.pipeline.Handover;
import io.sluice.pipeline.HeldAnswers;
import io.sluice.pipeline.HeldResponses;
import io.sluice.pipeline.Offers;
import io.sluice.pipeline.Outbound;
import io.sluice.pipeline.Rulings;
import io.sluice.pipeline.Shadows;
import io.sluice.pipeline.Tallies;
import io.sluice.pipeline.Tapes;
import io.sluice.pipeline.Tracing;
import io.sluice.pipeline.Translations;
import io.sluice.pipeline.Turns;
import io.sluice.pipeline.Underway;
import io.sluice.pipeline.Upstream;
import io.sluice.policy.Policy;
import io.sluice.provider.DeclaredEndpoints;
import io.sluice.route.Health;
import io.sluice.route.HealthSettings;
import io.sluice.route.Learned;
import io.sluice.route.Planner;
import io.sluice.route.Quotas;
import io.sluice.route.RetryBudget;
import io.sluice.tokens.Counting;
import io.sluice.tokens.Ratios;
import io.sluice.vault.Vault;
import io.sluice.wire.sealed.Seals;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** The story and the way out, put together. */
record Telling(Gateway gateway, Egress egress, Counts counts) {
  private static final Duration SHADOW_DEADLINE = Duration.ofMinutes(5);
  private static final int MOST_SHADOWS = 64;

  /** How exchanges ended. */
  Tallies tallies() {
    return counts.tallies();
  }

  /** How much of what was known comes back. */
  FlowTallies flows() {
    return counts.flows();
  }

  /** What the story is told with. */
  record Cast(
      Snapshots snapshots,
      Bookkeeping books,
      Authenticator callers,
      Underway underway,
      Vault vault,
      Way way) {}

  /**
   * What answers pass that cross formats or are kept for their callers, where each exchange leaves
   * its line and its content, and what people decide besides rules.
   */
  record Way(
      Seals seals,
      Memory memory,
      ExchangeLog log,
      Traces traces,
      Interventions people,
      Lineage lineage) {}

  /** What is known from exchange to exchange besides lineage. */
  record Memory(HeldResponses held, HeldAnswers answers, ToolPins pins) {}

  /** Where an exchange leaves its content, and what persons are called there. */
  record Traces(Keeping keeping, Subjects subjects) {}

  static Telling of(Cast cast, Loops loops, Attempts.Times times) {
    var egress = new Egress(loops, EgressSettings.DEFAULT, new Trust(), times.clock());
    var counts = Counts.none(times.clock(), cast.vault()::version);
    return new Telling(
        new Story(cast, times, counts, beside(cast, loops, times)).over(egress), egress, counts);
  }

  /** What is asked beside an exchange, and what its questions are made of. */
  record Beside(Shadows shadows, Supplier<? extends Executor> loops, Supplier<ExchangeId> ids) {
    static final Beside NOTHING =
        new Beside(Shadows.NONE, () -> Runnable::run, () -> new ExchangeId(""));
  }

  private static Beside beside(Cast cast, Loops loops, Attempts.Times times) {
    var ids = new Ids(times.clock(), new SplittableRandom(times.random().nextLong()));
    return new Beside(shadows(cast, loops, times), () -> loops.group().next(), ids);
  }

  /** Copies have as long as their originals, and at most so many are under way. */
  private static Shadows shadows(Cast cast, Loops loops, Attempts.Times times) {
    long most = SHADOW_DEADLINE.toNanos();
    return new Shadows(
        () -> Client.unheard(loops.group().next(), times.clock().nanos() + most),
        new Ids(times.clock(), new SplittableRandom(times.random().nextLong())),
        new Rulings(new Policy(), cast.way().people(), cast.books().recorder(), new FlowTallies()),
        MOST_SHADOWS);
  }

  /** What the story counts in memory: who is inside, what is up, how exchanges ended. */
  record Counts(Rates rates, Health health, Learned learned, Tallies tallies, FlowTallies flows) {
    static Counts none(Clock clock, Quotas.Holders holders) {
      return new Counts(
          new Rates(RateSettings.DEFAULT, clock),
          new Health(HealthSettings.DEFAULT, clock, holders),
          Learned.nothing(clock),
          new Tallies(),
          new FlowTallies());
    }
  }

  /** The story over any way out. */
  record Story(Cast cast, Attempts.Times times, Counts counts, Beside beside) {
    /** The story, with nothing asked beside it. */
    Story(Cast cast, Attempts.Times times, Counts counts) {
      this(cast, times, counts, Beside.NOTHING);
    }

    Gateway over(Upstream upstream) {
      Clock clock = times.clock();
      Recorder recorder = cast.books().recorder();
      var policy = new Policy();
      var inspector = new Inspector(InspectSettings.DEFAULT);
      var ratios = new Ratios();
      var lessons = new Closings.Lessons(ratios, counts.learned());
      var closings = new Closings(clock, counts.tallies(), cast.way().log(), lessons);
      var rulings = new Rulings(policy, cast.way().people(), recorder, counts.flows());
      var lineage = cast.way().lineage();
      var tracing = new Tracing(inspector, lineage);
      var handover = new Handover(policy, rulings, tracing, cast.way().memory().answers());
      var beyond = new Gates.Beyond(lineage, handover, rulings, new Endorsements(clock));
      var gates = new Gates(inspector, policy, beyond);
      var tapes = tapes(new Tapes.Redactors(gates, inspector, policy));
      var asking =
          new Classifiers(
              new Classifiers.Ways(
                  cast.vault(), endpoints(), upstream, beside.loops(), beside.ids()),
              new Classifiers.Judges(policy, rulings, counts.health(), gates),
              new Classifiers.Books(recorder, tapes, closings, clock));
      var checks = new Checks(asking, inspector, clock);
      var back = new Departures.Return(gates, checks, inspector);
      var departures = departures(upstream, back, new Counting(ratios));
      var turns = new Turns(counts.health(), counts.rates(), ratios);
      var judges =
          new Attempts.Judges(counts.health(), new RetryBudget(clock), turns, rulings, closings);
      return new Gateway(
          cast.snapshots(),
          intake(inspector),
          new Gateway.Judgement(
              policy,
              cast.way().people(),
              new Planner(),
              new Gateway.Steering(counts.health(), counts.learned(), beside.shadows()),
              new Attempts(departures, judges, times),
              new Gateway.Points(
                  new Offers(cast.way().memory().pins()),
                  new Translations(endpoints()),
                  handover,
                  new Foresight(policy, counts.flows()),
                  checks)),
          books(closings, tapes));
    }

    private Gateway.Books books(Closings closings, Tapes tapes) {
      return new Gateway.Books(
          cast.books().budgets(),
          new Flights(FlightSettings.DEFAULT, times.clock()),
          cast.books().recorder(),
          tapes,
          closings,
          times.clock());
    }

    private Departures departures(Upstream upstream, Departures.Return back, Counting counting) {
      Config.Behaviour behaviour = cast.snapshots().config().behaviour();
      return new Departures(
          new Departures.Ways(cast.vault(), endpoints(), upstream, cast.way().seals(), counting),
          back,
          new Outbound.Patience(behaviour.firstByte(), behaviour.idle()),
          times.clock());
    }

    private DeclaredEndpoints endpoints() {
      return new DeclaredEndpoints(() -> cast.snapshots().get().registry());
    }

    private Gateway.Intake intake(Inspector inspector) {
      return new Gateway.Intake(
          cast.callers(),
          counts.rates(),
          cast.underway(),
          inspector,
          cast.way().seals(),
          cast.way().memory().held(),
          JsonLimits.DEFAULT);
    }

    private Tapes tapes(Tapes.Redactors redactors) {
      return new Tapes(
          cast.way().traces().keeping(),
          cast.way().traces().subjects(),
          () -> cast.snapshots().config().behaviour().evidence().payloads(),
          redactors);
    }
  }
}
