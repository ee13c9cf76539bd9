package io.sluice.sim;

import java.time.Duration;

/**
 * What the rate-limit headers say.
 *
 * @param limit requests a minute
 * @param remaining how many of them are left, this one already taken
 * @param reset until all are there again
 * @param exceeded whether this request was one too many
 */
record Quota(long limit, long remaining, Duration reset, boolean exceeded) {
  /** What a provider says that is not throttling anyone. */
  static final Quota AMPLE = new Quota(10_000, 9_999, Duration.ofMillis(6), false);

  long resetSeconds() {
    return Math.max(1, reset.plusMillis(999).toSeconds());
  }
}
