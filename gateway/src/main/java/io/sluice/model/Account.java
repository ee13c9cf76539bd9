package io.sluice.model;

import io.sluice.model.Principal.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * What a budget is booked on: one holder's spending, measured one way, in one period. The next
 * period is another account.
 *
 * @param start seconds since 1970 (UTC) at which the period began; 0 for {@link Period#LIFE}
 */
public record Account(String tenant, Holder holder, Measure measure, Period period, long start) {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** Whose budget it may be, the widest first. */
  public enum Scope {
    TENANT,
    TEAM,
    PRINCIPAL,
    SESSION
  }

  /**
   * Who spends.
   *
   * @param id of the tenant, team or principal; of a session {@code principal/session}
   */
  public record Holder(Scope scope, String id) {}

  /** What is counted. */
  public enum Unit {
    /** What calls cost, in micro-dollars. */
    MICRO_DOLLARS,
    /** Tokens of every kind, in and out. */
    TOKENS
  }

  /**
   * What is counted of which calls.
   *
   * @param model the name or {@code provider/id} of the only model that counts; empty: all do
   */
  public record Measure(Unit unit, String model) {
    /** Dollars at whatever model. */
    public static final Measure DOLLARS = new Measure(Unit.MICRO_DOLLARS, "");

    /** True if calls of {@code candidate} count. */
    public boolean counts(Candidate candidate) {
      return model.isEmpty()
          || model.equals(candidate.name())
          || model.equals(candidate.ref().text());
    }
  }

  /** The dollars of one principal. */
  public Account(String tenant, String principal, Period period, long start) {
    this(tenant, new Holder(Scope.PRINCIPAL, principal), Measure.DOLLARS, period, start);
  }

  /** The account of {@code principal} at {@code now}, in the period of its allowance. */
  public static Account of(Principal principal, Instant now) {
    Period period = principal.allowance().period();
    return new Account(
        principal.tenant(), principal.id(), period, start(period, now.getEpochSecond()));
  }

  /** The same account in the period of {@code now}. */
  public Account at(Instant now) {
    return new Account(tenant, holder, measure, period, start(period, now.getEpochSecond()));
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
