package io.sluice.model;

import io.sluice.model.Principal.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * What a budget is booked on: one principal in one period. The next period is another account.
 *
 * @param start seconds since 1970 (UTC) at which the period began; 0 for {@link Period#LIFE}
 */
public record Account(String tenant, String principal, Period period, long start) {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** The account of {@code principal} at {@code now}, in the period of its allowance. */
  public static Account of(Principal principal, Instant now) {
    Period period = principal.allowance().period();
    return new Account(
        principal.tenant(), principal.id(), period, start(period, now.getEpochSecond()));
  }

  /** The first moment that is no longer in the period; empty where it never ends. */
  public Optional<Instant> ends() {
    return switch (period) {
      case MINUTE -> Optional.of(Instant.ofEpochSecond(start + MINUTE));
      case HOUR -> Optional.of(Instant.ofEpochSecond(start + HOUR));
      case DAY -> Optional.of(Instant.ofEpochSecond(start + DAY));
      case WEEK -> Optional.of(Instant.ofEpochSecond(start + 7 * DAY));
      case MONTH -> Optional.of(Instant.ofEpochSecond(nextMonth()));
      case LIFE -> Optional.empty();
    };
  }

  private long nextMonth() {
    return midnight(LocalDate.ofEpochDay(start / DAY).plusMonths(1));
  }

  private static long start(Period period, long second) {
    return switch (period) {
      case MINUTE -> Math.floorDiv(second, MINUTE) * MINUTE;
      case HOUR -> Math.floorDiv(second, HOUR) * HOUR;
      case DAY -> Math.floorDiv(second, DAY) * DAY;
      case WEEK -> monday(Math.floorDiv(second, DAY)) * DAY;
      case MONTH -> midnight(LocalDate.ofEpochDay(Math.floorDiv(second, DAY)).withDayOfMonth(1));
      case LIFE -> 0;
    };
  }

  /** The Monday at or before {@code day}; day 0 was a Thursday. */
  private static long monday(long day) {
    return day - Math.floorMod(day + 3, 7);
  }

  private static long midnight(LocalDate date) {
    return date.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }
}
