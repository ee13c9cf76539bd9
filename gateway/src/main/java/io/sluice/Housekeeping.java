package io.sluice;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** What has to be done now and then, on one thread of its own. */
final class Housekeeping implements AutoCloseable {
  private static final long EVERY_NANOS = 500_000_000L;

  private final Snapshots snapshots;
  private final Bookkeeping books;
  private final Reload reload;
  private final Learning learning;
  private final Thread thread =
      Thread.ofPlatform().daemon().name("sluice-housekeeping").unstarted(this::run);
  private volatile boolean over;

  private Housekeeping(Snapshots snapshots, Bookkeeping books, Reload reload, Learning learning) {
    this.snapshots = snapshots;
    this.books = books;
    this.reload = reload;
    this.learning = learning;
  }

  /** Begins with it. */
  static Housekeeping start(
      Snapshots snapshots, Bookkeeping books, Reload reload, Learning learning) {
    var begun = new Housekeeping(snapshots, books, reload, learning);
    begun.thread.start();
    return begun;
  }

  private void run() {
    while (!over) {
      snapshots.renewIfDue();
      books.recorder().tick();
      keepBooks();
      reload.look();
      learning.keepIfDue();
      LockSupport.parkNanos(this, EVERY_NANOS);
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
