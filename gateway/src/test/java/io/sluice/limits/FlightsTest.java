package io.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.limits.Flights.Flight;
import io.sluice.model.Code;
import io.sluice.model.Example;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Period;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlightsTest {
  private static final FlightSettings FEW = new FlightSettings(Duration.ofMinutes(10), 3, 20);

  private final SetClock clock = new SetClock(Example.NOON);
  private final Flights flights = new Flights(FEW, clock);
  private final Principal who = Example.principal(null, Period.LIFE);
  private int made;

  private Flight begin(String key) {
    return flights.begin(who, key, new ExchangeId("x" + made++));
  }

  private Fault refused(String key) {
    return catchThrowableOfType(Stop.class, () -> begin(key)).fault();
  }

  @Test
  void while_one_is_under_way_another_is_told_to_come_again() {
    Flight first = begin("a");
    Fault fault = refused("a");
    assertThat(fault.code()).isEqualTo(Code.CONFLICT);
    assertThat(fault.retryable()).isTrue();
    assertThat(fault.retryAfter()).isNotNull();
    assertThat(fault.message()).contains("x0");
    first.over(false);

    begin("a").over(true);
  }

  @Test
  void what_was_answered_is_not_answered_again_until_it_is_forgotten() {
    begin("a").over(true);
    assertThat(refused("a").retryable()).isFalse();
    clock.advance(Duration.ofMinutes(10).plusNanos(1));
    begin("a").over(true);
  }

  @Test
  void a_key_is_its_callers_own_and_none_is_no_key() {
    begin("a").over(true);
    Principal other =
        new Principal(
            who.tenant(), "k2", who.affiliation(), who.grants(), who.allowance(), who.delegation());
    flights.begin(other, "a", new ExchangeId("y")).over(true);
    begin("").over(true);
    begin("").over(true);
    assertThat(refused("x".repeat(21)).code()).isEqualTo(Code.INVALID_REQUEST);
    assertThat(refused("a b").code()).isEqualTo(Code.INVALID_REQUEST);
  }

  @Test
  void of_too_many_the_one_answered_longest_ago_is_forgotten_and_none_under_way() {
    Flight open = begin("open");
    begin("a").over(true);
    begin("b").over(true);
    begin("c").over(true);
    begin("a").over(true);
    assertThat(refused("open").retryable()).isTrue();
    open.over(true);
    open.over(false);
    assertThat(refused("open").retryable()).isFalse();
  }
}
