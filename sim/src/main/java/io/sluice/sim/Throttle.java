package io.sluice.sim;

import java.time.Duration;

/** Counts the requests of the running minute. */
final class Throttle {
  private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

  private boolean begun;
  private long startNanos;
  private long used;

  synchronized Quota take(int perMinute) {
    long now = System.nanoTime();
    if (!begun || now - startNanos >= MINUTE_NANOS) {
      begun = true;
      startNanos = now;
      used = 0;
    }
    Duration reset = Duration.ofNanos(MINUTE_NANOS - (now - startNanos));
    if (used >= perMinute) {
      return new Quota(perMinute, 0, reset, true);
    }
    used++;
    return new Quota(perMinute, perMinute - used, reset, false);
  }

  synchronized void clear() {
    begun = false;
  }
}
