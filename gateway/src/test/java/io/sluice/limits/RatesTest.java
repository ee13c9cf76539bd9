package io.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.model.Code;
import io.sluice.model.Example;
import io.sluice.model.Fault;
import io.sluice.model.Money;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Allowance;
import io.sluice.model.Principal.Period;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RatesTest {
  private final SetClock clock = new SetClock(Example.NOON);

  private static Principal allowed(int perMinute) {
    return Example.principal(new Allowance(new Money(1), Period.DAY, perMinute));
  }

  private static Fault refusal(Rates rates, Principal principal) {
    return catchThrowableOfType(Stop.class, () -> rates.admit(principal).close()).fault();
  }

  @Test
  void requests_beyond_the_limit_are_refused_with_the_time_to_wait() {
    var rates = new Rates(RateSettings.DEFAULT, clock);
    rates.admit(allowed(2)).close();
    clock.advance(Duration.ofSeconds(10));
    rates.admit(allowed(2)).close();

    Fault fault = refusal(rates, allowed(2));

    assertThat(fault.code()).isEqualTo(Code.RATE_LIMITED);
    Duration wait = Objects.requireNonNull(fault.retryAfter());
    assertThat(wait).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(51));
    clock.advance(wait.minusNanos(1));
    refusal(rates, allowed(2));
    clock.advance(Duration.ofNanos(1));
    rates.admit(allowed(2)).close();
  }

  @Test
  void no_minute_ever_holds_more_than_the_limit_and_the_wait_is_always_enough() {
    var rates = new Rates(RateSettings.DEFAULT, clock);
    var random = new SplittableRandom(7);
    var admitted = new ArrayDeque<Instant>();
    for (int i = 0; i < 20_000; i++) {
      clock.advance(Duration.ofMillis(random.nextInt(1_500)));
      try {
        rates.admit(allowed(30)).close();
      } catch (Stop stop) {
        clock.advance(Objects.requireNonNull(stop.fault().retryAfter()));
        rates.admit(allowed(30)).close();
      }
      admitted.add(clock.now());
      while (!admitted.getFirst().isAfter(clock.now().minusSeconds(60))) {
        admitted.removeFirst();
      }
      assertThat(admitted).hasSizeLessThanOrEqualTo(30);
    }
  }

  @Test
  void a_place_is_given_back_once_when_the_exchange_is_over() {
    var rates = new Rates(new RateSettings(2), clock);
    Admission first = rates.admit(allowed(0));
    Admission second = rates.admit(allowed(0));
    assertThat(refusal(rates, allowed(0)).code()).isEqualTo(Code.RATE_LIMITED);

    first.close();
    first.close();

    Admission third = rates.admit(allowed(0));
    assertThat(refusal(rates, allowed(0)).code()).isEqualTo(Code.RATE_LIMITED);
    second.close();
    third.close();
  }

  @Test
  void no_limit_means_no_limit() {
    var rates = new Rates(RateSettings.DEFAULT, clock);
    for (int i = 0; i < 10_000; i++) {
      rates.admit(allowed(0)).close();
    }
    assertThat(rates.admit(allowed(0))).isNotNull();
  }
}
