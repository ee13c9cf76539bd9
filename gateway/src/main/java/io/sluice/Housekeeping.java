package io.sluice;

import io.sluice.model.Stop;
import io.sluice.pipeline.Snapshot;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What has to be done now and then, on one thread of its own. */
final class Housekeeping implements AutoCloseable {
  private static final long EVERY_NANOS = 500_000_000L;

  private final Snapshots snapshots;
  private final Bookkeeping books;
  private final MeasuresView governance;
  private final Reload reload;
  private final Learning learning;
  private final InForce inForce;
  private @Nullable Snapshot seen;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("sluice-housekeeping").unstarted(this::run);
  private volatile boolean over;

  /** What is in force, what the record was told of it, and what brings changes. */
  record Rules(Snapshots snapshots, InForce inForce, Reload reload) {}

  /** What is written down for the next start. */
  record Memory(Bookkeeping books, Learning learning) {}

  private Housekeeping(Rules rules, Memory memory, MeasuresView governance) {
    this.snapshots = rules.snapshots();
    this.inForce = rules.inForce();
    this.books = memory.books();
    this.governance = governance;
    this.reload = rules.reload();
    this.learning = memory.learning();
  }

  /** Begins with it. */
  static Housekeeping start(Rules rules, Memory memory, MeasuresView governance) {
    var begun = new Housekeeping(rules, memory, governance);
    begun.thread.start();
    return begun;
  }

  private void run() {
    while (!over) {
      renew();
      books.recorder().tick();
      tickApprovals();
      keepBooks();
      reload.look();
      learning.keepIfDue();
      LockSupport.parkNanos(this, EVERY_NANOS);
    }
  }

  /** What is in force may be another by time alone, or by a list of models that was imported. */
  @SuppressWarnings("ReferenceEquality") // another object may say the same: it is looked at
  private void renew() {
    snapshots.renewIfDue();
    Snapshot now = snapshots.get();
    if (now != seen) {
      try {
        inForce.look("gateway", () -> {});
        seen = now;
      } catch (Stop e) {
        // tried again in half a second; a record that takes nothing serves nothing
      }
    }
  }

  private void tickApprovals() {
    try {
      governance.tick();
    } catch (Stop e) {
      // what ran out counts as that already; it is written down with the next turn
    }
  }

  private void keepBooks() {
    try {
      books.keep();
    } catch (IOException e) {
      // tried again in half a second; until then the next start has more to read
    }
  }

  @Override
  public void close() {
    over = true;
    LockSupport.unpark(thread);
  }
}
