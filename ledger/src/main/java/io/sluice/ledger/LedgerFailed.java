package io.sluice.ledger;

import java.io.IOException;
import java.util.Locale;

/**
 * The disk refused. An entry that ended with this is not acknowledged; whether it is in the log is
 * known only after the ledger was opened again. From the first such failure of a commit on the
 * ledger takes no more entries, because a disk that failed one fsync cannot be trusted to tell of
 * the next; it stays readable.
 */
public final class LedgerFailed extends LedgerException {
  private static final long serialVersionUID = 1L;

  private final boolean diskFull;

  LedgerFailed(String doing, IOException cause) {
    super("ledger: " + doing + ": " + cause.getMessage(), cause);
    this.diskFull = isDiskFull(cause);
  }

  /** Whether the reason was a full disk or quota. */
  public boolean diskFull() {
    return diskFull;
  }

  private static boolean isDiskFull(IOException e) {
    String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return message.contains("no space left") || message.contains("quota exceeded");
  }
}
