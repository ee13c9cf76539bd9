package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Example;
import io.sluice.model.SetClock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private final SetClock clock = new SetClock(Example.NOON);
  private final RetryBudget budget = new RetryBudget(clock);

  private int taken() {
    int taken = 0;
    while (budget.further("acme", "p")) {
      taken++;
    }
    return taken;
  }

  @Test
  void three_are_always_there() {
    assertThat(taken()).isEqualTo(3);
  }

  @Test
  void beyond_that_it_is_a_fifth_of_the_last_ten_seconds() {
    for (int i = 0; i < 100; i++) {
      budget.first("acme", "p");
      clock.advance(Duration.ofMillis(50));
    }
    assertThat(taken()).isEqualTo(20);

    clock.advance(Duration.ofSeconds(10));
    assertThat(taken()).isEqualTo(3);
  }

  @Test
  void what_was_never_denied_counts_all_the_same() {
    budget.always("acme", "p");
    budget.always("acme", "p");

    assertThat(taken()).isEqualTo(1);
  }

  @Test
  void tenants_and_providers_have_their_own() {
    assertThat(taken()).isEqualTo(3);

    assertThat(budget.further("other", "p")).isTrue();
    assertThat(budget.further("acme", "q")).isTrue();
  }

  @Test
  void a_wait_is_random_up_to_a_growing_bound_and_never_less_than_asked_for() {
    var random = new Random(3);
    for (int failed = 1; failed < 10; failed++) {
      Duration bound = Duration.ofMillis(Math.min(4_000, 250L << Math.min(failed - 1, 10)));
      Duration longest = Duration.ZERO;
      for (int i = 0; i < 300; i++) {
        Duration pause = Backoff.DEFAULT.wait(failed, null, random);
        assertThat(pause).isBetween(Duration.ZERO, bound);
        longest = pause.compareTo(longest) > 0 ? pause : longest;
      }
      assertThat(longest).isGreaterThan(bound.multipliedBy(8).dividedBy(10));
    }
    Duration asked = Duration.ofSeconds(7);
    assertThat(Backoff.DEFAULT.wait(1, asked, random)).isEqualTo(asked);
  }
}
