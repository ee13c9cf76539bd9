package io.sluice.store.embedded;

import java.time.Duration;

/**
 * Bounds of the state database.
 *
 * @param queue how many calls may wait for it; one more is refused with {@code overloaded}
 * @param patience how long a call waits for its turn and its result
 * @param durable whether what was done is on the disk when it returns; false: a power failure may
 *     take the last of it back, and leaves the rest as it was
 */
public record StateSettings(int queue, Duration patience, boolean durable) {
  /** 256 calls, 10 seconds. */
  public static final StateSettings DEFAULT = new StateSettings(256, Duration.ofSeconds(10), true);

  /** For databases that no exchange waits for: 64 calls, one minute. */
  static final StateSettings BACKGROUND = new StateSettings(64, Duration.ofMinutes(1), true);

  /** For what can be made again from where it came from. */
  static final StateSettings DERIVED = new StateSettings(64, Duration.ofMinutes(1), false);

  public StateSettings {
    if (queue < 1 || !patience.isPositive()) {
      throw new IllegalArgumentException("queue and patience must be positive");
    }
  }
}
