package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Code;
import io.sluice.model.Example;
import io.sluice.model.Facts;
import io.sluice.model.Permit;
import io.sluice.model.Plan;
import io.sluice.model.Plan.Layer;
import io.sluice.model.Principal;
import io.sluice.model.RoutingRule;
import io.sluice.model.RoutingRule.Act;
import io.sluice.model.RoutingRule.When;
import io.sluice.model.Stop;
import io.sluice.model.Task;
import io.sluice.model.Verdict;
import io.sluice.registry.Registry;
import io.sluice.route.Condition.State;
import io.sluice.route.Preference.Canary;
import io.sluice.route.Preference.Warm;
import io.sluice.route.RouteView.Weights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How candidates are put in order: rules, canaries, weights; and that nothing is ever added. */
class ChoiceTest {
  private static final int WORLDS = 2_000;

  private final Planner planner = new Planner();
  private final Principal free = Example.principal(null, Principal.Period.LIFE);
  private final Candidate dear = Example.candidate("dear", Example.price(10, 40));
  private final Candidate cheap = Example.candidate("cheap", Example.price(1, 2));
  private final Permit permit = Example.permit(dear, cheap);

  private Facts facts(String task) {
    return Example.facts(free, Example.chat(400, 100).doing(new Task(task, "")));
  }

  private static RouteView view(Weights weights, Preference preference) {
    return new RouteView(Map.of(), _ -> null, weights, preference);
  }

  private static Preference rules(RoutingRule... rules) {
    return new Preference(null, List.of(rules), null, null, new Measured());
  }

  private static RoutingRule rule(Act act, String model, String task) {
    return new RoutingRule(act, Set.of(model), new When(List.of(task), List.of(), List.of(), 0, 0));
  }

  private static String first(Plan plan) {
    return plan.order().getFirst().candidate().name();
  }

  @Test
  void a_rule_holds_for_what_it_names_and_says_that_it_chose() {
    var prefer = rules(rule(Act.PREFER, "dear", "code"));
    Plan code = planner.plan(permit, facts("code"), view(Weights.CHEAPEST, prefer));
    assertThat(first(code)).isEqualTo("dear");
    assertThat(code.order()).hasSize(2);
    assertThat(code.choice().layer()).isEqualTo(Layer.PREFER);
    Plan text = planner.plan(permit, facts("text"), view(Weights.CHEAPEST, prefer));
    assertThat(first(text)).isEqualTo("cheap");
    assertThat(text.choice().layer()).isEqualTo(Layer.OBJECTIVE);
    var avoid = rules(rule(Act.AVOID, "cheap", "code"));
    Plan avoided = planner.plan(permit, facts("code"), view(Weights.CHEAPEST, avoid));
    assertThat(first(avoided)).isEqualTo("dear");
  }

  @Test
  void what_is_pinned_is_all_there_is_and_without_it_nothing_is_used() {
    var pin = view(Weights.CHEAPEST, rules(rule(Act.PIN, "dear", "code")));
    Plan plan = planner.plan(permit, facts("code"), pin);
    assertThat(plan.order()).hasSize(1);
    assertThat(plan.rejections().getFirst().reason()).contains("pins");
    var without = Example.permit(cheap);
    var stop =
        catchThrowableOfType(Stop.class, () -> planner.plan(without, facts("code"), pin)).fault();
    assertThat(stop.code()).isEqualTo(Code.POLICY_DENIED);
  }

  @Test
  void a_canary_is_first_for_its_share_and_last_for_the_rest() {
    for (boolean drawn : List.of(true, false)) {
      var canary = new Canary("dear", drawn);
      var preference = new Preference(null, List.of(), null, canary, new Measured());
      Plan plan = planner.plan(permit, facts("text"), view(Weights.CHEAPEST, preference));
      assertThat(first(plan)).isEqualTo(drawn ? "dear" : "cheap");
      assertThat(plan.choice().layer()).isEqualTo(drawn ? Layer.CANARY : Layer.OBJECTIVE);
    }
  }

  @Test
  void who_holds_the_conversation_in_its_cache_is_cheaper_and_may_be_kept_for_it() {
    var twin = Example.candidate("twin", Example.price(1, 2));
    var twins = Example.permit(cheap, twin);
    var warm = new Warm(twin.ref(), 90);
    var preference = new Preference(null, List.of(), warm, null, new Measured());
    Plan plan = planner.plan(twins, facts("text"), view(Weights.CHEAPEST, preference));
    assertThat(first(plan)).isEqualTo("twin");
    var dearer = new Preference(null, List.of(), new Warm(dear.ref(), 90), null, new Measured());
    var keen = new Weights(1, 0, 0, 0, 10);
    assertThat(first(planner.plan(permit, facts("text"), view(keen, dearer)))).isEqualTo("dear");
  }

  @Test
  void what_probes_found_missing_rules_a_model_out_whatever_it_declares() {
    var measured = new Measured();
    measured.lacks(cheap.ref(), Set.of("streaming", "json_schema"));
    var preference = Preference.only(measured);
    Plan plain = planner.plan(permit, facts("text"), view(Weights.CHEAPEST, preference));
    assertThat(first(plain)).isEqualTo("cheap");
    var needs = new Needs(List.of("json_schema"), _ -> Optional.empty());
    Plan schema = planner.plan(permit, facts("text"), view(Weights.CHEAPEST, preference), needs);
    assertThat(first(schema)).isEqualTo("dear");
  }

  @Test
  void risk_prefers_milder_terms_where_it_counts() {
    assertThat(Risk.of(dear.profile())).isBetween(0.0, 1.0);
    assertThat(Risk.of(Registry.NOTHING_KNOWN)).isEqualTo(1.0);
  }

  @Test
  void a_plan_is_a_part_of_its_permit_in_every_world() {
    for (long seed = 0; seed < WORLDS; seed++) {
      var random = new SplittableRandom(seed);
      var world = new World(random);
      Plan plan;
      try {
        plan = planner.plan(world.permit, world.facts, world.view);
      } catch (Stop stop) {
        assertThat(stop.fault().code())
            .as("seed %d", seed)
            .isIn(Code.NO_ALLOWED_MODEL, Code.UNSUPPORTED, Code.POLICY_DENIED);
        continue;
      }
      var allowed = new HashSet<ModelRef>();
      for (Verdict verdict : world.permit.verdicts()) {
        if (verdict.allowed()) {
          allowed.add(verdict.candidate().ref());
        }
      }
      var planned = new HashSet<ModelRef>();
      plan.order().forEach(verdict -> planned.add(verdict.candidate().ref()));
      assertThat(allowed).as("seed %d", seed).containsAll(planned);
      assertThat(planned).as("seed %d: none twice", seed).hasSize(plan.order().size());
      plan.rejections().forEach(one -> planned.add(one.candidate().ref()));
      assertThat(planned).as("seed %d: none forgotten", seed).isEqualTo(allowed);
    }
  }

  /** Any permit, conditions, weights, rules and knowledge. */
  private static final class World {
    final Permit permit;
    final Facts facts;
    final RouteView view;

    World(SplittableRandom random) {
      var verdicts = new ArrayList<Verdict>();
      var conditions = new HashMap<ModelRef, Condition>();
      var paces = new HashMap<ModelRef, Duration>();
      var candidates = new ArrayList<Candidate>();
      var experience = new Experience();
      var task = new Task(random.nextBoolean() ? "code" : "text", "short");
      int count = 1 + random.nextInt(12);
      for (int i = 0; i < count; i++) {
        var price = random.nextInt(5) == 0 ? null : Example.price(random.nextInt(9), 1);
        var one = Example.candidate("m" + i, price, random.nextInt(4) == 0 ? "tools" : "vision");
        candidates.add(one);
        if (random.nextInt(3) == 0) {
          conditions.put(one.ref(), new Condition(State.OPEN, Duration.ofSeconds(3)));
        }
        paces.put(one.ref(), Duration.ofMillis(1 + random.nextInt(500)));
        experience.scored(sight(task), one, random.nextDouble(), 1);
      }
      Permit all = Example.permit(candidates.toArray(Candidate[]::new));
      for (int i = 0; i < count; i++) {
        Verdict verdict = all.verdicts().get(i);
        boolean allowed = i == 0 || random.nextBoolean();
        verdicts.add(allowed ? verdict : Verdict.no(verdict.candidate(), List.of(), "no"));
      }
      permit = new Permit(all.target(), verdicts);
      var chat = Example.chat(random.nextInt(9_000), 0).doing(task);
      facts = Example.facts(Example.principal(null, Principal.Period.LIFE), chat);
      String named = "m" + random.nextInt(count);
      var rules =
          random.nextBoolean()
              ? List.<RoutingRule>of()
              : List.of(
                  rule(
                      random.nextBoolean()
                          ? Act.PIN
                          : random.nextBoolean() ? Act.PREFER : Act.AVOID,
                      named,
                      "code"));
      var canary = random.nextBoolean() ? null : new Canary(named, random.nextBoolean());
      var warm = random.nextBoolean() ? null : new Warm(candidates.getFirst().ref(), 500);
      var outlook = experience.outlook(sight(task));
      var preference = new Preference(outlook, rules, warm, canary, new Measured());
      view = new RouteView(conditions, paces::get, weights(random), preference);
    }

    private static Experience.Sight sight(Task task) {
      return new Experience.Sight("acme", "auto", task);
    }

    private static Weights weights(SplittableRandom random) {
      double quality = random.nextDouble(9);
      return new Weights(random.nextDouble(), random.nextDouble(), quality, 1, random.nextDouble());
    }
  }
}
