package io.sluice.identity;

import java.time.Duration;

/**
 * Bounds of caller keys.
 *
 * @param defaultTtl how long a key lives when nobody says
 * @param maxTtl the longest that may be asked for
 * @param maxKeys how many may be live at once
 */
public record KeySettings(Duration defaultTtl, Duration maxTtl, int maxKeys) {
  /** 90 days, a year at most, 100,000 keys. */
  public static final KeySettings DEFAULT =
      new KeySettings(Duration.ofDays(90), Duration.ofDays(366), 100_000);

  public KeySettings {
    if (!defaultTtl.isPositive() || maxTtl.compareTo(defaultTtl) < 0) {
      throw new IllegalArgumentException("a key's default life must be in (0, longest life]");
    }
    if (maxKeys < 1) {
      throw new IllegalArgumentException("maxKeys must be >= 1, was " + maxKeys);
    }
  }
}
