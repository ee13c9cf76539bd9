package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Candidate;
import io.sluice.model.Categories;
import io.sluice.model.Code;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Exposure;
import io.sluice.model.Facts;
import io.sluice.model.Hold;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Permit;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import io.sluice.model.Target;
import io.sluice.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyTest {
  private static final Candidate OUTSIDE =
      World.model("outside", Zone.EXTERNAL, Level.INTERNAL, Training.NO);
  private static final Candidate STRANGER =
      World.model("stranger", Zone.EXTERNAL, Level.PUBLIC, Training.UNKNOWN);
  private static final Candidate OWN = World.model("own", Zone.OWN, Level.RESTRICTED, Training.NO);
  private static final Rules STARTER = Bundles.plain(Bundle.starter());

  private final Policy policy = new Policy();

  private static List<Verdict> verdicts(Decision decision) {
    return switch (decision) {
      case Permit permit -> permit.verdicts();
      case Deny deny -> deny.verdicts();
      case Hold hold -> hold.verdicts();
    };
  }

  private Verdict one(Rules rules, Facts facts, Candidate candidate) {
    return verdicts(policy.decide(facts, World.target(candidate), rules)).getFirst();
  }

  @Test
  void what_no_rule_permits_is_denied() {
    var rules = Bundles.plain(Bundles.rules(Bundles.permit("some", "context.level == 0")));
    Verdict verdict = one(rules, World.facts(World.INTERNAL), OWN);
    assertThat(verdict.allowed()).isFalse();
    assertThat(verdict.rules()).isEmpty();
    assertThat(verdict.reason()).isEqualTo("no rule permits internal content at provider 'own'");
  }

  @Test
  void a_forbid_overrides_every_permit() {
    var rules =
        Bundles.plain(
            Bundles.rules(
                Bundles.PERMIT_ALL, Bundles.forbid("no", "resource.provider == \"own\"")));
    Decision decision =
        policy.decide(World.facts(World.INTERNAL), World.target(OWN, OUTSIDE), rules);
    assertThat(decision).isInstanceOf(Permit.class);
    assertThat(verdicts(decision)).extracting(Verdict::allowed).containsExactly(false, true);
    assertThat(verdicts(decision).getFirst().rules()).containsExactly("no");
  }

  @Test
  void a_forbid_that_fails_denies_although_cedar_would_skip_it() {
    String overflow = "principal.app == \"shop\" && context.level + 9223372036854775807 > 0";
    var rules =
        Bundles.plain(Bundles.rules(Bundles.PERMIT_ALL, Bundles.forbid("breaks", overflow)));
    Verdict verdict = one(rules, World.facts(World.INTERNAL), OWN);
    assertThat(verdict.allowed()).isFalse();
    assertThat(verdict.rules()).containsExactly("breaks");
    assertThat(verdict.reason()).isEqualTo("policy could not be evaluated");
  }

  @Test
  void a_permit_that_fails_denies_although_another_permits() {
    String overflow = "principal.app == \"shop\" && context.level + 9223372036854775807 > 0";
    var rules =
        Bundles.plain(Bundles.rules(Bundles.PERMIT_ALL, Bundles.permit("breaks", overflow)));
    assertThat(one(rules, World.facts(World.INTERNAL), OWN).allowed()).isFalse();
  }

  @Test
  void a_refusal_says_which_provider_lacks_what_and_names_the_rules() {
    Decision decision = policy.decide(World.facts(World.INTERNAL), World.target(STRANGER), STARTER);
    assertThat(decision)
        .isInstanceOfSatisfying(
            Deny.class,
            deny -> {
              assertThat(deny.fault().code()).isEqualTo(Code.POLICY_DENIED);
              assertThat(deny.fault().status()).isEqualTo(403);
              assertThat(deny.fault().details()).containsExactly("above-clearance");
              assertThat(deny.fault().message())
                  .contains("provider 'stranger' has clearance public")
                  .contains("content is internal");
            });
  }

  @Test
  void a_hidden_rule_is_recorded_but_not_shown() {
    var rules =
        Bundles.plain(
            Bundles.rules(
                Bundles.PERMIT_ALL,
                "@hidden " + Bundles.forbid("secret-project", "context.level == 1")));
    Decision decision = policy.decide(World.facts(World.INTERNAL), World.target(OWN), rules);
    assertThat(verdicts(decision).getFirst().rules()).containsExactly("secret-project");
    assertThat(decision)
        .isInstanceOfSatisfying(
            Deny.class,
            deny -> {
              assertThat(deny.fault().details()).isEmpty();
              assertThat(deny.fault().message()).doesNotContain("forbidden here", "secret-project");
            });
  }

  @Test
  void a_target_without_candidates_is_denied() {
    var nothing = new Target("auto", false, List.of());
    assertThat(policy.decide(World.facts(World.INTERNAL), nothing, STARTER))
        .isInstanceOf(Deny.class);
  }

  @Test
  void the_mask_grows_until_every_forbid_is_satisfied() {
    Facts facts = World.facts(World.INTERNAL, World.KEY, World.CARD, World.EMAIL);
    assertThat(one(STARTER, facts, OUTSIDE).mask())
        .isEqualTo(Categories.of("pci", "pii", "secret"));
    assertThat(one(STARTER, facts, OWN).mask()).isEqualTo(Categories.of("secret"));
    assertThat(one(STARTER, facts, STRANGER).allowed()).isFalse();
  }

  @Test
  void a_default_deny_is_tried_again_with_what_may_be_masked() {
    var rules =
        Bundles.plain(
            Bundles.rules(
                Bundles.permit("low", "context.level <= 1"),
                Bundles.mask("cards", "pci", "context.level > 1")));
    Facts card = World.facts(World.INTERNAL, World.CARD);
    assertThat(one(rules, card, OWN).mask()).isEqualTo(Categories.of("pci"));
    Facts key = World.facts(World.INTERNAL, World.KEY);
    assertThat(one(rules, key, OWN).allowed()).isFalse();
  }

  @Test
  void what_may_not_be_masked_is_refused_rather_than_sent() {
    String forbid = Bundles.forbid("never-cards", "context.categories.contains(\"pci\")");
    Facts facts = World.facts(World.INTERNAL, World.CARD);
    var sent = Bundles.plain(Bundles.starterAnd(forbid));
    assertThat(one(sent, facts, OUTSIDE).mask()).isEqualTo(Categories.of("pci"));
    String both =
        forbid.replace(
            "action == Action::\"invokeModel\"",
            "action in [Action::\"invokeModel\", Action::\"mask\"]");
    Verdict verdict = one(Bundles.plain(Bundles.starterAnd(both)), facts, OUTSIDE);
    assertThat(verdict.allowed()).isFalse();
    assertThat(verdict.rules()).contains("never-cards");
  }

  @Test
  void a_bundle_without_the_action_masks_nothing() {
    String schema = Bundles.schema().text();
    int from = schema.indexOf("// May what was found");
    String without =
        schema.substring(0, from) + schema.substring(schema.indexOf("// May this model take"));
    String low = Bundles.permit("low", "context.level <= 1");
    var rules = Bundles.plain(Bundles.withSchema(without, low));
    assertThat(one(rules, World.facts(World.INTERNAL, World.CARD), OWN).allowed()).isFalse();
    assertThat(one(rules, World.facts(World.INTERNAL), OWN).allowed()).isTrue();
  }

  @Test
  void a_rule_may_speak_of_a_provider_as_a_whole() {
    String rule =
        """
        @id("not-outside") @owner("test") @reason("not this one")
        forbid (principal, action, resource in Provider::"outside");
        """;
    var rules = Bundles.plain(Bundles.starterAnd(rule));
    var open = World.facts(new Label(Integrity.USER, Level.PUBLIC, Categories.NONE));
    assertThat(one(rules, open, OUTSIDE).rules()).containsExactly("not-outside");
    assertThat(one(rules, open, OWN).allowed()).isTrue();
  }

  @Test
  void only_accepted_jurisdictions_take_confidential_content() throws BundleException {
    var model = World.model("us", Zone.EXTERNAL, Level.CONFIDENTIAL, Training.NO);
    var facts = World.facts(new Label(Integrity.USER, Level.CONFIDENTIAL, Categories.NONE));
    assertThat(one(STARTER, facts, model).allowed()).isTrue();
    var settings = new RulesSettings(null, RulesSettings.CATEGORIES, Set.of("EU", "CH"), 100);
    Verdict verdict = one(Rules.of(Bundle.starter(), settings), facts, model);
    assertThat(verdict.rules()).containsExactly("confidential-jurisdiction");
  }

  @Test
  void fields_that_change_terms_are_refused_by_name() {
    var exposure =
        new Exposure(new Label(Integrity.USER, Level.RESTRICTED, Categories.NONE), List.of());
    Facts facts = World.facts(exposure, List.of("background", "store"), 10);
    assertThat(one(STARTER, facts, OWN).reason()).contains("background, store");
  }

  @Test
  void a_fallback_that_the_permit_does_not_allow_is_refused_unasked() {
    var to = Verdict.no(OUTSIDE, List.of(), "no");
    assertThat(policy.fallback(World.facts(World.INTERNAL), OWN, to, STARTER).allowed()).isFalse();
  }

  @Test
  void a_fallback_is_judged_by_what_masking_leaves() {
    var open = new Label(Integrity.USER, Level.PUBLIC, Categories.NONE);
    Facts facts = World.facts(open, World.CARD);
    var masked = Verdict.yes(OUTSIDE, Categories.of("pci"), List.of());
    assertThat(policy.fallback(facts, OWN, masked, STARTER).allowed()).isTrue();
    var whole = Verdict.yes(OUTSIDE, Categories.NONE, List.of());
    Leave leave = policy.fallback(facts, OWN, whole, STARTER);
    assertThat(leave.allowed()).isFalse();
    assertThat(leave.rules()).containsExactly("fallback-zone");
    assertThat(leave.reason()).contains("'outside'").contains("'own'");
  }

  @Test
  void an_answer_above_the_audience_is_kept_back_with_both_levels_named() {
    var output = new Label(Integrity.USER, Level.CONFIDENTIAL, Categories.NONE);
    Facts facts = World.facts(World.INTERNAL);
    Leave leave = policy.release(facts, output, Level.INTERNAL, STARTER);
    assertThat(leave.allowed()).isFalse();
    assertThat(leave.reason()).contains("confidential").contains("internal");
    assertThat(policy.release(facts, output, Level.RESTRICTED, STARTER).allowed()).isTrue();
    assertThat(policy.release(facts, output, Level.INTERNAL, STARTER)).isEqualTo(leave);
  }

  @Test
  void a_remembered_decision_is_the_one_a_fresh_mind_comes_to() {
    var random = new Random(11);
    var forgetful = new ArrayList<Decision>();
    var facts = new ArrayList<Facts>();
    var targets = new ArrayList<Target>();
    for (int i = 0; i < 150; i++) {
      facts.add(World.anyFacts(random));
      targets.add(World.anyTarget(random));
      Rules fresh = i % 30 == 0 ? Bundles.plain(Bundle.starter()) : STARTER;
      forgetful.add(policy.decide(facts.get(i), targets.get(i), fresh));
    }
    var shared = Bundles.plain(Bundle.starter());
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < facts.size(); i++) {
        assertThat(policy.decide(facts.get(i), targets.get(i), shared)).isEqualTo(forgetful.get(i));
      }
    }
  }

  @Test
  void what_no_rule_can_read_does_not_split_the_memory() {
    var exposure = new Exposure(World.INTERNAL, List.of(World.EMAIL));
    var target = World.target(OUTSIDE, OWN);
    Decision first = policy.decide(World.facts(exposure, List.of(), 10), target, STARTER);
    Decision second = policy.decide(World.facts(exposure, List.of(), 99_999), target, STARTER);
    assertThat(second).isSameAs(first);
    Decision other = policy.decide(World.facts(exposure, List.of("store"), 10), target, STARTER);
    assertThat(other).isNotSameAs(first);
  }

  @Test
  void what_is_asked_most_is_what_another_version_decides_first() {
    var rules = Bundles.plain(Bundle.starter());
    var target = World.target(OUTSIDE, OWN);
    Facts often = World.facts(World.INTERNAL);
    Facts seldom = World.facts(World.INTERNAL, World.CARD);
    assertThat(policy.decide(seldom, target, rules)).isNotNull();
    for (int i = 0; i < 20; i++) {
      assertThat(policy.decide(often, target, rules)).isNotNull();
    }
    assertThat(rules.hottest(1)).containsExactly(new Hot(often, target));
    assertThat(rules.hottest(9)).hasSize(2);
  }

  private static final List<String> CONDITIONS =
      List.of(
          "context.level >= 2",
          "context.categories.contains(\"pii\")",
          "resource.zone == \"external\" && context.integrity < 2",
          "resource.provider == \"p1\"",
          "!context.terms.isEmpty()",
          "context.level > resource.clearance",
          "resource.training == \"unknown\" || context.masked.contains(\"pci\")");

  private static String anyCondition(Random random) {
    return CONDITIONS.get(random.nextInt(CONDITIONS.size()));
  }

  /** Permits, forbids and permits to mask, of any kind and in any mixture. */
  private static List<String> anyRules(Random random) {
    var rules = new ArrayList<String>();
    rules.add(Bundles.permit("low", "context.level <= " + random.nextInt(3)));
    for (int i = random.nextInt(4); i > 0; i--) {
      String id = "r" + i;
      rules.add(
          switch (random.nextInt(3)) {
            case 0 -> Bundles.permit(id, anyCondition(random));
            case 1 -> Bundles.forbid(id, anyCondition(random));
            default -> Bundles.forbid(id, anyCondition(random)).replace("invokeModel", "mask");
          });
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      String categories = List.of("pii", "pci", "secret,pii", "pii,pci,phi").get(random.nextInt(4));
      rules.add(Bundles.mask("m" + i, categories, anyCondition(random)));
    }
    return rules;
  }

  @Test
  void another_forbid_never_permits_more() {
    for (int seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      boolean starter = random.nextInt(4) == 0;
      String forbid = Bundles.forbid("added", anyCondition(random));
      String added = random.nextBoolean() ? forbid : forbid.replace("invokeModel", "mask");
      var rules = anyRules(random);
      var base = starter ? Bundle.starter() : Bundles.rules(rules.toArray(String[]::new));
      rules.add(added);
      var more = starter ? Bundles.starterAnd(added) : Bundles.rules(rules.toArray(String[]::new));
      assertNoMore(Bundles.plain(base), Bundles.plain(more), random);
    }
  }

  @Test
  void rules_asked_one_by_one_decide_as_they_do_together() {
    for (int seed = 0; seed < 12; seed++) {
      var random = new Random(seed);
      var texts = new ArrayList<>(anyRules(random));
      texts.add("@approval " + Bundles.forbid("ask", anyCondition(random)));
      var whole = Bundles.plain(Bundles.rules(texts.toArray(String[]::new)));
      var sliced = whole.sliced();
      for (int i = 0; i < 60; i++) {
        Facts facts = World.anyFacts(random);
        Target target = World.anyTarget(random);
        assertThat(policy.decide(facts, target, sliced))
            .as("seed " + seed)
            .isEqualTo(policy.decide(facts, target, whole));
        if (policy.decide(facts, target, whole) instanceof Permit permit) {
          Verdict to = permit.verdicts().getLast();
          var from = target.candidates().getFirst();
          assertThat(policy.fallback(facts, from, to, sliced))
              .isEqualTo(policy.fallback(facts, from, to, whole));
        }
      }
    }
  }

  private void assertNoMore(Rules base, Rules stricter, Random random) {
    for (int i = 0; i < 40; i++) {
      Facts facts = World.anyFacts(random);
      Target target = World.anyTarget(random);
      var before = verdicts(policy.decide(facts, target, base));
      var after = verdicts(policy.decide(facts, target, stricter));
      for (int c = 0; c < before.size(); c++) {
        assertNoMore(before.get(c), after.get(c));
      }
    }
  }

  private static void assertNoMore(Verdict before, Verdict after) {
    if (after.allowed()) {
      assertThat(before.allowed()).as("%s then %s", before, after).isTrue();
      assertThat(after.mask().containsAll(before.mask())).as("%s, %s", before, after).isTrue();
    }
  }

  @Test
  void no_permit_lets_content_past_a_clearance_in_any_world() {
    var random = new Random(3);
    for (int i = 0; i < 300; i++) {
      Facts facts = World.anyFacts(random);
      for (Verdict verdict : verdicts(policy.decide(facts, World.anyTarget(random), STARTER))) {
        if (verdict.allowed()) {
          Level left = facts.exposure().masking(verdict.mask()).level();
          assertThat(left.within(verdict.candidate().profile().clearance()) || left == Level.PUBLIC)
              .as("%s %s", facts, verdict)
              .isTrue();
        }
      }
    }
  }
}
