package io.sluice.audit;

import io.sluice.model.ExchangeId;

/**
 * Proof that an exchange's permit, candidates and money are in the record, or, where recording
 * overlaps, on their way into it. Whatever sends to a provider asks for one, and only the {@link
 * Recorder} can make one: so nothing leaves unrecorded. What comes back is released to nobody
 * before there is a {@link Receipt}.
 */
public final class Decided extends Recorded {
  private final boolean overlapped;

  Decided(ExchangeId exchange, String log, EntryLog.Pending pending, boolean overlapped) {
    super(exchange, log, pending);
    this.overlapped = overlapped;
  }

  /** False: it was durable when it was made. */
  public boolean overlapped() {
    return overlapped;
  }
}
