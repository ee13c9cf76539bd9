package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Code;
import io.sluice.model.Example;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Priority;
import io.sluice.model.SetClock;
import io.sluice.route.Quotas.Need;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class QuotasTest {
  private static final ModelRef MODEL = new ModelRef("cloud", "m");
  private static final Need SMALL = new Need(10, 10, Priority.NORMAL);
  private static final Fault RAMP = Fault.of(Code.UPSTREAM_RAMP, "slow down");

  private final SetClock clock = new SetClock(Example.NOON);
  private final Quotas quotas =
      new Quotas(QuotaSettings.DEFAULT, clock, (tenant, provider) -> tenant.substring(0, 1));

  private void heard(String kind, long limit, long remaining, String reset) {
    var fields =
        List.of(
            new Header("x-ratelimit-limit-" + kind, Long.toString(limit)),
            new Header("x-ratelimit-remaining-" + kind, Long.toString(remaining)),
            new Header("x-ratelimit-reset-" + kind, reset));
    quotas.heard("acme", MODEL, new Headers(fields), null);
  }

  private Duration take(Need need) {
    return quotas.take("acme", MODEL, need);
  }

  @Test
  void what_nobody_limits_may_be_asked() {
    assertThat(take(SMALL)).isZero();
    assertThat(quotas.headRoom("acme", MODEL)).isEqualTo(1);
  }

  @Test
  void requests_are_counted_down_and_the_wait_is_enough() {
    heard("requests", 10, 2, "8s");
    assertThat(take(SMALL)).isZero();
    assertThat(take(SMALL)).isZero();
    Duration wait = take(SMALL);
    assertThat(wait).isEqualTo(Duration.ofSeconds(1)); // eight more in eight seconds

    clock.advance(wait.minusNanos(1));
    assertThat(take(SMALL)).isPositive();
    clock.advance(Duration.ofNanos(1));
    assertThat(take(SMALL)).isZero();
  }

  @Test
  void tokens_in_and_out_count_each_in_its_own_bucket() {
    heard("input-tokens", 1_000, 100, "60s");
    heard("output-tokens", 1_000, 900, "60s");
    assertThat(take(new Need(101, 1, Priority.NORMAL))).isPositive();
    assertThat(take(new Need(100, 900, Priority.NORMAL))).isZero();
    assertThat(take(new Need(0, 1, Priority.NORMAL))).isPositive();
  }

  @Test
  void a_call_larger_than_the_whole_bucket_waits_until_it_is_full_and_no_longer() {
    heard("tokens", 1_000, 0, "10s");
    Duration wait = take(new Need(5_000, 0, Priority.NORMAL));
    assertThat(wait).isEqualTo(Duration.ofSeconds(10));
    clock.advance(wait);
    assertThat(take(new Need(5_000, 0, Priority.NORMAL))).isZero();
  }

  @Test
  void the_next_answer_corrects_what_was_counted() {
    heard("requests", 10, 0, "30s");
    assertThat(take(SMALL)).isPositive();
    heard("requests", 10, 10, "0s");
    assertThat(take(SMALL)).isZero();
  }

  @Test
  void a_provider_is_not_believed_for_longer_than_a_minute() {
    heard("requests", 10, 0, "9h");
    assertThat(take(SMALL)).isPositive();
    clock.advance(Duration.ofSeconds(60));
    assertThat(take(SMALL)).isZero();
  }

  @Test
  void tenants_that_share_a_credential_share_what_it_may_ask_and_others_do_not() {
    heard("requests", 10, 0, "30s");
    assertThat(quotas.take("another with a", MODEL, SMALL)).isPositive();
    assertThat(quotas.take("beta", MODEL, SMALL)).isZero();
    assertThat(quotas.take("acme", new ModelRef("cloud", "other"), SMALL)).isZero();
  }

  @Test
  void who_was_told_when_to_come_again_is_not_asked_before() {
    var fault = Fault.of(Code.UPSTREAM_RATE_LIMITED, "no").after(Duration.ofSeconds(7));
    quotas.heard("acme", MODEL, Headers.NONE, fault);
    assertThat(take(SMALL)).isEqualTo(Duration.ofSeconds(7));
    clock.advance(Duration.ofSeconds(7));
    assertThat(take(SMALL)).isZero();
  }

  @Test
  void after_growing_too_quickly_half_the_pace_is_kept_and_then_raised() {
    for (int i = 0; i < 400; i++) { // twenty a second
      assertThat(take(SMALL)).isZero();
      clock.advance(Duration.ofMillis(50));
    }
    quotas.heard("acme", MODEL, Headers.NONE, RAMP);
    int first = madeIn(Duration.ofSeconds(30));
    assertThat(first).isBetween(200, 310);
    clock.advance(Duration.ofMinutes(3));
    int later = madeIn(Duration.ofSeconds(30));
    assertThat(later).isBetween((int) (first * 1.3), first * 2);
    clock.advance(Duration.ofMinutes(15));
    assertThat(madeIn(Duration.ofSeconds(30))).isEqualTo(600);
  }

  /** Tries twenty times a second. */
  private int madeIn(Duration time) {
    int made = 0;
    for (long millis = 0; millis < time.toMillis(); millis += 50) {
      made += take(SMALL).isZero() ? 1 : 0;
      clock.advance(Duration.ofMillis(50));
    }
    return made;
  }

  @Test
  void nobody_goes_before_those_that_wait_and_are_as_urgent() {
    Line line = Objects.requireNonNull(quotas.line("acme", MODEL));
    Line.Place place = line.enter(Priority.NORMAL).orElseThrow();
    assertThat(take(SMALL)).isPositive();
    assertThat(take(new Need(1, 1, Priority.LOW))).isPositive();
    assertThat(take(new Need(1, 1, Priority.HIGH))).isZero();
    assertThat(quotas.take("acme", MODEL, SMALL, place)).isZero();
    line.leave(place);
    assertThat(take(SMALL)).isZero();
  }
}
