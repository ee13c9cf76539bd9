package io.sluice.ingress;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What is under way on one listener, held within its bounds. */
final class InFlight {
  private final long mostBytes;
  private final int mostExchanges;
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger exchanges = new AtomicInteger();

  InFlight(long mostBytes, int mostExchanges) {
    this.mostBytes = mostBytes;
    this.mostExchanges = mostExchanges;
  }

  /** Reserves room for a body; false if there is none. */
  boolean reserve(long more) {
    if (bytes.addAndGet(more) > mostBytes) {
      bytes.addAndGet(-more);
      return false;
    }
    return true;
  }

  /** Gives room back. */
  void release(long less) {
    bytes.addAndGet(-less);
  }

  /** Counts one exchange in; false if there are too many. */
  boolean enter() {
    if (exchanges.incrementAndGet() > mostExchanges) {
      exchanges.decrementAndGet();
      return false;
    }
    return true;
  }

  /** Counts one exchange out. */
  void leave() {
    exchanges.decrementAndGet();
  }

  /** Exchanges under way. */
  int exchanges() {
    return exchanges.get();
  }

  /** Bytes of request bodies held or promised. */
  long bytes() {
    return bytes.get();
  }
}
