package io.sluice.audit;

import io.sluice.model.ExchangeId;

/**
 * Proof that an exchange's permit, candidates and money are in the record. Whatever sends to a
 * provider asks for one, and only the {@link Recorder} can make one: so nothing leaves unrecorded.
 */
public final class Decided extends Recorded {
  Decided(ExchangeId exchange, String log, EntryLog.Pending pending) {
    super(exchange, log, pending);
  }
}
