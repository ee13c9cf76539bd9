package io.sluice;

import io.sluice.audit.EntryLog;
import io.sluice.audit.EntryReader;
import io.sluice.audit.Recorder;
import io.sluice.limits.BudgetFold;
import io.sluice.limits.BudgetSettings;
import io.sluice.limits.Budgets;
import io.sluice.model.Clock;
import java.io.IOException;

/** The record, and the money it is the journal of. */
record Bookkeeping(EntryLog log, Recorder recorder, Budgets budgets) {
  /**
   * Reads what the log says of money, and closes what a crash left open: each such exchange is
   * charged with all that was set aside for it.
   */
  static Bookkeeping open(EntryLog log, Clock clock) throws IOException {
    var recorder = new Recorder(log, Wiring.VERSION, clock);
    BudgetFold past = BudgetFold.empty();
    fold(log, past);
    if (log.takes()) {
      recorder.sweep(past.open());
    }
    fold(log, past);
    return new Bookkeeping(log, recorder, new Budgets(BudgetSettings.DEFAULT, clock, past));
  }

  private static void fold(EntryLog log, BudgetFold past) throws IOException {
    log.walk(
        past.next(),
        (index, entry) -> {
          past.fold(index, EntryReader.posting(entry).orElse(null));
          return true;
        });
  }
}
