package io.sluice.model;

import java.time.Duration;
import java.time.Instant;

/** A clock that stands still until a test moves it. */
public final class SetClock implements Clock {
  private volatile Instant now;

  /** Stands at {@code start}. */
  public SetClock(Instant start) {
    now = start;
  }

  /** Moves it. */
  public void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long nanos() {
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
