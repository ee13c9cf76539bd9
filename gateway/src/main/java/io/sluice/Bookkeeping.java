package io.sluice;

import io.sluice.audit.EntryLog;
import io.sluice.audit.EntryReader;
import io.sluice.audit.LedgerLog;
import io.sluice.audit.Recorder;
import io.sluice.limits.BudgetFold;
import io.sluice.limits.BudgetSettings;
import io.sluice.limits.Budgets;
import io.sluice.model.Clock;
import io.sluice.vault.Stamps;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The record, and the money it is the journal of. */
final class Bookkeeping {
  /** So many entries after the last time, the books are written down again. */
  private static final long KEEP_ENTRIES = 50_000;

  private static final String BOOKS = "sluice/books/v1";

  private final EntryLog log;
  private final Recorder recorder;
  private final Budgets budgets;
  private final @Nullable BookFile file;
  private final BudgetFold past;
  private final Clock clock;
  private long kept;

  private Bookkeeping(EntryLog log, @Nullable BookFile file, Clock clock) throws IOException {
    this.log = log;
    this.file = file;
    this.clock = clock;
    recorder = new Recorder(log, Wiring.VERSION, clock);
    past = file == null ? BudgetFold.empty() : file.read(log);
    kept = past.next();
    fold();
    if (log.takes()) {
      recorder.sweep(past.open());
    }
    fold();
    budgets = new Budgets(BudgetSettings.DEFAULT, clock, past);
  }

  /**
   * Reads what the log says of money, and closes what a crash left open: each such exchange is
   * charged with all that was set aside for it.
   */
  static Bookkeeping open(EntryLog log, Clock clock) throws IOException {
    return new Bookkeeping(log, null, clock);
  }

  /** The same for the ledger in {@code storage}, from where the books were last written down. */
  static Bookkeeping open(Storage storage, Clock clock) throws IOException {
    var stamps = new Stamps(storage.keys().derive(BOOKS));
    var file = new BookFile(storage.directory().file("books"), stamps);
    return new Bookkeeping(new LedgerLog(storage.ledger()), file, clock);
  }

  EntryLog log() {
    return log;
  }

  Recorder recorder() {
    return recorder;
  }

  Budgets budgets() {
    return budgets;
  }

  /**
   * Reads on in the ledger and now and then writes the books down, for the next start; to be called
   * every second or so.
   */
  synchronized void keep() throws IOException {
    fold();
    if (past.next() - kept >= KEEP_ENTRIES) {
      write();
    }
  }

  /** Writes the books down as they are now, so that the next start reads next to nothing. */
  synchronized void keepAll() throws IOException {
    fold();
    write();
  }

  private void write() throws IOException {
    BookFile into = file;
    if (into == null) {
      return;
    }
    past.forgetEnded(clock.now());
    into.write(past, log);
    kept = past.next();
  }

  private void fold() throws IOException {
    long end =
        log.walk(
            past.next(),
            (index, entry) -> {
              past.fold(index, EntryReader.posting(entry).orElse(null));
              return true;
            });
    assert end == past.next();
  }
}
