package io.sluice.ledger;

/** The queue of the writer is full: the entry was not taken. A later try may succeed. */
public final class LedgerFull extends LedgerException {
  private static final long serialVersionUID = 1L;

  LedgerFull(int entries, long bytes) {
    super("ledger queue is full: %d entries, %d bytes wait".formatted(entries, bytes));
  }
}
