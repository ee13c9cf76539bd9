package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Candidate;
import io.sluice.model.Deny;
import io.sluice.model.Facts;
import io.sluice.model.Level;
import io.sluice.model.Losses;
import io.sluice.model.Permit;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import io.sluice.model.Verdict;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules may read what a translation would lose, candidate by candidate. */
class LossesTest {
  private static final String FAITHFUL =
      """
      @id("faithful") @owner("test") @reason("'{model}' would not be told: {losses}")
      forbid (principal, action == Action::"invokeModel", resource)
      when { context.losses.contains("seed") };
      """;

  private final Policy policy = new Policy();
  private final Candidate one = World.model("one", Zone.OWN, Level.RESTRICTED, Training.NO);
  private final Candidate other = World.model("other", Zone.OWN, Level.RESTRICTED, Training.NO);

  private static String schema() {
    return Bundles.schema()
        .text()
        .replace("type Request = {\n", "type Request = {\n  losses: Set<String>,\n");
  }

  private static Facts losing(Candidate model, String... fields) {
    var lost = Map.of(model.ref().text(), List.of(fields));
    return World.facts(World.INTERNAL).losing(Losses.known(lost));
  }

  private List<Boolean> decided(Rules rules, Facts facts) {
    return policy.decide(facts, World.target(one, other), rules).verdicts().stream()
        .map(Verdict::allowed)
        .toList();
  }

  @Test
  void a_candidate_toward_which_something_refused_is_lost_is_not_permitted_and_another_is() {
    Rules rules = Bundles.plain(Bundles.withSchema(schema(), Bundles.PERMIT_ALL, FAITHFUL));
    assertThat(rules.readLosses()).isTrue();
    assertThat(decided(rules, losing(one, "seed", "top_k"))).containsExactly(false, true);
    assertThat(decided(rules, losing(other, "seed"))).containsExactly(true, false);
    assertThat(decided(rules, losing(one, "top_k"))).containsExactly(true, true);
    assertThat(decided(rules, World.facts(World.INTERNAL))).containsExactly(true, true);
  }

  @Test
  void the_refusal_names_what_would_be_lost() {
    Rules rules = Bundles.plain(Bundles.withSchema(schema(), Bundles.PERMIT_ALL, FAITHFUL));
    Facts facts = losing(one, "seed", "stop");
    var target = World.target(one);
    assertThat(policy.decide(facts, target, rules))
        .isInstanceOfSatisfying(
            Deny.class,
            deny -> assertThat(deny.fault().message()).contains("would not be told: seed, stop"));
  }

  @Test
  void a_bundle_that_does_not_declare_them_cannot_read_them_and_is_not_told_apart_by_them() {
    Rules rules = Bundles.plain(Bundles.rules(Bundles.PERMIT_ALL));
    assertThat(rules.readLosses()).isFalse();
    var first = policy.decide(losing(one, "seed"), World.target(one), rules);
    assertThat(first).isInstanceOf(Permit.class);
    assertThat(policy.decide(losing(one, "stop"), World.target(one), rules)).isSameAs(first);
    assertThat(Bundles.problems(Bundles.rules(Bundles.PERMIT_ALL, FAITHFUL)))
        .anyMatch(problem -> problem.message().contains("losses"));
  }
}
