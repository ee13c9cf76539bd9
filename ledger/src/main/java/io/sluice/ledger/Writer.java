package io.sluice.ledger;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes entries. Whoever came while it was busy forms its next batch; there is
 * no timer. Entries are pushed onto a stack without locks, and only the one who finds it empty and
 * the writer asleep wakes it.
 */
final class Writer {
  private static final VarHandle NEWEST;

  static {
    try {
      NEWEST = MethodHandles.lookup().findVarHandle(Writer.class, "newest", Ticket.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** What the stack holds when it takes no more. */
  private static final Ticket SHUT = new Ticket(new byte[0]);

  private final Segments segments;
  private final LedgerSettings settings;
  private final Batch batch;
  private final Thread thread;
  private final Runnable spareWanted;

  /** The ticket that came last; each knows the one before it. */
  @SuppressWarnings("UnusedVariable") // written through NEWEST
  private volatile @Nullable Ticket newest;

  private volatile boolean asleep;
  private volatile boolean closing;
  private volatile @Nullable LedgerException refusal;

  private boolean spareAsked;

  /** Entries taken off the stack, oldest first, that did not fit into a batch yet. */
  private @Nullable Ticket backlog;

  Writer(Segments segments, LedgerSettings settings, Runnable spareWanted) {
    this.spareWanted = spareWanted;
    this.segments = segments;
    this.settings = settings;
    this.batch = new Batch(settings.batchBytes());
    this.thread = Thread.ofPlatform().name("ledger-writer").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Puts the entry behind all that were submitted before. */
  Ticket submit(byte[] entry) {
    var ticket = new Ticket(entry);
    while (true) {
      Ticket before = newest;
      if (before == SHUT) {
        throw refusal();
      }
      int entries = before == null ? 1 : before.queuedEntries + 1;
      long bytes = entry.length + (before == null ? 0 : before.queuedBytes);
      if (entries > settings.queueEntries() || bytes > settings.queueBytes()) {
        throw new LedgerFull(entries - 1, bytes - entry.length);
      }
      ticket.queuedEntries = entries;
      ticket.queuedBytes = bytes;
      ticket.next = before;
      if (NEWEST.compareAndSet(this, before, ticket)) {
        if (before == null && asleep) {
          LockSupport.unpark(thread);
        }
        return ticket;
      }
    }
  }

  /** Why no more entries are taken, or null while they are. */
  @Nullable LedgerException refused() {
    return refusal;
  }

  /** Writes what was submitted, then stops. */
  @SuppressWarnings("ThreadJoinLoop") // the one it names is in no JDK
  void close() {
    closing = true;
    LockSupport.unpark(thread);
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        // waits on: an entry on its way must not be lost because somebody is impatient
      }
    }
  }

  private LedgerException refusal() {
    LedgerException reason = refusal;
    return reason == null ? new LedgerClosed() : reason;
  }

  private void run() {
    while (take()) {
      try {
        commit();
      } catch (IOException e) {
        fail(new LedgerFailed("an entry could not be written", e));
        return;
      } catch (RuntimeException | Error e) {
        fail(new LedgerFailed("the writer stopped", new IOException(e)));
        throw e;
      }
    }
  }

  private void commit() throws IOException {
    Ticket ticket = backlog;
    batch.begin(segments.size());
    while (ticket != null) {
      Ticket after = ticket.next;
      if (!batch.add(ticket)) {
        break;
      }
      ticket = after;
    }
    backlog = ticket;
    segments.append(batch);
    batch.acknowledge();
    boolean half = segments.wantsSpare();
    if (half && !spareAsked) {
      spareWanted.run();
    }
    spareAsked = half;
  }

  /** Waits for entries; false when there will be none. */
  private boolean take() {
    while (backlog == null) {
      Ticket taken = (Ticket) NEWEST.getAndSet(this, null);
      if (taken != null) {
        backlog = oldestFirst(taken);
      } else if (closing) {
        if (NEWEST.compareAndSet(this, null, SHUT)) {
          refusal = new LedgerClosed();
          return false;
        }
      } else {
        asleep = true;
        if (newest == null && !closing) {
          LockSupport.park(this);
        }
        asleep = false;
      }
    }
    return true;
  }

  private void fail(LedgerException reason) {
    refusal = reason;
    Ticket waiting = (Ticket) NEWEST.getAndSet(this, SHUT);
    batch.fail(reason);
    Ticket.failAll(backlog, reason);
    Ticket.failAll(waiting, reason);
    backlog = null;
  }

  private static @Nullable Ticket oldestFirst(Ticket newest) {
    Ticket first = null;
    Ticket ticket = newest;
    while (ticket != null) {
      Ticket older = ticket.next;
      ticket.next = first;
      first = ticket;
      ticket = older;
    }
    return first;
  }
}
