package io.sluice.ledger;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The background thread: checkpoints when there is something new, and the next segment's file. */
final class Publisher {
  /** Longer than systems commonly keep written files in memory before they write them. */
  private static final Duration AGE = Duration.ofSeconds(40);

  /** What a close may spend on forcing tiles; the next start looks at the rest again. */
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final Segments segments;
  private final Tiler tiler;
  private final VerifierKey key;
  private final long everyNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ReentrantLock tiling = new ReentrantLock();
  private final Thread thread;
  private volatile Checkpoint newest;
  private volatile @Nullable LedgerException fault;
  private boolean woken;
  private boolean closed;

  Publisher(Segments segments, Tiler tiler, VerifierKey key, LedgerSettings settings)
      throws IOException {
    this.segments = segments;
    this.tiler = tiler;
    this.key = key;
    this.everyNanos = settings.checkpointEvery().toNanos();
    this.newest = tiler.catchUp();
    this.thread = Thread.ofPlatform().name("ledger-publisher").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  VerifierKey key() {
    return key;
  }

  Checkpoint newest() {
    return newest;
  }

  @Nullable LedgerException fault() {
    return fault;
  }

  /** Asks for the next segment's file, now rather than within the second. */
  void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Signs what is durable, in the caller's thread. */
  Checkpoint publish() {
    tiling.lock();
    try {
      if (newest.size() < segments.durable()) {
        newest = tiler.publish();
      }
      fault = null;
      return newest;
    } catch (IOException e) {
      var failed = new LedgerFailed("a checkpoint could not be written", e);
      fault = failed;
      throw failed;
    } catch (LedgerException e) {
      fault = e;
      throw e;
    } finally {
      tiling.unlock();
    }
  }

  @SuppressWarnings("ThreadJoinLoop") // the one it names is in no JDK
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        // waits on: files are closed only after the thread that uses them is gone
      }
    }
    publish();
    settle(Duration.ZERO, CLOSING);
  }

  private void settle(Duration age, Duration budget) {
    tiling.lock();
    try {
      tiler.settle(age, budget);
    } catch (IOException e) {
      fault = new LedgerFailed("tiles could not be forced", e);
    } finally {
      tiling.unlock();
    }
  }

  private void run() {
    long due = System.nanoTime() + everyNanos;
    long settleDue = System.nanoTime() + AGE.toNanos();
    while (pause(due)) {
      try {
        spare();
        if (System.nanoTime() - due >= 0) {
          due = System.nanoTime() + everyNanos;
          publish();
        }
        if (System.nanoTime() - settleDue >= 0) {
          settleDue = System.nanoTime() + AGE.toNanos();
          settle(AGE, AGE);
        }
      } catch (LedgerException e) {
        fault = e; // told by fault(), tried again in a second
      }
    }
  }

  /**
   * Makes the next segment's file if it is wanted.
   *
   * @throws LedgerFailed if there is no room for it
   */
  void spare() {
    try {
      if (segments.wantsSpare()) {
        segments.makeSpare();
      }
    } catch (IOException e) {
      throw new LedgerFailed("no room for the next segment", e);
    }
  }

  /** Waits until the time has come or something is wanted; false when it is time to stop. */
  private boolean pause(long due) {
    lock.lock();
    try {
      long left = due - System.nanoTime();
      while (!closed && !woken && left > 0) {
        try {
          left = changed.awaitNanos(left);
        } catch (InterruptedException e) {
          left = due - System.nanoTime();
        }
      }
      woken = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }
}
