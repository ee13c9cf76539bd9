package io.sluice;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.sluice.approval.Approvals;
import io.sluice.approval.Approvers;
import io.sluice.config.Config;
import io.sluice.egress.Egress;
import io.sluice.egress.EgressSettings;
import io.sluice.inspect.InspectSettings;
import io.sluice.inspect.Inspector;
import io.sluice.json.JsonLimits;
import io.sluice.limits.RateSettings;
import io.sluice.limits.Rates;
import io.sluice.model.Clock;
import io.sluice.net.Loops;
import io.sluice.pipeline.Attempts;
import io.sluice.pipeline.Closings;
import io.sluice.pipeline.Departures;
import io.sluice.pipeline.Gates;
import io.sluice.pipeline.Gateway;
import io.sluice.pipeline.Outbound;
import io.sluice.pipeline.Rulings;
import io.sluice.pipeline.Tallies;
import io.sluice.pipeline.Tapes;
import io.sluice.policy.Policy;
import io.sluice.provider.DeclaredEndpoints;
import io.sluice.route.Health;
import io.sluice.route.HealthSettings;
import io.sluice.route.Planner;
import io.sluice.route.RetryBudget;
import io.sluice.vault.Vault;
import io.sluice.wire.sealed.Seals;
import java.io.IOException;
import java.util.random.RandomGenerator;

/** The story and the way out, put together. */
record Telling(Gateway gateway, Egress egress, Tallies tallies) {
  /** What the story is told with. */
  record Cast(
      Snapshots snapshots,
      Bookkeeping books,
      Evidence evidence,
      People people,
      Vault vault,
      Loops loops,
      Seals seals) {}

  static Telling of(Cast cast, RandomGenerator random, Clock clock) throws IOException {
    var policy = new Policy();
    var inspector = new Inspector(InspectSettings.DEFAULT);
    var health = new Health(HealthSettings.DEFAULT, clock);
    var tallies = new Tallies();
    var closings = new Closings(clock, tallies);
    var tls = SslContextBuilder.forClient().sslProvider(SslProvider.JDK).build();
    var egress = new Egress(cast.loops(), EgressSettings.DEFAULT, tls, clock);
    Config.Behaviour behaviour = cast.snapshots().config().behaviour();
    var gates = new Gates(inspector, policy);
    var departures =
        new Departures(
            new Departures.Ways(
                cast.vault(),
                new DeclaredEndpoints(() -> cast.snapshots().get().registry()),
                egress,
                cast.seals()),
            gates,
            new Outbound.Patience(behaviour.firstByte(), behaviour.idle()));
    var rulings = new Rulings(policy, cast.books().recorder());
    var judges = new Attempts.Judges(health, new RetryBudget(clock), rulings, closings);
    var attempts = new Attempts(departures, judges, clock, random);
    var gateway =
        new Gateway(
            cast.snapshots(),
            new Gateway.Intake(
                cast.people().callers(),
                new Rates(RateSettings.DEFAULT, clock),
                cast.people().underway(),
                inspector,
                cast.seals(),
                JsonLimits.DEFAULT),
            new Gateway.Judgement(
                policy, new Approvals(Approvers.NONE), new Planner(), health, attempts),
            new Gateway.Books(
                cast.books().budgets(),
                cast.books().recorder(),
                tapes(cast, new Tapes.Redactors(gates, inspector)),
                closings,
                clock));
    return new Telling(gateway, egress, tallies);
  }

  private static Tapes tapes(Cast cast, Tapes.Redactors redactors) {
    return new Tapes(
        cast.evidence().keeping(),
        cast.evidence().subjects(),
        () -> cast.snapshots().config().behaviour().evidence().payloads(),
        redactors);
  }
}
