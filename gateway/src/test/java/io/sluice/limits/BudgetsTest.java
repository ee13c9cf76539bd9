package io.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.model.Code;
import io.sluice.model.Example;
import io.sluice.model.Fault;
import io.sluice.model.Money;
import io.sluice.model.Plan;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Period;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BudgetsTest {
  private static final BudgetSettings PLAIN =
      new BudgetSettings(1_000, 256, 0, 0, Map.of("image", 100L, "audio", 900L));

  private final SetClock clock = new SetClock(Example.NOON);
  private final Budgets budgets = new Budgets(PLAIN, clock, BudgetFold.empty());
  private final Plan plan = Example.plan(Example.candidate("a", Example.price(1, 2)));

  private static Principal with(long micros, Period period) {
    return Example.principal(new Money(micros), period);
  }

  private Fault refusal(Principal principal, Plan of, Traits traits) {
    Stop stop =
        catchThrowableOfType(Stop.class, () -> budgets.reserve(principal, of, traits).close());
    return stop.fault();
  }

  @Test
  void the_dearest_candidate_sets_the_bound() {
    Plan mixed =
        Example.plan(
            Example.candidate("cheap", Example.price(1, 1)),
            Example.candidate("dear", Example.price(3, 7)));

    Reservation reservation =
        budgets.reserve(with(10_000, Period.DAY), mixed, Example.chat(100, 50));

    assertThat(reservation.reserved().bound()).isEqualTo(new Money(100 * 3 + 50 * 7));
    assertThat(reservation.outputTokens()).isEqualTo(50);
    reservation.close();
  }

  @Test
  void without_a_budget_nothing_is_set_aside_and_the_price_need_not_be_known() {
    Plan unpriced = Example.plan(Example.candidate("a", null));
    Principal free = Example.principal(null, Period.LIFE);

    try (Reservation reservation = budgets.reserve(free, unpriced, Example.chat(100, 50))) {
      assertThat(reservation.reserved().earmarks()).isEmpty();
      assertThat(reservation.again()).isEqualTo(Money.ZERO);
      reservation.settle(Used.of(12));
      assertThat(reservation.charged()).isEqualTo(new Money(12));
    }
    assertThat(budgets.totals()).isEqualTo(Books.NONE);
  }

  @Test
  void an_unknown_price_under_a_budget_is_refused_with_the_model_named() {
    Plan unpriced = Example.plan(Example.candidate("mystery", null));

    Fault fault = refusal(with(10_000, Period.DAY), unpriced, Example.chat(1, 1));

    assertThat(fault.code()).isEqualTo(Code.UNSUPPORTED);
    assertThat(fault.message()).contains("mystery");
    assertThat(fault.details()).containsExactly("mystery");
  }

  @Test
  void a_caller_without_an_output_limit_gets_what_the_budget_affords() {
    Reservation whole = budgets.reserve(with(100_000, Period.DAY), plan, Example.chat(100, 0));
    assertThat(whole.outputTokens()).isEqualTo(1_000);
    whole.close();

    Reservation part = budgets.reserve(with(1_100, Period.DAY), plan, Example.chat(100, 0));
    assertThat(part.outputTokens()).isEqualTo(500);
    assertThat(part.reserved().bound()).isEqualTo(new Money(1_100));
    part.close();

    Fault fault = refusal(with(100 + 2 * 256 - 1, Period.DAY), plan, Example.chat(100, 0));
    assertThat(fault.code()).isEqualTo(Code.BUDGET_EXCEEDED);
  }

  @Test
  void lesson_11_retry_after_is_said_only_when_a_period_ends_and_waiting_helps() {
    Principal daily = with(300, Period.DAY);
    budgets.reserve(daily, plan, Example.chat(100, 50)).settle(Used.of(200));

    Fault fault = refusal(daily, plan, Example.chat(100, 50));
    assertThat(fault.code()).isEqualTo(Code.BUDGET_EXCEEDED);
    assertThat(fault.retryable()).isFalse();
    Instant midnight = Instant.parse("2026-11-19T00:00:00Z");
    assertThat(fault.retryAfter()).isEqualTo(Duration.between(Example.NOON, midnight));

    assertThat(refusal(daily, plan, Example.chat(1_000, 50)).retryAfter()).isNull();
    Principal life = with(300, Period.LIFE);
    budgets.reserve(life, plan, Example.chat(100, 50)).settle(Used.of(200));
    assertThat(refusal(life, plan, Example.chat(100, 50)).retryAfter()).isNull();
  }

  @Test
  void the_next_period_starts_afresh() {
    Principal hourly = with(200, Period.HOUR);
    budgets.reserve(hourly, plan, Example.chat(100, 50)).settle(Used.of(200));
    assertThat(refusal(hourly, plan, Example.chat(100, 50)).code()).isEqualTo(Code.BUDGET_EXCEEDED);

    clock.advance(Duration.ofHours(1));

    assertThat(budgets.left(hourly)).isEqualTo(new Money(200));
    budgets.reserve(hourly, plan, Example.chat(100, 50)).close();
  }

  @Test
  void closed_with_nothing_sent_all_is_released_and_else_the_bound_is_charged() {
    Principal principal = with(1_000, Period.DAY);

    budgets.reserve(principal, plan, Example.chat(100, 50)).close();
    assertThat(budgets.books(principal)).isEqualTo(new Books(200, 0, 200, 0));

    Reservation sent = budgets.reserve(principal, plan, Example.chat(100, 50));
    sent.sent();
    sent.close();
    sent.close();
    assertThat(sent.charged()).isEqualTo(new Money(200));
    assertThat(budgets.books(principal)).isEqualTo(new Books(400, 200, 200, 0));
  }

  @Test
  void a_further_attempt_is_set_aside_too_or_refused() {
    Principal principal = with(500, Period.DAY);
    Reservation reservation = budgets.reserve(principal, plan, Example.chat(100, 50));
    reservation.sent();

    assertThat(reservation.again()).isEqualTo(new Money(200));
    assertThatThrownBy(reservation::again).isInstanceOf(Stop.class);
    assertThat(budgets.books(principal).open()).isEqualTo(400);

    reservation.settle(Used.of(250));
    assertThat(budgets.books(principal)).isEqualTo(new Books(400, 250, 150, 0));
  }

  @Test
  void a_reservation_is_settled_once() {
    Reservation reservation = budgets.reserve(with(1_000, Period.DAY), plan, Example.chat(100, 50));
    reservation.settle(Used.of(10));

    assertThatThrownBy(() -> reservation.settle(Used.of(10)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void what_a_provider_charges_beyond_the_bound_is_booked_in_full() {
    Principal principal = with(1_000, Period.DAY);
    budgets.reserve(principal, plan, Example.chat(100, 50)).settle(Used.of(350));

    assertThat(budgets.books(principal)).isEqualTo(new Books(350, 350, 0, 0));
    assertThat(budgets.left(principal)).isEqualTo(new Money(650));
  }

  @Test
  void media_counts_by_its_kind_and_an_unknown_kind_as_the_dearest() {
    assertThat(bound(List.of("image"))).isEqualTo(10 + 2 * 100);
    assertThat(bound(List.of("audio", "image"))).isEqualTo(10 + 2 * 900);
    assertThat(bound(List.of("hologram"))).isEqualTo(10 + 2 * 900);
  }

  private long bound(List<String> modalities) {
    Traits chat = Example.chat(10, 1);
    var traits = new Traits(chat.call(), modalities, List.of(), new Size(10, 2, 1), List.of());
    Plan inputOnly = Example.plan(Example.candidate("a", Example.price(1, 0)));
    try (Reservation reservation = budgets.reserve(with(100_000, Period.DAY), inputOnly, traits)) {
      return reservation.reserved().bound().micros();
    }
  }

  @Test
  void what_a_provider_reads_beside_the_request_counts_as_all_that_the_model_can_read() {
    assertThat(bound(List.of("metadata"), List.of())).isEqualTo(bound(List.of(), List.of()));
    assertThat(bound(List.of("provider_tool"), List.of()))
        .isGreaterThanOrEqualTo(bound(List.of(), List.of()) + 900);
  }

  private long bound(List<String> terms, List<String> modalities) {
    Traits chat = Example.chat(10, 1);
    var traits = new Traits(chat.call(), modalities, List.of(), new Size(10, 0, 1), terms);
    Plan inputOnly = Example.plan(Example.candidate("a", Example.price(1, 0)));
    try (Reservation reservation = budgets.reserve(with(100_000, Period.DAY), inputOnly, traits)) {
      return reservation.reserved().bound().micros();
    }
  }

  @Test
  void an_absurd_output_limit_is_beyond_every_budget_and_no_error() {
    Fault fault = refusal(with(1_000, Period.DAY), plan, Example.chat(1, Long.MAX_VALUE));

    assertThat(fault.code()).isEqualTo(Code.BUDGET_EXCEEDED);
  }

  @Test
  void accounts_of_old_periods_are_forgotten() {
    Principal everyMinute = with(1_000, Period.MINUTE);
    for (int minute = 0; minute < 3_000; minute++) {
      budgets.reserve(everyMinute, plan, Example.chat(100, 50)).settle(Used.of(1));
      clock.advance(Duration.ofMinutes(1));
    }

    assertThat(budgets.totals().settled()).isLessThan(1_100);
  }
}
