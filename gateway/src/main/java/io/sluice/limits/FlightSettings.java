package io.sluice.limits;

import java.time.Duration;

/**
 * How idempotency keys are kept.
 *
 * @param remembered how long a key stands for the answer it got
 * @param most keys at the same time; beyond it the one that was answered longest ago is forgotten
 * @param keyChars the most a key may have
 */
public record FlightSettings(Duration remembered, int most, int keyChars) {
  /** What holds unless configuration says otherwise. */
  public static final FlightSettings DEFAULT =
      new FlightSettings(Duration.ofMinutes(10), 100_000, 255);

  public FlightSettings {
    if (!remembered.isPositive() || most < 1 || keyChars < 1) {
      throw new IllegalArgumentException("keys need a time, a number and a length");
    }
  }
}
