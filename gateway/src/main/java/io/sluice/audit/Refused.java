package io.sluice.audit;

import io.sluice.model.ExchangeId;

/** Proof that a Deny or a Hold is in the record; nothing may be sent on its strength. */
public final class Refused extends Recorded {
  Refused(ExchangeId exchange, String log, EntryLog.Pending pending) {
    super(exchange, log, pending);
  }
}
