package io.sluice.audit;

import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;

/**
 * Where what was said is kept, apart from the ledger, encrypted, erasable. What to keep is the
 * permit's business; the ledger holds commitments only.
 */
public interface Payloads {
  /** Keeps nothing. */
  Payloads NONE = (exchange, part, content) -> {};

  /** What of an exchange it is. */
  enum Part {
    REQUEST,
    ANSWER
  }

  /** Takes a part to keep; never waits for a disk, never fails the exchange. */
  void keep(ExchangeId exchange, Part part, Bytes content);
}
