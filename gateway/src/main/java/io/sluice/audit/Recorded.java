package io.sluice.audit;

import io.sluice.model.Code;
import io.sluice.model.ExchangeId;
import io.sluice.model.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A decision that is in the record and has no closing entry yet. Built by the Recorder alone. */
public abstract sealed class Recorded permits Decided, Refused {
  /** A disk that was slow, or a queue that was full, may be so no more by then. */
  private static final Duration RETRY = Duration.ofSeconds(2);

  private final ExchangeId exchange;
  private final String log;
  private final EntryLog.Pending pending;
  private final AtomicBoolean closed = new AtomicBoolean();

  Recorded(ExchangeId exchange, String log, EntryLog.Pending pending) {
    this.exchange = exchange;
    this.log = log;
    this.pending = pending;
  }

  /** The exchange that was decided. */
  public final ExchangeId exchange() {
    return exchange;
  }

  /**
   * Waits until the decision is durable, if it is not; it always is unless recording overlaps.
   *
   * @return the index of its entry
   * @throws io.sluice.model.Stop RECORD_UNAVAILABLE if it cannot become durable
   */
  public final long durable() {
    try {
      return pending.await();
    } catch (IOException e) {
      throw unavailable().stop();
    }
  }

  /** The receipt; waits as {@link #durable} does. */
  public final Receipt receipt() {
    return new Receipt(log + "/" + durable());
  }

  /** False if it was closed before. */
  final boolean close() {
    return closed.compareAndSet(false, true);
  }

  static Fault unavailable() {
    return Fault.of(Code.RECORD_UNAVAILABLE, "the record cannot be written, so nothing is sent")
        .after(RETRY);
  }
}
