package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.limits.Allowances;
import io.sluice.limits.BudgetRule;
import io.sluice.limits.RateRule;
import io.sluice.model.Account.Scope;
import io.sluice.model.Account.Unit;
import io.sluice.model.Principal.Period;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sections {@code budgets} and {@code limits}. */
class AllowanceSectionsTest {
  private static final String INVENTORY =
      """
      providers:
        cloud: {api: openai, base_url: "https://cloud.example/v1", profile: {zone: own}}
      models:
        gpt-large: {provider: cloud, id: m, price: {input: 1, output: 2}}
      """;

  private static Loaded read(String text) {
    var place = new ConfigFile.Place("f.yaml", Path.of("").toAbsolutePath(), true);
    var around = new Config.Surroundings(Map.of(), Instant.parse("2026-11-18T12:00:00Z"));
    return ConfigFile.read(INVENTORY + text, place, around);
  }

  private static Allowances good(String text) {
    return switch (read(text)) {
      case Loaded.Good(Config config) -> config.behaviour().allowances();
      case Loaded.Bad(List<Problem> problems) -> throw new AssertionError(problems.toString());
    };
  }

  @Test
  void a_budget_says_whose_it_is_of_what_and_how_strict() {
    var budgets =
        good("""
        budgets:
          - {tenant: acme, usd: 500/month}
          - {per: team, usd: 0.5/minute, alerts: [50%, 90]}
          - {team: research, model: gpt-large, tokens: 2_000_000/day, kind: soft}
          - {per: principal, usd: 12.50}
        """)
            .budgets();
    assertThat(budgets)
        .extracting(rule -> rule.whom().scope())
        .containsExactly(Scope.TENANT, Scope.TEAM, Scope.TEAM, Scope.PRINCIPAL);
    assertThat(budgets)
        .extracting(rule -> rule.terms().limit())
        .containsExactly(500_000_000L, 500_000L, 2_000_000L, 12_500_000L);
    assertThat(budgets)
        .extracting(BudgetRule::period)
        .containsExactly(Period.MONTH, Period.MINUTE, Period.DAY, Period.LIFE);
    assertThat(budgets.get(1).terms().alerts()).containsExactly(50, 90);
    assertThat(budgets.get(2).terms().hard()).isFalse();
    assertThat(budgets.get(2).measure().unit()).isEqualTo(Unit.TOKENS);
    assertThat(budgets.get(2).measure().model()).isEqualTo("gpt-large");
  }

  @Test
  void a_limit_is_of_somebody_or_of_everybody() {
    var limits =
        good("""
        limits:
          - {per: principal, requests: 60/minute, concurrent: 8}
          - {provider: cloud, output_tokens: 40000/hour}
        """)
            .limits();
    RateRule each = limits.getFirst();
    assertThat(each.whom()).isNotNull();
    assertThat(each.most().requests()).isEqualTo(new RateRule.Pace(60, Period.MINUTE));
    assertThat(each.most().concurrent()).isEqualTo(8);
    assertThat(limits.getLast().whom()).isNull();
    assertThat(limits.getLast().where().provider()).isEqualTo("cloud");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "budgets: [{tenant: a}]                                | needs 'usd' or 'tokens'",
        "budgets: [{usd: 1/day, tokens: 5}]                    | needs 'usd' or 'tokens'",
        "budgets: [{usd: 1/fortnight}]                         | amount per minute",
        "budgets: [{usd: -1/day}]                              | amount per minute",
        "budgets: [{usd: 1/day, modle: x}]                     | unknown key 'modle'",
        "budgets: [{usd: 1/day, model: gpt-larg}]              | gpt-large",
        "budgets: [{per: sesion, usd: 1/day}]                  | session",
        "budgets: [{per: session, usd: 1}]                     | needs a period",
        "budgets: [{usd: 1/day}, {usd: 2/day}]                 | stands twice",
        "budgets: [{usd: 1/day, alerts: [0]}]                  | from 1 to 1000",
        "limits: [{per: principal}]                            | a limit needs",
        "limits: [{requests: 5/month}]                         | amount per minute",
        "limits: [{provider: clod, requests: 5/minute}]        | cloud"
      })
  void what_cannot_hold_is_refused_with_its_place(String text, String says) {
    if (read(text) instanceof Loaded.Bad(List<Problem> problems)) {
      assertThat(problems.toString()).contains(says).contains("f.yaml");
    } else {
      throw new AssertionError("was taken: " + text);
    }
  }
}
