package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Principal.Period;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountTest {
  @ParameterizedTest
  @CsvSource({
    "MINUTE, 2026-11-18T12:30:30.5Z, 2026-11-18T12:30:00Z, 2026-11-18T12:31:00Z",
    "HOUR,   2026-11-18T12:30:30Z,   2026-11-18T12:00:00Z, 2026-11-18T13:00:00Z",
    "DAY,    2026-11-18T23:59:59Z,   2026-11-18T00:00:00Z, 2026-11-19T00:00:00Z",
    "WEEK,   2026-11-18T12:30:30Z,   2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z",
    "WEEK,   2026-11-16T00:00:00Z,   2026-11-16T00:00:00Z, 2026-11-23T00:00:00Z",
    "WEEK,   2026-11-15T23:59:59Z,   2026-11-09T00:00:00Z, 2026-11-16T00:00:00Z",
    "MONTH,  2026-11-30T12:00:00Z,   2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
    "MONTH,  2028-02-29T12:00:00Z,   2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z",
    "MONTH,  2026-12-31T23:59:59Z,   2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
  })
  void a_period_begins_and_ends_by_the_calendar_in_utc(
      Period period, Instant now, Instant start, Instant end) {
    Account account = Account.of(Example.principal(new Money(1), period), now);

    assertThat(Instant.ofEpochSecond(account.start())).isEqualTo(start);
    assertThat(account.ends()).contains(end);
  }

  @ParameterizedTest
  @CsvSource({"2026-11-18T12:30:30Z", "1999-01-01T00:00:00Z"})
  void a_budget_for_life_never_ends(Instant now) {
    Account account = Account.of(Example.principal(new Money(1), Period.LIFE), now);

    assertThat(account.start()).isZero();
    assertThat(account.ends()).isEmpty();
  }
}
