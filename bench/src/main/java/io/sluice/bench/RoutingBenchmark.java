package io.sluice.bench;

import io.sluice.model.Abilities;
import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Categories;
import io.sluice.model.Clock;
import io.sluice.model.Exposure;
import io.sluice.model.Facts;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Losses;
import io.sluice.model.Permit;
import io.sluice.model.Plan;
import io.sluice.model.Price;
import io.sluice.model.Principal;
import io.sluice.model.Priority;
import io.sluice.model.Profile;
import io.sluice.model.Target;
import io.sluice.model.Task;
import io.sluice.model.Traits;
import io.sluice.policy.Bundle;
import io.sluice.policy.BundleException;
import io.sluice.policy.Policy;
import io.sluice.policy.Rules;
import io.sluice.policy.RulesSettings;
import io.sluice.route.Experience;
import io.sluice.route.Health;
import io.sluice.route.HealthSettings;
import io.sluice.route.Needs;
import io.sluice.route.Planner;
import io.sluice.route.Preference;
import io.sluice.route.RouteView.Weights;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The choice among 200 deployments, as the story makes it: how they are, the plan by everything
 * that a route can weigh, and which deployment of a model goes first. Budget: 50 us at the 99th
 * percentile.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class RoutingBenchmark {
  private static final int DEPLOYMENTS = 200;
  private static final Instant NOW = Instant.parse("2026-11-18T12:30:30Z");
  private static final Weights ALL = new Weights(1, 0.2, 3, 0.1, 0.1);
  private static final Health.Call CALL = new Health.Call("default", Priority.NORMAL);
  private static final Clock CLOCK =
      new Clock() {
        @Override
        public Instant now() {
          return NOW;
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  private final Planner planner = new Planner();
  private final Health health = new Health(HealthSettings.DEFAULT, CLOCK);
  private final Experience experience = new Experience();
  private final SplittableRandom random = new SplittableRandom(1);
  private final Task task = new Task("code", "short");
  private final Experience.Sight sight = new Experience.Sight("default", "auto", task);
  private final Facts facts = facts(task);
  private final Permit models;
  private final Permit deployments;

  /** With the starter bundle, and something known of every deployment. */
  public RoutingBenchmark() {
    models = permit(false);
    deployments = permit(true);
  }

  private Permit permit(boolean same) {
    var all = new ArrayList<Candidate>();
    for (int i = 0; i < DEPLOYMENTS; i++) {
      Candidate candidate = candidate(i, same);
      all.add(candidate);
      health.claim(candidate.ref());
      health.ended(candidate.ref(), null);
      health.began(candidate.ref(), Duration.ofMillis(200 + i));
      experience.scored(sight, candidate, 0.8, 1);
      experience.answered(sight, candidate, 1_000, 300);
    }
    try {
      var rules = Rules.of(Bundle.starter(), RulesSettings.PLAIN);
      return (Permit) new Policy().decide(facts, new Target("auto", false, all), rules);
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
  }

  /** 200 models of one provider each. */
  @Benchmark
  public Plan twoHundredModels() {
    return chosen(models);
  }

  /** One model at 200 providers. */
  @Benchmark
  public Plan twoHundredDeployments() {
    return chosen(deployments);
  }

  private Plan chosen(Permit permit) {
    var preference = new Preference(experience.outlook(sight), List.of());
    var view = health.view(permit.target(), ALL).preferring(preference);
    return health.spread(planner.plan(permit, facts, view, Needs.NONE), CALL, random);
  }

  private static Facts facts(Task task) {
    var label = new Label(Integrity.USER, Level.INTERNAL, Categories.NONE);
    var principal =
        new Principal(
            "default",
            "k1",
            new Principal.Affiliation("team", "app", List.of()),
            new Principal.Grants(Level.INTERNAL, null, Integrity.USER, List.of()),
            new Principal.Allowance(null, Principal.Period.LIFE, 0),
            Principal.Delegation.NONE);
    var call = new Traits.Call("openai-chat", Traits.Operation.CHAT, "auto", true, task);
    var traits = new Traits(call, List.of(), List.of(), new Traits.Size(4_096, 0, 0), List.of());
    return new Facts(
        principal, traits, new Exposure(label, List.of()), "", NOW, List.of(), Losses.UNKNOWN);
  }

  private static Candidate candidate(int number, boolean same) {
    var review = new Profile.Review(Profile.Standing.VALID, "bench", NOW, NOW.plusSeconds(86_400));
    var profile =
        new Profile(
            Profile.Zone.EXTERNAL,
            "US",
            0,
            Profile.Training.NO,
            Level.INTERNAL,
            review,
            Profile.Diligence.NONE);
    BigDecimal dollars = BigDecimal.valueOf(same ? 1 : 1 + number % 17);
    var price = new Price(dollars, dollars.multiply(BigDecimal.TEN), dollars, dollars);
    var abilities = new Abilities(List.of(), 128_000, 0, List.of(), false);
    var ref = new ModelRef("cloud-" + number, same ? "m" : "m" + number);
    return new Candidate(ref, "m" + number, "openai", profile, price, abilities);
  }
}
