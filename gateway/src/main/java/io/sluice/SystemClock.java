package io.sluice;

import io.sluice.model.Clock;
import java.time.Instant;

/** The machine's clock. */
final class SystemClock implements Clock {
  @Override
  public Instant now() {
    return Instant.now();
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }
}
