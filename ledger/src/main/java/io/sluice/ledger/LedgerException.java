package io.sluice.ledger;

/** What can go wrong with a ledger. No message holds the content of an entry. */
public sealed class LedgerException extends RuntimeException
    permits LedgerFull, LedgerSlow, LedgerFailed, LedgerClosed, LedgerDamaged {
  private static final long serialVersionUID = 1L;

  LedgerException(String message) {
    super(message);
  }

  LedgerException(String message, Throwable cause) {
    super(message, cause);
  }
}
