package io.sluice.limits;

import java.util.Arrays;

/**
 * Counts one principal's requests of the last minute, second by second: a request is forgotten when
 * its whole second is a minute old, so no minute ever holds more than the limit. Thread-safe.
 */
final class Rate {
  static final long NANOS = 1_000_000_000L;
  private static final int WINDOW = 60;

  /** One second more than the window, so that a second counts until all of it is a minute old. */
  private static final int SLOTS = WINDOW + 1;

  private final int[] counts = new int[SLOTS];
  private int sum;
  private int inside;
  private long second = Long.MIN_VALUE;

  /** 0: the request may go on and is counted; else nanoseconds until one may. */
  synchronized long enter(long nanos, int perMinute, int concurrent) {
    advance(Math.floorDiv(nanos, NANOS));
    if (concurrent > 0 && inside >= concurrent) {
      return NANOS;
    }
    if (perMinute > 0 && sum >= perMinute) {
      return nanosUntil(nanos, perMinute);
    }
    counts[slot(second)]++;
    sum++;
    inside++;
    return 0;
  }

  synchronized void leave() {
    inside--;
  }

  synchronized int inside() {
    return inside;
  }

  /** True if nobody is inside and nothing of the last minute is left to count. */
  synchronized boolean idle(long nanos) {
    advance(Math.floorDiv(nanos, NANOS));
    return inside == 0 && sum == 0;
  }

  private void advance(long now) {
    if (second == Long.MIN_VALUE || now - second >= SLOTS) {
      Arrays.fill(counts, 0);
      sum = 0;
      second = now;
    }
    while (second < now) {
      second++;
      sum -= counts[slot(second)];
      counts[slot(second)] = 0;
    }
  }

  private long nanosUntil(long nanos, int perMinute) {
    int left = sum;
    for (long old = second - WINDOW; old <= second; old++) {
      left -= counts[slot(old)];
      if (left < perMinute) {
        return (old + SLOTS) * NANOS - nanos;
      }
    }
    return WINDOW * NANOS;
  }

  private static int slot(long second) {
    return (int) Math.floorMod(second, (long) SLOTS);
  }
}
