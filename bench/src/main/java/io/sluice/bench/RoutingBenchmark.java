package io.sluice.bench;

import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Facts;
import io.sluice.model.Permit;
import io.sluice.model.Plan;
import io.sluice.model.Principal;
import io.sluice.model.Priority;
import io.sluice.model.Target;
import io.sluice.model.Task;
import io.sluice.model.Traits;
import io.sluice.policy.Policy;
import io.sluice.policy.Rules;
import io.sluice.route.Experience;
import io.sluice.route.Health;
import io.sluice.route.HealthSettings;
import io.sluice.route.Needs;
import io.sluice.route.Planner;
import io.sluice.route.Preference;
import io.sluice.route.RouteView.Weights;
import java.time.Duration;
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
 * The choice among 200 deployments, as the story makes it: the decision that is remembered, how
 * they are, the plan by everything that a route can weigh, and which deployment of a model goes
 * first. Something is known of each of them. Budget: 50 us at the 99th percentile.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class RoutingBenchmark {
  private static final int DEPLOYMENTS = 200;
  private static final Weights ALL = new Weights(1, 0.2, 3, 0.1, 0.1);
  private static final Health.Call CALL = new Health.Call("default", Priority.NORMAL);
  private final Planner planner = new Planner();
  private final Health health = new Health(HealthSettings.DEFAULT, Scene.CLOCK);
  private final Experience experience = new Experience();
  private final SplittableRandom random = new SplittableRandom(1);
  private final Task task = new Task("code", "short");
  private final Experience.Sight sight = new Experience.Sight("default", "auto", task);
  private final Policy policy = new Policy();
  private final Rules rules = Scene.starter();
  private final Facts facts = Scene.facts("k1", Principal.Allowance.NONE, traits());
  private final Target models = target(false);
  private final Target deployments = target(true);

  private Target target(boolean same) {
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
    return new Target("auto", false, all);
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

  private Plan chosen(Target target) {
    var permit = (Permit) policy.decide(facts, target, rules);
    var preference = new Preference(experience.outlook(sight), List.of());
    var view = health.view(target, ALL).preferring(preference);
    return health.spread(planner.plan(permit, facts, view, Needs.NONE), CALL, random);
  }

  private Traits traits() {
    var call = new Traits.Call("openai-chat", Traits.Operation.CHAT, "auto", true, task);
    return new Traits(call, List.of(), List.of(), new Traits.Size(4_096, 0, 0), List.of());
  }

  private static Candidate candidate(int number, boolean same) {
    var ref = new ModelRef("cloud-" + number, same ? "m" : "m" + number);
    return Scene.candidate(ref, "m" + number, same ? 1 : 1 + number % 17);
  }
}
