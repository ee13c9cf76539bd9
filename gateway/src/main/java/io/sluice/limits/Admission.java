package io.sluice.limits;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A place among the exchanges that may be under way at the same time; given back once. */
public final class Admission implements AutoCloseable {
  private final Rates rates;
  private final List<Meter> meters;
  private final AtomicBoolean open = new AtomicBoolean(true);

  Admission(Rates rates, List<Meter> meters) {
    this.rates = rates;
    this.meters = meters;
  }

  @Override
  public void close() {
    if (open.compareAndSet(true, false)) {
      rates.leave(meters);
    }
  }
}
