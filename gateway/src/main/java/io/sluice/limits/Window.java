package io.sluice.limits;

import io.sluice.model.Principal.Period;
import java.util.Arrays;

/**
 * Counts what happened in the last minute, hour or day, slot by slot: a slot is forgotten when all
 * of it is a whole period old, so no stretch as long as the period ever holds more than what was
 * let in. Not thread-safe.
 */
final class Window {
  static final long SECOND = 1_000_000_000L;
  private static final int PARTS = 60;

  /** One slot more than the period, so that a slot counts until all of it is a period old. */
  private static final int SLOTS = PARTS + 1;

  private final long slotNanos;
  private final long[] counts = new long[SLOTS];
  private long sum;
  private long now = Long.MIN_VALUE;

  Window(Period period) {
    slotNanos =
        switch (period) {
          case HOUR -> 60 * SECOND;
          case DAY -> 24 * 60 * SECOND;
          default -> SECOND;
        };
  }

  void add(long nanos, long amount) {
    advance(nanos);
    counts[slot(now)] += amount;
    sum += amount;
  }

  /** 0 if less than {@code limit} is counted; else nanoseconds until that is so. */
  long until(long nanos, long limit) {
    advance(nanos);
    if (sum < limit) {
      return 0;
    }
    long left = sum;
    for (long old = now - PARTS; old <= now; old++) {
      left -= counts[slot(old)];
      if (left < limit) {
        return (old + SLOTS) * slotNanos - nanos;
      }
    }
    return PARTS * slotNanos;
  }

  boolean empty(long nanos) {
    advance(nanos);
    return sum == 0;
  }

  private void advance(long nanos) {
    long at = Math.floorDiv(nanos, slotNanos);
    if (now == Long.MIN_VALUE || at - now >= SLOTS) {
      Arrays.fill(counts, 0);
      sum = 0;
      now = at;
    }
    while (now < at) {
      now++;
      sum -= counts[slot(now)];
      counts[slot(now)] = 0;
    }
  }

  private static int slot(long index) {
    return (int) Math.floorMod(index, (long) SLOTS);
  }
}
