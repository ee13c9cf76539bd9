package io.sluice.ledger;

import java.time.Duration;

/**
 * The disk has not finished a write for longer than anybody is to wait. Where it is thrown for an
 * entry that was taken, that entry may still become durable; otherwise it was not taken. A later
 * try may succeed.
 */
public final class LedgerSlow extends LedgerException {
  private static final long serialVersionUID = 1L;

  LedgerSlow(Duration waited) {
    super("the disk has not finished a write for %d ms".formatted(waited.toMillis()));
  }
}
