package io.sluice.audit;

import io.sluice.model.ExchangeId;
import io.sluice.model.Stop;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Reads the ledger into the index, on one thread of its own, behind whatever is written. */
public final class Indexing implements AutoCloseable {
  private static final int BATCH = 2_000;

  /**
   * From so many entries on, and more than it has, the index is made as a whole: no order is kept
   * while it grows.
   */
  private static final int FAR = 50_000;

  private static final int MUCH = 10_000;
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final EntryLog log;
  private final RecordIndex index;
  private final Thread thread = Thread.ofPlatform().name("indexing").daemon().unstarted(this::run);
  private volatile boolean over;
  private volatile boolean asked;
  private volatile long next;
  private volatile boolean failing;

  /** From {@code log} into {@code index}. */
  public Indexing(EntryLog log, RecordIndex index) {
    this.log = log;
    this.index = index;
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /** True while the index cannot be written. */
  public boolean failing() {
    return failing;
  }

  /** How many durable entries are not in the index yet. */
  public long behind() {
    return Math.max(0, log.size() - next);
  }

  /** Waits until all that is durable now is in the index; false: it took longer. */
  public boolean caughtUp(Duration patience) {
    long goal = log.size();
    long until = System.nanoTime() + patience.toNanos();
    while (next < goal) {
      if (System.nanoTime() - until >= 0) {
        return false;
      }
      asked = true;
      LockSupport.unpark(thread);
      LockSupport.parkNanos(this, 1_000_000);
    }
    return true;
  }

  private void run() {
    while (!over) {
      boolean more = false;
      try {
        more = step();
        failing = false;
      } catch (IOException | Stop e) {
        failing = true; // tried again; what is asked meanwhile is answered from what is there
      }
      if (!more && !asked) {
        LockSupport.parkNanos(this, PAUSE.toNanos());
      }
      asked = false;
    }
  }

  /** Reads some entries; true if there are more. */
  boolean step() throws IOException {
    long from = index.next();
    long behind = log.size() - from;
    if (behind > FAR && behind > from) {
      catchUp(from);
    } else {
      Batch batch = read(from, BATCH);
      if (batch.to() > from) {
        index.add(batch.rows(), batch.to());
      }
      next = batch.to();
    }
    return next < log.size();
  }

  /** What some entries say, up to the one to go on from. */
  private record Batch(List<IndexRow> rows, long to) {}

  private Batch read(long from, int most) throws IOException {
    var rows = new LinkedHashMap<ExchangeId, IndexRow>(most);
    long to =
        log.walk(
            from,
            (at, entry) -> {
              IndexRow.of(at, EntryReader.json(entry))
                  .ifPresent(row -> rows.merge(row.exchange(), row, IndexRow::and));
              return at - from < most - 1;
            });
    return new Batch(List.copyOf(rows.values()), to);
  }

  /** Reads one batch while the one before is written. */
  private void catchUp(long from) throws IOException {
    index.far(true);
    try (var writing = Executors.newSingleThreadExecutor()) {
      long goal = log.size();
      var written = CompletableFuture.completedFuture(from);
      for (long at = from; at < goal && !over; ) {
        Batch batch = read(at, MUCH);
        next = written.join();
        written =
            CompletableFuture.supplyAsync(
                () -> {
                  index.add(batch.rows(), batch.to());
                  return batch.to();
                },
                writing);
        at = batch.to();
      }
      next = written.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof Stop stop ? stop : e;
    } finally {
      index.far(false);
    }
  }

  /** Stops; the next start goes on. */
  @Override
  @SuppressWarnings("ThreadJoinLoop") // the one it names is in no JDK
  public void close() {
    over = true;
    LockSupport.unpark(thread);
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts a thread in this house", e);
      }
    }
  }
}
