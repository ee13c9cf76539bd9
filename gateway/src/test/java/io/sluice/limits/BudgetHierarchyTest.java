package io.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.limits.BudgetRule.Terms;
import io.sluice.limits.BudgetRule.Whom;
import io.sluice.model.Account;
import io.sluice.model.Account.Measure;
import io.sluice.model.Account.Scope;
import io.sluice.model.Account.Unit;
import io.sluice.model.Candidate;
import io.sluice.model.Charge;
import io.sluice.model.Code;
import io.sluice.model.Earmark;
import io.sluice.model.Example;
import io.sluice.model.Fault;
import io.sluice.model.Money;
import io.sluice.model.Plan;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Period;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Budgets of tenants, teams, keys and sessions, in dollars and tokens, overall and per model. */
class BudgetHierarchyTest {
  private static final BudgetSettings PLAIN = new BudgetSettings(1_000, 256, 0, 0, Map.of());

  private final SetClock clock = new SetClock(Example.NOON);
  private final Budgets budgets = new Budgets(PLAIN, clock, BudgetFold.empty());
  private final Candidate cheap = Example.candidate("cheap", Example.price(1, 1));
  private final Candidate dear = Example.candidate("dear", Example.price(10, 10));

  private static BudgetRule rule(Scope scope, Measure measure, long limit) {
    return new BudgetRule(
        new Whom(scope, "", "", ""), measure, Period.DAY, new Terms(limit, true, List.of(50, 100)));
  }

  private static BudgetRule soft(BudgetRule rule) {
    var terms = new Terms(rule.terms().limit(), false, rule.terms().alerts());
    return new BudgetRule(rule.whom(), rule.measure(), rule.period(), terms);
  }

  private static Principal key(String id, String team) {
    Principal plain = Example.principal(null, Period.LIFE);
    var there = new Principal.Affiliation(team, "bot", List.of());
    return new Principal(
        plain.tenant(), id, there, plain.grants(), plain.allowance(), plain.delegation());
  }

  private Fault refusal(Principal who, Plan plan, List<BudgetRule> rules) {
    Stop stop =
        catchThrowableOfType(
            Stop.class, () -> budgets.reserve(who, plan, Example.chat(100, 100), rules).close());
    return stop.fault();
  }

  private Books books(Scope scope, String id, Measure measure) {
    var holder = new Account.Holder(scope, id);
    return budgets.books(new Account("acme", holder, measure, Period.DAY, 0).at(clock.now()));
  }

  private static List<Charge> used(Candidate candidate, long micros, long tokens) {
    return List.of(new Charge(candidate, new Money(micros), tokens));
  }

  @Test
  void an_exchange_is_set_aside_on_every_budget_at_once_or_on_none() {
    var rules =
        List.of(
            rule(Scope.TENANT, Measure.DOLLARS, 1_000),
            rule(Scope.TEAM, Measure.DOLLARS, 300),
            rule(Scope.PRINCIPAL, new Measure(Unit.TOKENS, ""), 10_000));
    Plan plan = Example.plan(cheap);

    Reservation first = budgets.reserve(key("k1", "red"), plan, Example.chat(100, 100), rules);
    assertThat(first.reserved().earmarks())
        .extracting(Earmark::amount)
        .containsExactly(200L, 200L, 200L);
    Fault fault = refusal(key("k2", "red"), plan, rules);

    assertThat(fault.code()).isEqualTo(Code.BUDGET_EXCEEDED);
    assertThat(fault.message()).contains("of the team has too little left");
    assertThat(fault.retryAfter()).isNotNull();
    assertThat(books(Scope.TENANT, "acme", Measure.DOLLARS).open()).isEqualTo(200);
    assertThat(books(Scope.PRINCIPAL, "k2", new Measure(Unit.TOKENS, "")).reserved()).isZero();
    first.settle(used(cheap, 150, 120));
    assertThat(books(Scope.TEAM, "red", Measure.DOLLARS)).isEqualTo(new Books(200, 150, 50, 0));
    assertThat(books(Scope.PRINCIPAL, "k1", new Measure(Unit.TOKENS, "")).settled()).isEqualTo(120);
    budgets.reserve(key("k3", "blue"), plan, Example.chat(100, 100), rules).close();
  }

  @Test
  void a_model_that_its_budget_does_not_pay_for_is_passed_over() {
    var rules = List.of(rule(Scope.TEAM, new Measure(Unit.MICRO_DOLLARS, "dear"), 2_500));
    Plan plan = Example.plan(dear, cheap);
    var who = key("k1", "red");

    Reservation first = budgets.reserve(who, plan, Example.chat(100, 100), rules);
    assertThat(first.plan()).isEqualTo(plan);
    first.settle(used(dear, 2_000, 200));

    Reservation second = budgets.reserve(who, plan, Example.chat(100, 100), rules);
    assertThat(second.plan().order()).hasSize(1);
    assertThat(second.plan().order().getFirst().candidate()).isEqualTo(cheap);
    assertThat(second.plan().rejections()).hasSize(1);
    second.settle(used(cheap, 200, 200));
    assertThat(books(Scope.TEAM, "red", new Measure(Unit.MICRO_DOLLARS, "dear")).settled())
        .isEqualTo(2_000);
  }

  @Test
  void output_is_what_the_narrowest_budget_affords_and_never_below_the_least() {
    var rules =
        List.of(
            rule(Scope.TENANT, Measure.DOLLARS, 10_000), rule(Scope.SESSION, Measure.DOLLARS, 600));
    Plan plan = Example.plan(cheap);
    Principal talking = key("k1", "red").within("s1");

    Reservation part = budgets.reserve(talking, plan, Example.chat(100, 0), rules);
    assertThat(part.outputTokens()).isEqualTo(500);
    part.settle(used(cheap, 300, 300));
    Stop stop =
        catchThrowableOfType(
            Stop.class, () -> budgets.reserve(talking, plan, Example.chat(100, 0), rules).close());
    assertThat(stop.fault().code()).isEqualTo(Code.BUDGET_EXCEEDED);

    Reservation other =
        budgets.reserve(key("k1", "red").within("s2"), plan, Example.chat(100, 0), rules);
    assertThat(other.outputTokens()).isEqualTo(500);
    other.close();
  }

  @Test
  void a_soft_budget_refuses_nothing_and_tells_when_it_is_reached() {
    var rules = List.of(soft(rule(Scope.TEAM, Measure.DOLLARS, 200)));
    Plan plan = Example.plan(cheap);
    var who = key("k1", "red");

    Reservation first = budgets.reserve(who, plan, Example.chat(100, 100), rules);
    first.settle(used(cheap, 120, 120));
    assertThat(first.notices()).extracting(Notice::percent).containsExactly(50);
    Reservation second = budgets.reserve(who, plan, Example.chat(100, 100), rules);
    second.settle(used(cheap, 150, 150));
    assertThat(second.notices()).extracting(Notice::percent).containsExactly(100);
    Reservation third = budgets.reserve(who, plan, Example.chat(100, 100), rules);
    third.settle(used(cheap, 200, 200));
    assertThat(third.notices()).isEmpty();
  }

  @Test
  void what_a_provider_charges_beyond_what_was_set_aside_is_told_as_an_overrun() {
    var rules = List.of(rule(Scope.TENANT, Measure.DOLLARS, 10_000));
    Reservation honest =
        budgets.reserve(key("k1", ""), Example.plan(cheap), Example.chat(100, 100), rules);
    honest.settle(used(cheap, 200, 200));
    assertThat(honest.notices()).isEmpty();

    Reservation lied =
        budgets.reserve(key("k1", ""), Example.plan(cheap), Example.chat(100, 100), rules);
    lied.settle(used(cheap, 260, 260));
    assertThat(lied.notices()).extracting(Notice::kind).containsExactly(Notice.Kind.OVERRUN);
    assertThat(lied.notices().getFirst().amount()).isEqualTo(60);
  }

  @Test
  void an_unknown_price_is_refused_under_dollars_and_served_under_tokens() {
    Candidate mystery = Example.candidate("mystery", null);
    Fault fault =
        refusal(
            key("k1", ""),
            Example.plan(mystery),
            List.of(rule(Scope.TENANT, Measure.DOLLARS, 10_000)));
    assertThat(fault.code()).isEqualTo(Code.UNSUPPORTED);
    assertThat(fault.message()).contains("mystery");

    var tokens = List.of(rule(Scope.TENANT, new Measure(Unit.TOKENS, ""), 10_000));
    Reservation served =
        budgets.reserve(key("k1", ""), Example.plan(mystery), Example.chat(100, 100), tokens);
    assertThat(served.reserved().earmarks()).extracting(Earmark::amount).containsExactly(200L);
    served.close();
  }

  @Test
  void a_budget_is_renewed_when_its_period_ends() {
    var rules = List.of(rule(Scope.TEAM, Measure.DOLLARS, 200));
    var who = key("k1", "red");
    budgets
        .reserve(who, Example.plan(cheap), Example.chat(100, 100), rules)
        .settle(used(cheap, 200, 1));
    assertThat(refusal(who, Example.plan(cheap), rules).code()).isEqualTo(Code.BUDGET_EXCEEDED);

    clock.advance(Duration.ofDays(1));

    budgets.reserve(who, Example.plan(cheap), Example.chat(100, 100), rules).close();
  }

  @Test
  void lesson_11_sixty_four_callers_of_one_hierarchy_overspend_no_part_of_it() throws Exception {
    long tenant = 400_000;
    long team = 150_000;
    long each = 20_000;
    var rules =
        List.of(
            rule(Scope.TENANT, Measure.DOLLARS, tenant),
            rule(Scope.TEAM, Measure.DOLLARS, team),
            rule(Scope.PRINCIPAL, Measure.DOLLARS, each));
    long spent = spent(rules);
    budgets
        .accounts()
        .forEach(
            (account, books) -> {
              long limit =
                  switch (account.holder().scope()) {
                    case TENANT -> tenant;
                    case TEAM -> team;
                    default -> each;
                  };
              assertThat(books.balanced()).as("%s", account).isTrue();
              assertThat(books.open()).as("%s", account).isZero();
              assertThat(books.settled()).as("%s", account).isLessThanOrEqualTo(limit);
            });
    assertThat(books(Scope.TENANT, "acme", Measure.DOLLARS).settled())
        .isEqualTo(spent)
        .isGreaterThan(tenant / 2);
  }

  /** What sixty-four callers spend who ask two hundred times each, in micro-dollars. */
  private long spent(List<BudgetRule> rules) throws Exception {
    var spent = new AtomicLong();
    var start = new CountDownLatch(1);
    try (var threads = Executors.newFixedThreadPool(64)) {
      var running = new ArrayList<Future<?>>();
      for (int caller = 0; caller < 64; caller++) {
        Principal who = key("k" + caller / 2, "t" + caller % 4);
        var random = new SplittableRandom(caller);
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  for (int i = 0; i < 200; i++) {
                    spent.addAndGet(one(who, random, rules));
                  }
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> one : running) {
        one.get();
      }
    }
    return spent.get();
  }

  private long one(Principal who, SplittableRandom random, List<BudgetRule> rules) {
    var traits = Example.chat(random.nextInt(400), random.nextInt(1, 400));
    try (var held = budgets.reserve(who, Example.plan(cheap), traits, rules)) {
      long micros = random.nextLong(held.reserved().bound().micros() + 1);
      held.sent();
      held.settle(used(cheap, micros, micros));
      return micros;
    } catch (Stop refused) {
      return 0;
    }
  }
}
