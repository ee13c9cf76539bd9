package io.sluice;

import io.sluice.audit.EntryReader;
import io.sluice.audit.LedgerLog;
import io.sluice.audit.Recorder;
import io.sluice.ledger.Ledger;
import io.sluice.limits.BudgetFold;
import io.sluice.limits.BudgetSettings;
import io.sluice.limits.Budgets;
import io.sluice.model.Clock;
import java.io.IOException;

/** The record, and the money it is the journal of. */
record Bookkeeping(LedgerLog log, Recorder recorder, Budgets budgets) {
  /**
   * Reads what the ledger says of money, and closes what a crash left open: each such exchange is
   * charged with all that was set aside for it.
   */
  static Bookkeeping open(Ledger ledger, Clock clock) throws IOException {
    var log = new LedgerLog(ledger);
    var recorder = new Recorder(log, Wiring.VERSION, clock);
    BudgetFold past = BudgetFold.empty();
    fold(log, past);
    if (ledger.fault().isEmpty()) {
      recorder.sweep(past.open());
    }
    fold(log, past);
    return new Bookkeeping(log, recorder, new Budgets(BudgetSettings.DEFAULT, clock, past));
  }

  private static void fold(LedgerLog log, BudgetFold past) throws IOException {
    log.walk(
        past.next(),
        (index, entry) -> {
          past.fold(index, EntryReader.posting(entry).orElse(null));
          return true;
        });
  }
}
