package io.sluice.bench;

import java.util.Arrays;

/** What came of the requests of one round: how many, how long, how many were not answered 200. */
final class Tally {
  private long[] nanos = new long[1 << 16];
  private int count;
  private int failed;
  private boolean sorted;

  /** One more, that took so many nanoseconds. */
  void add(long took) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = took;
    sorted = false;
  }

  void fail() {
    failed++;
  }

  int count() {
    return count;
  }

  int failed() {
    return failed;
  }

  /** The time that a {@code share} of the requests did not exceed, in microseconds. */
  double micros(double share) {
    if (count == 0) {
      return Double.NaN;
    }
    if (!sorted) {
      Arrays.sort(nanos, 0, count);
      sorted = true;
    }
    return nanos[Math.min(count - 1, (int) (share * count))] / 1e3;
  }
}
