package io.sluice.limits;

import java.util.concurrent.atomic.AtomicBoolean;

/** A place among the exchanges a principal may have at the same time; given back once. */
public final class Admission implements AutoCloseable {
  private final Rate rate;
  private final AtomicBoolean open = new AtomicBoolean(true);

  Admission(Rate rate) {
    this.rate = rate;
  }

  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      rate.leave();
    }
  }
}
