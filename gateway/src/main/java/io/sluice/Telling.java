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
import io.sluice.net.Client;
import io.sluice.net.Loops;
import io.sluice.pipeline.Attempts;
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
        new Story(cast, times, counts, shadows(cast, loops, times)).over(egress), egress, counts);
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
  record Story(Cast cast, Attempts.Times times, Counts counts, Shadows shadows) {
    /** The story, with nothing asked beside it. */
    Story(Cast cast, Attempts.Times times, Counts counts) {
      this(cast, times, counts, Shadows.NONE);
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
      var gates =
          new Gates(
              inspector,
              policy,
              new Gates.Beyond(lineage, handover, rulings, new Endorsements(clock)));
      var departures = departures(upstream, gates, new Counting(ratios));
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
              new Gateway.Steering(counts.health(), counts.learned(), shadows),
              new Attempts(departures, judges, times),
              new Gateway.Points(
                  new Offers(cast.way().memory().pins()),
                  handover,
                  new Foresight(policy, counts.flows()))),
          books(closings, new Tapes.Redactors(gates, inspector, policy)));
    }

    private Gateway.Books books(Closings closings, Tapes.Redactors redactors) {
      return new Gateway.Books(
          cast.books().budgets(),
          new Flights(FlightSettings.DEFAULT, times.clock()),
          cast.books().recorder(),
          tapes(redactors),
          closings,
          times.clock());
    }

    private Departures departures(Upstream upstream, Gates gates, Counting counting) {
      Config.Behaviour behaviour = cast.snapshots().config().behaviour();
      return new Departures(
          new Departures.Ways(
              cast.vault(),
              new DeclaredEndpoints(() -> cast.snapshots().get().registry()),
              upstream,
              cast.way().seals(),
              counting),
          gates,
          new Outbound.Patience(behaviour.firstByte(), behaviour.idle()),
          times.clock());
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
