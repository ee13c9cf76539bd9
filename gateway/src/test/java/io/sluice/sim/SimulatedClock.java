package io.sluice.sim;

import io.sluice.model.Clock;
import java.time.Duration;
import java.time.Instant;

/** Time that passes only when the simulation says so. Confined to whoever holds the baton. */
final class SimulatedClock implements Clock {
  private final Instant start;
  private long nanos;

  SimulatedClock(Instant start) {
    this.start = start;
  }

  @Override
  public Instant now() {
    return start.plusNanos(nanos);
  }

  @Override
  public long nanos() {
    return nanos;
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  void reach(long then) {
    nanos = Math.max(nanos, then);
  }
}
