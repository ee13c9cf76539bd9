package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Candidate;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Facts;
import io.sluice.model.Level;
import io.sluice.model.Losses;
import io.sluice.model.Permit;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import io.sluice.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A waiver excepts from the forbid that opted in under its name, and from nothing else. */
class WaivedTest {
  private static final String OPTED_IN =
      """
      @id("soft") @owner("test") @reason("not on weekdays")
      forbid (principal, action == Action::"invokeModel", resource) when { context.level == 1 }
      unless { context.waivers.contains("soft") };
      """;
  private static final int WORLDS = 2_000;

  private final Policy policy = new Policy();
  private final Candidate own = World.model("own", Zone.OWN, Level.RESTRICTED, Training.NO);

  private static Facts waiving(Facts facts, List<String> waivers) {
    return new Facts(
        facts.principal(),
        facts.traits(),
        facts.exposure(),
        facts.purpose(),
        facts.moment(),
        waivers,
        Losses.UNKNOWN);
  }

  private boolean allowed(Rules rules, Facts facts, Candidate... candidates) {
    return policy.decide(facts, World.target(candidates), rules) instanceof Permit;
  }

  @Test
  void a_waiver_counts_for_its_rule_and_resource() {
    Rules rules = Bundles.plain(Bundles.rules(Bundles.PERMIT_ALL, OPTED_IN));
    Facts facts = World.facts(World.INTERNAL);
    assertThat(rules.waivable()).containsExactly("soft");
    assertThat(allowed(rules, facts, own)).isFalse();
    assertThat(allowed(rules, waiving(facts, List.of("soft#w1")), own)).isTrue();
    assertThat(allowed(rules, waiving(facts, List.of("soft@own#w1")), own)).isTrue();
    assertThat(allowed(rules, waiving(facts, List.of("soft@own/m#w1")), own)).isTrue();
    assertThat(allowed(rules, waiving(facts, List.of("soft@other#w1")), own)).isFalse();
    assertThat(allowed(rules, waiving(facts, List.of("softer#soft")), own)).isFalse();
  }

  @Test
  void a_waiver_never_permits_what_has_no_waivable_forbid() {
    var random = new Random(7);
    Rules rules = Bundles.plain(Bundle.starter());
    List<String> ids = rules.ids();
    List<String> others = ids.stream().filter(id -> !rules.waivable().contains(id)).toList();
    for (int i = 0; i < WORLDS; i++) {
      Facts facts = World.facts(World.anyExposure(random), List.of(), i);
      Target target = World.anyTarget(random);
      var waivers = new ArrayList<String>();
      for (int w = random.nextInt(4); w > 0; w--) {
        waivers.add(others.get(random.nextInt(others.size())) + "#w" + w);
      }
      Decision plain = policy.decide(facts, target, rules);
      Decision waived = policy.decide(waiving(facts, waivers), target, rules);
      assertThat(waived).as("world %d", i).isEqualTo(plain);
    }
  }

  @Test
  void what_a_waiver_opens_was_held_back_by_waivable_forbids_alone() {
    var random = new Random(11);
    Rules rules = Bundles.plain(Bundle.starter());
    var all = rules.waivable().stream().map(id -> id + "#w").toList();
    int opened = 0;
    for (int i = 0; i < WORLDS; i++) {
      Facts facts = World.facts(World.anyExposure(random), List.of(), i);
      Candidate model = World.anyTarget(random).candidates().getFirst();
      boolean before = allowed(rules, facts, model);
      boolean after = allowed(rules, waiving(facts, all), model);
      assertThat(after || !before).as("world %d: a waiver takes nothing away", i).isTrue();
      if (after && !before) {
        opened++;
        var deny = (Deny) policy.decide(facts, World.target(model), rules);
        assertThat(rules.waivable()).containsAll(deny.verdicts().getFirst().rules());
      }
    }
    assertThat(opened).as("worlds that a waiver opens").isPositive();
  }

  @Test
  void reading_waivers_in_any_other_way_is_refused_at_load() {
    for (String wrong :
        List.of(
            "permit (principal, action == Action::\"invokeModel\", resource)"
                + " when { context.waivers.contains(\"w\") };",
            "forbid (principal, action == Action::\"invokeModel\", resource)"
                + " when { context.waivers.contains(\"w\") };",
            "forbid (principal, action == Action::\"invokeModel\", resource)"
                + " unless { context.waivers.contains(\"another\") };",
            "forbid (principal, action == Action::\"invokeModel\", resource)"
                + " unless { context.waivers.isEmpty() || context.level == 0 };")) {
      String text = "@id(\"w\") @owner(\"t\") @reason(\"r\")\n" + wrong;
      assertThat(Bundles.problems(Bundles.rules(Bundles.PERMIT_ALL, text)))
          .as(wrong)
          .anyMatch(problem -> problem.message().contains("waivers are read in a forbid alone"));
    }
  }
}
