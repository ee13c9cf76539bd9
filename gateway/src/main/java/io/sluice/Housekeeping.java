package io.sluice;

import io.sluice.model.Stop;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** What has to be done now and then, on one thread of its own. */
final class Housekeeping implements AutoCloseable {
  private static final long EVERY_NANOS = 500_000_000L;

  private final Snapshots snapshots;
  private final Bookkeeping books;
  private final MeasuresView governance;
  private final Reload reload;
  private final Learning learning;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("sluice-housekeeping").unstarted(this::run);
  private volatile boolean over;

  /** What is written down for the next start. */
  record Memory(Bookkeeping books, Learning learning) {}

  private Housekeeping(Snapshots snapshots, Memory memory, MeasuresView governance, Reload reload) {
    this.snapshots = snapshots;
    this.books = memory.books();
    this.governance = governance;
    this.reload = reload;
    this.learning = memory.learning();
  }

  /** Begins with it. */
  static Housekeeping start(
      Snapshots snapshots, Memory memory, MeasuresView governance, Reload reload) {
    var begun = new Housekeeping(snapshots, memory, governance, reload);
    begun.thread.start();
    return begun;
  }

  private void run() {
    while (!over) {
      snapshots.renewIfDue();
      books.recorder().tick();
      tickApprovals();
      keepBooks();
      reload.look();
      learning.keepIfDue();
      LockSupport.parkNanos(this, EVERY_NANOS);
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
