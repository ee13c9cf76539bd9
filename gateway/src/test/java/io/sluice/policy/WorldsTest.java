package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Facts;
import io.sluice.model.Permit;
import io.sluice.model.Plan;
import io.sluice.model.Stop;
import io.sluice.model.Target;
import io.sluice.model.Verdict;
import io.sluice.route.Condition;
import io.sluice.route.Planner;
import io.sluice.route.RouteView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Properties that hold in every world, over many drawn by seed. */
class WorldsTest {
  private static final int WORLDS = 100_000;
  private static final Rules STARTER = Bundles.plain(Bundle.starter());

  private final Policy policy = new Policy();
  private final Planner planner = new Planner();

  @Test
  void a_plan_and_its_fallbacks_never_leave_the_permit() {
    var random = new Random(5);
    var facts = new ArrayList<Facts>();
    var targets = new ArrayList<Target>();
    for (int i = 0; i < 60; i++) {
      facts.add(World.anyFacts(random));
      targets.add(World.anyTarget(random));
    }
    int permits = 0;
    for (int i = 0; i < WORLDS; i++) {
      Facts asked = facts.get(random.nextInt(facts.size()));
      Target target = targets.get(random.nextInt(targets.size()));
      if (policy.decide(asked, target, STARTER) instanceof Permit permit) {
        permits++;
        inside(asked, permit, conditions(target, random), random);
      }
    }
    assertThat(permits).isGreaterThan(WORLDS / 20);
  }

  private static RouteView conditions(Target target, Random random) {
    Map<ModelRef, Condition> all = new HashMap<>();
    Condition.State[] any = Condition.State.values();
    for (Candidate candidate : target.candidates()) {
      var wait = Duration.ofSeconds(1);
      all.put(candidate.ref(), new Condition(any[random.nextInt(any.length)], wait));
    }
    return new RouteView(all);
  }

  private void inside(Facts facts, Permit permit, RouteView view, Random random) {
    var allowed =
        permit.verdicts().stream()
            .filter(Verdict::allowed)
            .map(one -> one.candidate().ref())
            .collect(Collectors.toSet());
    List<Verdict> order;
    try {
      Plan plan = planner.plan(permit, facts, view);
      order = plan.order();
    } catch (Stop nobodyIsUp) {
      return;
    }
    assertThat(order).allMatch(one -> one.allowed() && allowed.contains(one.candidate().ref()));
    Verdict to = permit.verdicts().get(random.nextInt(permit.verdicts().size()));
    if (random.nextInt(20) == 0
        && policy.fallback(facts, order.getFirst().candidate(), to, STARTER).allowed()) {
      assertThat(allowed).contains(to.candidate().ref());
    }
  }
}
