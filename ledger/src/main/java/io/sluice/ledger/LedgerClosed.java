package io.sluice.ledger;

/** The ledger was closed before the entry was taken. */
public final class LedgerClosed extends LedgerException {
  private static final long serialVersionUID = 1L;

  LedgerClosed() {
    super("ledger is closed");
  }
}
