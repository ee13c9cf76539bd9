package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Code;
import io.sluice.model.Example;
import io.sluice.model.Fault;
import io.sluice.model.Permit;
import io.sluice.model.SetClock;
import io.sluice.route.Condition.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HealthTest {
  private static final Fault BROKEN = Fault.of(Code.UPSTREAM_TRANSIENT, "broken");

  private final SetClock clock = new SetClock(Example.NOON);
  private final Health health = new Health(HealthSettings.DEFAULT, clock);
  private final ModelRef model = new ModelRef("p", "m");

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      health.ended(model, BROKEN);
    }
  }

  @Test
  void five_failures_in_a_row_open_the_circuit() {
    fail(4);
    assertThat(health.condition(model)).isEqualTo(Condition.UP);
    health.ended(model, null);
    fail(4);
    assertThat(health.condition(model)).isEqualTo(Condition.UP);

    fail(1);

    assertThat(health.condition(model)).isEqualTo(new Condition(State.OPEN, Duration.ofSeconds(5)));
    assertThat(health.claim(model)).isFalse();
    assertThat(health.condition(new ModelRef("p", "other"))).isEqualTo(Condition.UP);
  }

  @Test
  void after_a_while_one_exchange_is_the_probe_and_its_answer_closes_the_circuit() {
    fail(5);
    clock.advance(Duration.ofSeconds(5));
    assertThat(health.condition(model).state()).isEqualTo(State.PROBE);

    assertThat(health.claim(model)).isTrue();
    assertThat(health.claim(model)).isFalse();
    assertThat(health.condition(model).state()).isEqualTo(State.OPEN);
    health.ended(model, null);

    assertThat(health.condition(model)).isEqualTo(Condition.UP);
    assertThat(health.claim(model)).isTrue();
  }

  @Test
  void a_failed_probe_opens_it_for_twice_as_long_up_to_a_bound() {
    fail(5);
    long expected = 5;
    for (int i = 0; i < 8; i++) {
      assertThat(health.condition(model).probeIn()).isEqualTo(Duration.ofSeconds(expected));
      clock.advance(Duration.ofSeconds(expected));
      assertThat(health.claim(model)).isTrue();
      health.ended(model, BROKEN);
      expected = Math.min(120, expected * 2);
    }
    assertThat(health.condition(model).probeIn()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void failures_of_attempts_sent_before_it_opened_do_not_lengthen_it() {
    fail(40);

    assertThat(health.condition(model).probeIn()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void a_probe_that_never_reports_or_says_nothing_gives_its_place_back() {
    fail(5);
    clock.advance(Duration.ofSeconds(5));
    assertThat(health.claim(model)).isTrue();
    clock.advance(Duration.ofSeconds(60));
    assertThat(health.claim(model)).isTrue();

    health.ended(model, Fault.of(Code.CLIENT_GONE, "left"));

    assertThat(health.condition(model).state()).isEqualTo(State.PROBE);
    assertThat(health.claim(model)).isTrue();
  }

  @Test
  void a_provider_that_says_when_to_come_back_is_left_alone_that_long() {
    fail(4);
    health.ended(model, BROKEN.after(Duration.ofSeconds(30)));

    assertThat(health.condition(model).probeIn()).isEqualTo(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @EnumSource
  void only_what_the_deployment_did_wrong_counts_against_it(Code code) {
    boolean counts =
        switch (code) {
          case UPSTREAM_CREDENTIAL,
              UPSTREAM_RATE_LIMITED,
              UPSTREAM_RAMP,
              UPSTREAM_OVERLOADED,
              UPSTREAM_QUOTA,
              UPSTREAM_TRANSIENT,
              UPSTREAM_TIMEOUT,
              UPSTREAM_NOT_FOUND,
              STREAM_BROKEN ->
              true;
          default -> false;
        };
    for (int i = 0; i < 5; i++) {
      health.ended(model, Fault.of(code, "x"));
    }
    assertThat(health.condition(model).state()).isEqualTo(counts ? State.OPEN : State.CLOSED);
  }

  @Test
  void an_answer_that_blames_the_request_ends_a_row_of_failures() {
    fail(4);
    health.ended(model, Fault.of(Code.CONTEXT_LENGTH, "too long"));
    fail(4);

    assertThat(health.condition(model)).isEqualTo(Condition.UP);
  }

  @Test
  void the_view_names_only_what_is_not_up() {
    var sick = Example.candidate("sick", null);
    Permit permit = Example.permit(sick, Example.candidate("well", null));
    assertThat(health.view(permit.target())).isSameAs(RouteView.ALL_UP);

    for (int i = 0; i < 5; i++) {
      health.ended(sick.ref(), BROKEN);
    }

    assertThat(health.view(permit.target()).conditions()).containsOnlyKeys(sick.ref());
  }

  @Test
  void the_pace_is_a_moving_mean_that_is_forgotten_after_a_while() {
    var one = Example.candidate("one", null);
    var target = Example.permit(one, Example.candidate("other", null)).target();
    var weights = new RouteView.Weights(1, 1);
    health.began(one.ref(), Duration.ofMillis(100));
    health.began(one.ref(), Duration.ofMillis(200));
    assertThat(pace(one, weights)).isEqualTo(Duration.ofMillis(120));
    assertThat(pace(target.candidates().getLast(), weights)).isNull();
    assertThat(health.view(target, RouteView.Weights.CHEAPEST)).isSameAs(RouteView.ALL_UP);
    clock.advance(Duration.ofMinutes(2));
    assertThat(pace(one, weights)).isNull();
    health.began(one.ref(), Duration.ofMillis(200));
    assertThat(pace(one, weights)).isEqualTo(Duration.ofMillis(200));
  }

  private @Nullable Duration pace(Candidate of, RouteView.Weights weights) {
    return health.view(Example.permit(of).target(), weights).paces().apply(of.ref());
  }

  @Test
  void of_sixty_four_at_once_one_is_the_probe() throws Exception {
    fail(5);
    clock.advance(Duration.ofSeconds(5));
    var probes = 0;
    try (var threads = Executors.newFixedThreadPool(64)) {
      var claims = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < 64; i++) {
        claims.add(() -> health.claim(model));
      }
      for (Future<Boolean> claim : threads.invokeAll(claims)) {
        probes += claim.get() ? 1 : 0;
      }
    }
    assertThat(probes).isEqualTo(1);
  }
}
