package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.model.Abilities;
import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Code;
import io.sluice.model.Example;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Money;
import io.sluice.model.Permit;
import io.sluice.model.Plan;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Period;
import io.sluice.model.Stop;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Call;
import io.sluice.model.Traits.Operation;
import io.sluice.model.Verdict;
import io.sluice.route.Condition.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private final Planner planner = new Planner();
  private final Principal free = Example.principal(null, Period.LIFE);
  private final Facts chat = Example.facts(free, Example.chat(4_000, 0));
  private final Candidate dear = Example.candidate("dear", Example.price(5, 20), "tools");
  private final Candidate cheap = Example.candidate("cheap", Example.price(1, 2), "tools");
  private final Candidate twin = Example.candidate("twin", Example.price(1, 2), "vision");
  private final Candidate unpriced = Example.candidate("unpriced", null);

  private static List<String> names(Plan plan) {
    return plan.order().stream().map(verdict -> verdict.candidate().name()).toList();
  }

  private static RouteView down(Map<Candidate, Condition> conditions) {
    var byRef = new java.util.HashMap<ModelRef, Condition>();
    conditions.forEach((candidate, condition) -> byRef.put(candidate.ref(), condition));
    return new RouteView(byRef);
  }

  private static Condition open(int seconds) {
    return new Condition(State.OPEN, Duration.ofSeconds(seconds));
  }

  private Fault refusal(Permit permit, Facts facts, RouteView view) {
    return catchThrowableOfType(Stop.class, () -> planner.plan(permit, facts, view)).fault();
  }

  @Test
  void the_cheapest_is_first_ties_keep_their_order_and_unknown_prices_are_last() {
    Permit permit = Example.permit(unpriced, dear, twin, cheap);

    Plan plan = planner.plan(permit, chat, RouteView.ALL_UP);

    assertThat(names(plan)).containsExactly("twin", "cheap", "dear", "unpriced");
    assertThat(plan.rejections()).isEmpty();
  }

  private static RouteView paced(double cost, double latency, Map<Candidate, Integer> millis) {
    var paces = new java.util.HashMap<ModelRef, Duration>();
    millis.forEach((one, took) -> paces.put(one.ref(), Duration.ofMillis(took)));
    return new RouteView(Map.of(), paces::get, new RouteView.Weights(cost, latency));
  }

  @Test
  void the_quickest_is_first_where_pace_alone_counts_and_an_unknown_pace_is_tried() {
    Permit permit = Example.permit(cheap, dear, unpriced);
    var known = paced(0, 1, Map.of(cheap, 900, dear, 300, unpriced, 500));
    assertThat(names(planner.plan(permit, chat, known)))
        .containsExactly("dear", "unpriced", "cheap");
    var fresh = paced(0, 1, Map.of(cheap, 900, dear, 300));
    assertThat(names(planner.plan(permit, chat, fresh)).getFirst()).isEqualTo("unpriced");
  }

  @Test
  void weights_trade_cost_for_pace() {
    Permit permit = Example.permit(cheap, dear);
    var paces = Map.of(cheap, 900, dear, 300);
    assertThat(names(planner.plan(permit, chat, paced(1, 0.2, paces))).getFirst())
        .isEqualTo("cheap");
    assertThat(names(planner.plan(permit, chat, paced(0.2, 1, paces))).getFirst())
        .isEqualTo("dear");
  }

  @Test
  void a_context_that_seems_too_small_is_tried_last() {
    var small = able("small", 900);
    assertThat(names(planner.plan(Example.permit(small, dear), chat, RouteView.ALL_UP)))
        .containsExactly("dear", "small");
    var shorter = Example.facts(free, Example.chat(3_000, 0));
    assertThat(names(planner.plan(Example.permit(small, dear), shorter, RouteView.ALL_UP)))
        .containsExactly("small", "dear");
  }

  @Test
  void what_policy_did_not_permit_is_never_in_the_plan() {
    var verdicts = new ArrayList<>(Example.permit(cheap, dear).verdicts());
    Verdict no = verdicts.getFirst();
    verdicts.set(0, Verdict.no(no.candidate(), no.rules(), "not cleared"));
    var permit = new Permit(Example.permit(cheap, dear).target(), verdicts);

    assertThat(names(planner.plan(permit, chat, RouteView.ALL_UP))).containsExactly("dear");
  }

  @Test
  void a_deployment_that_is_down_is_passed_over_with_the_reason() {
    Plan plan = planner.plan(Example.permit(cheap, dear), chat, down(Map.of(cheap, open(9))));

    assertThat(names(plan)).containsExactly("dear");
    assertThat(plan.rejections().getFirst().candidate()).isEqualTo(cheap);
    assertThat(plan.rejections().getFirst().reason()).contains("down", "9000 ms");
  }

  @Test
  void a_deployment_that_may_be_probed_keeps_its_place() {
    var view = down(Map.of(cheap, new Condition(State.PROBE, Duration.ZERO)));

    assertThat(names(planner.plan(Example.permit(dear, cheap), chat, view)))
        .containsExactly("cheap", "dear");
  }

  @Test
  void when_all_are_down_the_soonest_probe_is_the_time_to_come_back() {
    var view = down(Map.of(cheap, open(9), dear, open(4)));

    Fault fault = refusal(Example.permit(cheap, dear), chat, view);

    assertThat(fault.code()).isEqualTo(Code.NO_ALLOWED_MODEL);
    assertThat(fault.status()).isEqualTo(503);
    assertThat(fault.retryAfter()).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void a_stated_capability_that_is_missing_rules_a_candidate_out() {
    Traits plain = chat.traits();
    var withTools = new Traits(plain.call(), List.of(), List.of("search"), plain.size(), List.of());
    var withImage = new Traits(plain.call(), List.of("image"), List.of(), plain.size(), List.of());
    Permit permit = Example.permit(twin, cheap, unpriced);

    assertThat(names(planner.plan(permit, Example.facts(free, withTools), RouteView.ALL_UP)))
        .containsExactly("cheap", "unpriced");
    assertThat(names(planner.plan(permit, Example.facts(free, withImage), RouteView.ALL_UP)))
        .containsExactly("twin", "unpriced");
    Fault fault = refusal(Example.permit(cheap), Example.facts(free, withImage), RouteView.ALL_UP);
    assertThat(fault.code()).isEqualTo(Code.UNSUPPORTED);
    assertThat(fault.message()).contains("vision");
    assertThat(fault.details()).containsExactly("vision");
  }

  @Test
  void embeddings_go_to_models_that_embed_and_chats_to_those_that_do_not_only_embed() {
    Candidate embedder = Example.candidate("embedder", Example.price(1, 0), "embed");
    var embed =
        new Traits(
            new Call("openai", Operation.EMBED, "auto", false),
            List.of(),
            List.of(),
            chat.traits().size(),
            List.of());
    Permit permit = Example.permit(cheap, embedder);

    assertThat(names(planner.plan(permit, Example.facts(free, embed), RouteView.ALL_UP)))
        .containsExactly("embedder");
    assertThat(names(planner.plan(permit, chat, RouteView.ALL_UP))).containsExactly("cheap");
  }

  @Test
  void under_a_budget_an_unknown_price_rules_a_candidate_out() {
    Facts budgeted = Example.facts(Example.principal(new Money(1), Period.DAY), chat.traits());

    Plan plan = planner.plan(Example.permit(unpriced, dear), budgeted, RouteView.ALL_UP);
    assertThat(names(plan)).containsExactly("dear");
    assertThat(plan.rejections().getFirst().reason()).contains("price");

    Fault fault = refusal(Example.permit(unpriced), budgeted, RouteView.ALL_UP);
    assertThat(fault.code()).isEqualTo(Code.UNSUPPORTED);
    assertThat(fault.details()).containsExactly("unpriced");
  }

  @Test
  void a_model_that_is_only_down_counts_before_one_that_cannot() {
    Candidate blind = Example.candidate("blind", null, "tools");
    Traits plain = chat.traits();
    var withImage = new Traits(plain.call(), List.of("image"), List.of(), plain.size(), List.of());

    Fault fault =
        refusal(
            Example.permit(blind, twin),
            Example.facts(free, withImage),
            down(Map.of(twin, open(3))));

    assertThat(fault.code()).isEqualTo(Code.NO_ALLOWED_MODEL);
  }

  private static Candidate able(String name, long contextTokens, String... capabilities) {
    Candidate any = Example.candidate(name, Example.price(1, 1));
    var abilities = new Abilities(List.of(capabilities), contextTokens, 0, List.of(), false);
    return new Candidate(any.ref(), name, "openai", any.profile(), any.price(), abilities);
  }

  @Test
  void a_kind_of_content_that_no_model_takes_is_named() {
    for (String modality : List.of("image", "document", "audio")) {
      var call = chat.traits().call();
      var traits = new Traits(call, List.of(modality), List.of(), chat.traits().size(), List.of());
      var facts = Example.facts(free, traits);
      String capability = modality.equals("image") ? "vision" : modality;
      var without = able("without", 0, "tools");
      Fault fault = refusal(Example.permit(without), facts, RouteView.ALL_UP);
      assertThat(fault.code()).isEqualTo(Code.UNSUPPORTED);
      assertThat(fault.details()).containsExactly(capability);
      var with = able("with", 0, capability);
      assertThat(names(planner.plan(Example.permit(without, with), facts, RouteView.ALL_UP)))
          .containsExactly("with");
      assertThat(names(planner.plan(Example.permit(able("untold", 0)), facts, RouteView.ALL_UP)))
          .containsExactly("untold");
    }
  }

  @Test
  void a_schema_needs_a_model_that_keeps_to_one() {
    var needs = new Needs(List.of("json_schema"), _ -> Optional.empty());
    var able = able("able", 0, "json_schema", "tools");
    Permit permit = Example.permit(cheap, able);
    assertThat(names(planner.plan(permit, chat, RouteView.ALL_UP, needs))).containsExactly("able");
    var only = Example.permit(cheap);
    var fault =
        catchThrowableOfType(Stop.class, () -> planner.plan(only, chat, RouteView.ALL_UP, needs))
            .fault();
    assertThat(fault.details()).containsExactly("json_schema");
  }

  @Test
  void a_prompt_that_is_too_long_goes_to_who_can_read_it_or_nowhere() {
    var counted = new ArrayList<String>();
    var needs =
        new Needs(
            List.of(),
            candidate -> {
              counted.add(candidate.name());
              return candidate.name().equals("uncounted") ? Optional.empty() : Optional.of(1_500L);
            });
    var small = able("small", 1_000);
    var large = able("large", 2_000);
    var huge = able("huge", 1_000_000);
    var uncounted = able("uncounted", 1_000);
    Permit permit = Example.permit(small, large, huge, uncounted);
    assertThat(names(planner.plan(permit, chat, RouteView.ALL_UP, needs)))
        .containsExactly("large", "huge", "uncounted");
    assertThat(counted).as("only where bytes could be too many").doesNotContain("huge");
    var only = Example.permit(small);
    var fault =
        catchThrowableOfType(Stop.class, () -> planner.plan(only, chat, RouteView.ALL_UP, needs))
            .fault();
    assertThat(fault.code()).isEqualTo(Code.CONTEXT_LENGTH);
    assertThat(fault.message()).contains("1500", "1000");
  }
}
