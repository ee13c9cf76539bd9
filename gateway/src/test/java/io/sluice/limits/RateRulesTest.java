package io.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.limits.BudgetRule.Whom;
import io.sluice.limits.RateRule.Most;
import io.sluice.limits.RateRule.Pace;
import io.sluice.limits.RateRule.Where;
import io.sluice.model.Account.Scope;
import io.sluice.model.Candidate;
import io.sluice.model.Code;
import io.sluice.model.Example;
import io.sluice.model.Fault;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Period;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Limits of configuration: of whom, at what, and how long to wait. */
class RateRulesTest {
  private final SetClock clock = new SetClock(Example.NOON);
  private final Rates rates = new Rates(RateSettings.DEFAULT, clock);
  private final Candidate small = Example.candidate("small", null);
  private final Candidate large = Example.candidate("large", null);

  private static Most requests(long most, Period period) {
    return new Most(new Pace(most, period), Pace.FREE, Pace.FREE, 0);
  }

  private static RateRule each(Scope scope, Where where, Most most) {
    return new RateRule(new Whom(scope, "", "", ""), where, most);
  }

  private static Principal key(String id, String team) {
    Principal plain = Example.principal(null, Period.LIFE);
    var there = new Principal.Affiliation(team, "bot", List.of());
    return new Principal(
        plain.tenant(), id, there, plain.grants(), plain.allowance(), plain.delegation());
  }

  private static Fault refused(Runnable asking) {
    return catchThrowableOfType(Stop.class, asking::run).fault();
  }

  private Draw draw(Candidate at, long in, long out, RateRule... rules) {
    return rates.draw(new Rates.Wish(key("k1", "red"), at, in, out), List.of(rules));
  }

  @Test
  void a_team_shares_its_limit_and_another_has_its_own() {
    var rules = List.of(each(Scope.TEAM, Where.ANYWHERE, requests(2, Period.HOUR)));
    rates.admit(key("k1", "red"), rules).close();
    rates.admit(key("k2", "red"), rules).close();

    Fault fault = refused(() -> rates.admit(key("k3", "red"), rules).close());
    assertThat(fault.code()).isEqualTo(Code.RATE_LIMITED);
    rates.admit(key("k4", "blue"), rules).close();

    Duration wait = Objects.requireNonNull(fault.retryAfter());
    assertThat(wait).isBetween(Duration.ofMinutes(60), Duration.ofMinutes(61));
    clock.advance(wait.minusNanos(1));
    assertThat(refused(() -> rates.admit(key("k3", "red"), rules).close())).isNotNull();
    clock.advance(Duration.ofNanos(1));
    rates.admit(key("k3", "red"), rules).close();
  }

  @Test
  void everybody_shares_a_place_at_a_provider_until_it_is_given_back() {
    var one = new Most(Pace.FREE, Pace.FREE, Pace.FREE, 1);
    var rule = new RateRule(null, new Where("p-small", ""), one);
    Draw first = draw(small, 10, 10, rule);
    assertThat(refused(() -> draw(small, 1, 1, rule)).retryAfter())
        .isEqualTo(Duration.ofSeconds(1));
    draw(large, 10, 10, rule).used(1, 1);

    first.used(10, 10);
    first.used(10, 10);

    draw(small, 10, 10, rule).used(1, 1);
  }

  @Test
  void tokens_are_counted_as_used_and_as_expected_while_a_call_is_under_way() {
    var tokens =
        new Most(Pace.FREE, new Pace(1_000, Period.MINUTE), new Pace(100, Period.MINUTE), 0);
    var rule = each(Scope.PRINCIPAL, new Where("", "large"), tokens);
    Draw first = draw(large, 1_000, 10, rule);
    assertThat(refused(() -> draw(large, 1, 1, rule)).code()).isEqualTo(Code.RATE_LIMITED);
    first.used(400, 99);
    Draw second = draw(large, 1, 1, rule); // one request may go beyond the limit
    second.used(1, 500);

    Fault fault = refused(() -> draw(large, 1, 1, rule));
    Duration wait = Objects.requireNonNull(fault.retryAfter());
    assertThat(wait).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
    clock.advance(wait);
    draw(large, 1, 1, rule).used(1, 1);
    draw(small, 9_999, 9_999, rule).used(1, 1);
  }

  @Test
  void a_refused_attempt_takes_nothing_of_any_limit() {
    var wide = each(Scope.TEAM, new Where("", "large"), requests(5, Period.MINUTE));
    var narrow = each(Scope.PRINCIPAL, new Where("", "large"), requests(1, Period.MINUTE));
    draw(large, 1, 1, wide, narrow).used(1, 1);
    for (int i = 0; i < 20; i++) {
      assertThat(refused(() -> draw(large, 1, 1, wide, narrow))).isNotNull();
    }
    for (int i = 0; i < 4; i++) {
      draw(large, 1, 1, wide).used(1, 1);
    }
    assertThat(refused(() -> draw(large, 1, 1, wide))).isNotNull();
  }
}
