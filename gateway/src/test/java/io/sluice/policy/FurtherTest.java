package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Candidate;
import io.sluice.model.Categories;
import io.sluice.model.Code;
import io.sluice.model.Decision;
import io.sluice.model.Deny;
import io.sluice.model.Facts;
import io.sluice.model.Hold;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Losses;
import io.sluice.model.Obligations;
import io.sluice.model.Permit;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Delegation;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import io.sluice.model.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Questions beside the one about models: tools, payloads, copies, operators, agents, approvals. */
class FurtherTest {
  private static final Candidate OWN = World.model("own", Zone.OWN, Level.RESTRICTED, Training.NO);
  private static final Candidate OUTSIDE =
      World.model("outside", Zone.EXTERNAL, Level.INTERNAL, Training.NO);
  private static final Rules STARTER = Bundles.plain(Bundle.starter());
  private static final Official ANN = new Official("ann", "admin", Instant.EPOCH);

  private final Policy policy = new Policy();

  private static ToolUse send(String mode, Integrity context, boolean named) {
    var tool =
        new ToolUse.Tool("mail", "", "send_external", Integrity.INTERNAL, Level.INTERNAL, true);
    var label = new Label(context, Level.INTERNAL, Categories.NONE);
    return new ToolUse(
        tool, label, new ToolUse.Arguments(label, Integrity.USER, named, true), mode);
  }

  private static Facts through(String... agents) {
    Facts facts = World.facts(World.INTERNAL);
    Principal asker = facts.principal();
    var principal =
        new Principal(
            asker.tenant(),
            asker.id(),
            asker.affiliation(),
            asker.grants(),
            asker.allowance(),
            new Delegation(List.of(agents), ""));
    return new Facts(
        principal, facts.traits(), facts.exposure(), "", facts.moment(), List.of(), Losses.UNKNOWN);
  }

  private static Facts claiming(String... agents) {
    Facts facts = World.facts(World.INTERNAL);
    return acting(facts, facts.principal().claiming(List.of(agents)));
  }

  private static Facts acting(Facts facts, Principal principal) {
    return new Facts(
        principal,
        facts.traits(),
        facts.exposure(),
        facts.purpose(),
        facts.moment(),
        facts.waivers(),
        Losses.UNKNOWN);
  }

  private Verdict one(Rules rules, Facts facts, Candidate candidate) {
    Decision decision = policy.decide(facts, World.target(candidate), rules);
    return switch (decision) {
      case Permit permit -> permit.verdicts().getFirst();
      case Deny deny -> deny.verdicts().getFirst();
      case Hold hold -> hold.verdicts().getFirst();
    };
  }

  @Test
  void a_tool_call_is_a_question_of_its_own_and_may_wait_for_a_person() {
    Facts facts = World.facts(World.INTERNAL);
    Leave held = policy.call(facts, send("balanced", Integrity.UNTRUSTED, false), STARTER);
    assertThat(held.allowed()).isFalse();
    assertThat(held.approvable()).isTrue();
    assertThat(held.rules()).containsExactly("tool-integrity-balanced");
    assertThat(held.reason()).contains("'mail'").contains("send_external");
    assertThat(policy.call(facts, send("balanced", Integrity.UNTRUSTED, true), STARTER).allowed())
        .isTrue();
    assertThat(policy.call(facts, send("observe", Integrity.UNTRUSTED, false), STARTER).allowed())
        .isTrue();
    assertThat(policy.call(facts, send("strict", Integrity.UNTRUSTED, true), STARTER).rules())
        .containsExactly("tool-integrity-strict");
  }

  @Test
  void a_rule_may_speak_of_one_tool_by_its_name_and_server() {
    String rule =
        """
        @id("no-mail") @owner("test") @reason("not this tool")
        forbid (principal, action == Action::"callTool", resource == Tool::"mail");
        """;
    var rules = Bundles.plain(Bundles.starterAnd(rule));
    Leave leave =
        policy.call(World.facts(World.INTERNAL), send("observe", Integrity.USER, true), rules);
    assertThat(leave.rules()).containsExactly("no-mail");
    assertThat(leave.approvable()).isFalse();
  }

  @Test
  void what_a_schema_does_not_declare_policy_has_no_say_in_but_no_copy_leaves() {
    String schema = Bundles.schema().text();
    int from = schema.indexOf("// May this tool call");
    var rules = Bundles.plain(Bundles.withSchema(schema.substring(0, from), Bundles.PERMIT_ALL));
    Facts facts = World.facts(World.INTERNAL);
    assertThat(policy.call(facts, send("strict", Integrity.UNTRUSTED, false), rules).allowed())
        .isTrue();
    assertThat(policy.store(facts, "full", rules).allowed()).isTrue();
    assertThat(policy.administer(ANN, "keys.create", rules).allowed()).isTrue();
    var verdict = one(rules, facts, OWN);
    assertThat(policy.shadow(facts, OWN, verdict, rules).allowed()).isFalse();
  }

  @Test
  void an_operator_may_be_kept_from_what_the_role_reaches() {
    String rule =
        """
        @id("two-people") @owner("test") @reason("not alone")
        forbid (principal == Operator::"ann", action == Action::"administer", resource)
        when { resource.name == "policy.activate" && principal.role == "admin" };
        """;
    var rules = Bundles.plain(Bundles.starterAnd(rule));
    assertThat(policy.administer(ANN, "policy.activate", rules).rules())
        .containsExactly("two-people");
    assertThat(policy.administer(ANN, "keys.create", rules).allowed()).isTrue();
    assertThat(policy.view(ANN, "exchange", rules).allowed()).isTrue();
  }

  @Test
  void every_agent_of_a_chain_must_be_permitted() {
    String rule =
        """
        @id("not-the-scraper") @owner("test") @reason("not through this agent")
        forbid (principal == Caller::"scraper", action == Action::"invokeModel", resource);
        """;
    var rules = Bundles.plain(Bundles.starterAnd(rule));
    assertThat(one(rules, through(), OWN).allowed()).isTrue();
    assertThat(one(rules, through("planner"), OWN).allowed()).isTrue();
    assertThat(one(rules, through("planner", "scraper"), OWN).rules())
        .containsExactly("not-the-scraper");
    assertThat(one(rules, through("scraper", "planner"), OWN).allowed()).isFalse();
  }

  @Test
  void an_agent_that_only_a_header_names_can_refuse_and_never_permit() {
    String rules =
        """
        @id("not-the-scraper") @owner("test") @reason("not through this agent")
        forbid (principal == Caller::"scraper", action == Action::"invokeModel", resource);
        @id("not-for-anyone-behind-it") @owner("test") @reason("nor behind it")
        forbid (principal, action == Action::"invokeModel", resource)
        when { principal.agents.contains("crawler") };
        @id("through-the-desk") @owner("test") @reason("only through the desk")
        forbid (principal, action == Action::"invokeModel", resource)
        when { principal.team == "web" && resource.provider == "desk" }
        unless { principal.agents.contains("desk") || principal == Caller::"desk" };
        """;
    var starter = Bundles.plain(Bundles.starterAnd(rules));
    Candidate desk = World.model("desk", Zone.OWN, Level.RESTRICTED, Training.NO);
    assertThat(one(starter, claiming("planner"), OWN).allowed()).isTrue();
    assertThat(one(starter, claiming("planner", "scraper"), OWN).rules())
        .containsExactly("not-the-scraper");
    assertThat(one(starter, claiming("crawler"), OWN).allowed()).isFalse();
    assertThat(one(starter, through("desk"), desk).allowed()).isTrue();
    assertThat(one(starter, claiming("desk"), desk).rules()).containsExactly("through-the-desk");
  }

  @Test
  void what_is_masked_is_what_every_member_of_a_chain_may_have_masked() {
    String rules =
        """
        @id("scraper-masks-cards") @owner("test") @reason("this agent's cards are masked")
        @mask("pci")
        permit (principal == Caller::"scraper", action == Action::"mask", resource);
        @id("caller-masks-people") @owner("test") @reason("people are masked")
        @mask("pii")
        permit (principal, action == Action::"mask", resource);
        @id("nothing-with-cards") @owner("test") @reason("no cards")
        forbid (principal, action == Action::"invokeModel", resource)
        when { context.categories.contains("pci") };
        """;
    var bundle = Bundles.plain(Bundles.rules(Bundles.permit("all", "context.level >= 0"), rules));
    Facts card = World.facts(World.INTERNAL, World.CARD);
    assertThat(one(bundle, card, OWN).allowed()).isFalse();
    assertThat(one(bundle, acting(card, card.principal().through(List.of("scraper"))), OWN))
        .extracting(Verdict::allowed)
        .isEqualTo(false);
    assertThat(one(bundle, acting(card, card.principal().claiming(List.of("scraper"))), OWN))
        .extracting(Verdict::allowed)
        .isEqualTo(false);
  }

  @Test
  void another_agent_never_permits_more_in_any_world() {
    String rules =
        """
        @id("scraper") @owner("test") @reason("not this agent with that")
        forbid (principal == Caller::"scraper", action == Action::"invokeModel", resource)
        when { context.level > 1 || context.categories.contains("pii") };
        @id("scraper-masks") @owner("test") @reason("may be masked") @mask("source,pii")
        permit (principal == Caller::"scraper", action == Action::"mask", resource);
        """;
    var starter = Bundles.plain(Bundles.starterAnd(rules));
    var random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      Facts facts = World.anyFacts(random);
      var target = World.anyTarget(random);
      Principal asker = facts.principal();
      boolean proved = random.nextBoolean();
      Principal more =
          proved ? asker.through(List.of("scraper")) : asker.claiming(List.of("scraper"));
      var before = policy.decide(facts, target, starter);
      var after = policy.decide(acting(facts, more), target, starter);
      if (!(before instanceof Permit)) {
        assertThat(after).isNotInstanceOf(Permit.class);
      }
      refused += before instanceof Permit && !(after instanceof Permit) ? 1 : 0;
    }
    assertThat(refused).isPositive();
  }

  @Test
  void a_forbid_that_a_person_may_set_aside_makes_a_hold() {
    String approvable = "@approval " + Bundles.forbid("ask-first", "context.level >= 1");
    var rules = Bundles.plain(Bundles.starterAnd(approvable));
    Decision decision = policy.decide(World.facts(World.INTERNAL), World.target(OWN), rules);
    assertThat(decision)
        .isInstanceOfSatisfying(
            Hold.class,
            hold -> {
              assertThat(hold.fault().code()).isEqualTo(Code.APPROVAL_REQUIRED);
              assertThat(hold.fault().details()).containsExactly("ask-first");
              assertThat(hold.verdicts().getFirst().approvable()).isTrue();
            });
  }

  @Test
  void an_approval_never_reaches_past_a_forbid_that_stands() {
    String both =
        "@approval "
            + Bundles.forbid("ask-first", "context.level >= 1")
            + Bundles.forbid("never", "resource.zone == \"own\"");
    var rules = Bundles.plain(Bundles.starterAnd(both));
    assertThat(policy.decide(World.facts(World.INTERNAL), World.target(OWN), rules))
        .isInstanceOf(Deny.class);
    assertThat(policy.decide(World.facts(World.INTERNAL), World.target(OWN, OUTSIDE), rules))
        .isInstanceOfSatisfying(
            Hold.class,
            hold ->
                assertThat(hold.verdicts())
                    .extracting(Verdict::approvable)
                    .containsExactly(false, true));
  }

  @Test
  void an_approved_model_is_still_masked_toward() {
    String approvable = "@approval " + Bundles.forbid("ask-first", "context.level >= 1");
    var rules = Bundles.plain(Bundles.starterAnd(approvable));
    Verdict verdict = one(rules, World.facts(World.INTERNAL, World.CARD), OUTSIDE);
    assertThat(verdict.approvable()).isTrue();
    assertThat(verdict.mask()).isEqualTo(Categories.of("pci"));
  }

  @Test
  void permits_may_ask_for_something_in_return_and_the_strictest_counts() {
    String first =
        "@max_tokens(\"500\") @storage(\"redacted\") " + Bundles.permit("a", "context.level == 1");
    String second =
        "@max_tokens(\"200\") @region(\"keep\") " + Bundles.permit("b", "context.level <= 1");
    var rules = Bundles.plain(Bundles.rules(first, second));
    assertThat(one(rules, World.facts(World.INTERNAL), OWN).obligations())
        .isEqualTo(new Obligations(200, Obligations.Storage.REDACTED, true, false, false, false));
    var open = new Label(Integrity.USER, Level.PUBLIC, Categories.NONE);
    assertThat(one(rules, World.facts(open), OWN).obligations())
        .isEqualTo(new Obligations(200, Obligations.Storage.FULL, true, false, false, false));
  }

  @Test
  void a_region_that_is_kept_is_not_left_by_a_fallback() {
    var rules =
        Bundles.plain(
            Bundles.rules(Bundles.PERMIT_ALL, "@region(\"keep\") " + Bundles.permit("k", "true")));
    Facts facts = World.facts(World.INTERNAL);
    Verdict here = one(rules, facts, OUTSIDE);
    assertThat(policy.fallback(facts, OWN, here, rules).allowed()).isTrue();
    var nowhere =
        new Candidate(
            OWN.ref(),
            OWN.name(),
            OWN.api(),
            new io.sluice.model.Profile(
                Zone.OWN,
                "EU",
                0,
                Training.NO,
                Level.RESTRICTED,
                OWN.profile().review(),
                io.sluice.model.Profile.Diligence.NONE),
            null,
            OWN.abilities());
    Verdict there = one(rules, facts, nowhere);
    assertThat(policy.fallback(facts, OUTSIDE, there, rules).allowed()).isFalse();
  }
}
