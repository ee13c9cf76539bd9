package io.sluice.e2e;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** Profiles of providers, as the configuration writes them. */
final class Stated {
  private static final int DAYS = 90;

  private Stated() {}

  /** A provider that somebody has reviewed, and that keeps and trains on nothing. */
  static String reviewed(String zone, String clearance) {
    return profile(zone, clearance, DAYS);
  }

  /** The same, but its review is over. */
  static String expired(String zone, String clearance) {
    return profile(zone, clearance, -1);
  }

  private static String profile(String zone, String clearance, int daysLeft) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    return """
        {zone: %s, clearance: %s, trains_on_data: false, retention_days: 0, jurisdiction: DE, \
        owner: test, reviewer: test, reviewed: %s, review_expires: %s}"""
        .formatted(zone, clearance, today.minusDays(DAYS), today.plusDays(daysLeft));
  }
}
