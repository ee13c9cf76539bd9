package io.sluice.route;

import java.time.Duration;

/**
 * When a deployment is left alone.
 *
 * @param failures consecutive failures that open its circuit
 * @param firstOpen how long it is then left alone; doubled each time a probe fails
 * @param longestOpen the most that grows to
 * @param probe how long a probe may take before another one may be tried
 * @param leaving how long a probe is left to requests that can wait, while others can be answered
 *     elsewhere
 */
public record HealthSettings(
    int failures, Duration firstOpen, Duration longestOpen, Duration probe, Duration leaving) {
  /** What holds unless configuration says otherwise. */
  public static final HealthSettings DEFAULT =
      new HealthSettings(
          5,
          Duration.ofSeconds(5),
          Duration.ofMinutes(2),
          Duration.ofSeconds(60),
          Duration.ofSeconds(2));

  public HealthSettings {
    if (failures < 1
        || !firstOpen.isPositive()
        || longestOpen.compareTo(firstOpen) < 0
        || !probe.isPositive()
        || leaving.isNegative()) {
      throw new IllegalArgumentException("a circuit needs positive counts and durations");
    }
  }
}
