package io.sluice.model;

import java.time.Duration;

/** A point on {@link Clock#nanos()} after which nobody waits any more. */
public record Deadline(long atNanos) {
  /** So long from now. */
  public static Deadline in(Duration wait, Clock clock) {
    return new Deadline(clock.nanos() + wait.toNanos());
  }

  /** What is left, never negative. */
  public Duration left(Clock clock) {
    return Duration.ofNanos(Math.max(0, atNanos - clock.nanos()));
  }

  /** The sooner of this and {@code wait} from now. */
  public Deadline sooner(Duration wait, Clock clock) {
    long other = clock.nanos() + wait.toNanos();
    return other - atNanos < 0 ? new Deadline(other) : this;
  }

  /** True once nothing is left. */
  public boolean passed(Clock clock) {
    return clock.nanos() - atNanos >= 0;
  }
}
