package io.sluice.ledger;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes entries. Whoever came while it was busy forms its next batch. Entries
 * are pushed onto a stack without locks, and only the first urgent one that finds the writer
 * resting wakes it. Entries that nobody waits for join the next batch; the writer dozes before it
 * sleeps, so that they wake nobody and yet are written soon.
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

  /** What the thread does; resting, it must be woken for what it would not see by itself. */
  private enum State {
    AWAKE,
    /** Looks again by itself within the linger time. */
    DOZING,
    ASLEEP
  }

  private final Segments segments;
  private final LedgerSettings settings;
  private final Batch batch;
  private final Thread thread;
  private final Runnable spareWanted;

  /** The ticket that came last; each knows the one before it. */
  @SuppressWarnings("UnusedVariable") // written through NEWEST
  private volatile @Nullable Ticket newest;

  private volatile State state = State.AWAKE;
  private volatile boolean closing;

  /** Since when a batch is on its way to the disk; written before {@link #writing}. */
  private volatile long since;

  private volatile boolean writing;
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

  /**
   * Puts the entry behind all that were submitted before; {@code urgent}: somebody waits for it.
   */
  Ticket submit(byte[] entry, boolean urgent) {
    var ticket = new Ticket(entry);
    while (true) {
      Ticket before = newest;
      if (before == SHUT) {
        throw refusal();
      }
      if (urgent && stuck().compareTo(settings.patience()) > 0) {
        throw new LedgerSlow(stuck());
      }
      int entries = before == null ? 1 : before.queuedEntries + 1;
      long bytes = entry.length + (before == null ? 0 : before.queuedBytes);
      if (entries > settings.queueEntries() || bytes > settings.queueBytes()) {
        throw new LedgerFull(entries - 1, bytes - entry.length);
      }
      ticket.queuedEntries = entries;
      ticket.queuedBytes = bytes;
      boolean pressed = before != null && before.urgent;
      ticket.urgent = pressed || urgent || 2 * entries > settings.queueEntries();
      ticket.next = before;
      if (NEWEST.compareAndSet(this, before, ticket)) {
        wake(before == null, ticket.urgent && !pressed);
        return ticket;
      }
    }
  }

  private void wake(boolean first, boolean pressing) {
    State now = state;
    if (pressing && now != State.AWAKE || first && now == State.ASLEEP) {
      LockSupport.unpark(thread);
    }
  }

  /** How long the disk has not finished what it was given; zero: it has. */
  Duration stuck() {
    long begun = since;
    return writing ? Duration.ofNanos(Math.max(0, System.nanoTime() - begun)) : Duration.ZERO;
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

  /**
   * Writes one batch of what was submitted, on the calling thread; false if nothing was waiting or
   * the disk refused. Only where the writer's own thread was never started.
   */
  boolean step() {
    if (newest == SHUT) {
      return false;
    }
    if (backlog == null) {
      backlog = oldestFirst((Ticket) NEWEST.getAndSet(this, null));
    }
    return backlog != null && write();
  }

  private void run() {
    boolean going = true;
    while (going) {
      going = take() && write();
    }
  }

  /** Writes one batch; false if the disk refused, and nothing more is taken. */
  private boolean write() {
    try {
      commit();
      return true;
    } catch (IOException e) {
      fail(new LedgerFailed("an entry could not be written", e));
      return false;
    } catch (RuntimeException | Error e) {
      fail(new LedgerFailed("the writer stopped", new IOException(e)));
      throw e;
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
    since = System.nanoTime();
    writing = true;
    segments.append(batch);
    writing = false;
    batch.acknowledge();
    boolean half = segments.wantsSpare();
    if (half && !spareAsked) {
      spareWanted.run();
    }
    spareAsked = half;
  }

  /** Waits for entries; false when there will be none. */
  private boolean take() {
    boolean lingered = false;
    while (backlog == null) {
      Ticket waiting = newest;
      if (waiting != null && (waiting.urgent || lingered || closing)) {
        backlog = oldestFirst((Ticket) NEWEST.getAndSet(this, null));
      } else if (waiting != null || !closing) {
        lingered = rest(lingered);
      } else if (NEWEST.compareAndSet(this, null, SHUT)) {
        refusal = new LedgerClosed();
        return false;
      }
    }
    return true;
  }

  /** Rests until something must be looked at; true if what is there has waited long enough. */
  private boolean rest(boolean lingered) {
    state = lingered ? State.ASLEEP : State.DOZING;
    try {
      Ticket waiting = newest;
      if (closing || waiting != null && (waiting.urgent || lingered)) {
        return false;
      }
      if (lingered) {
        LockSupport.park(this);
        return false;
      }
      LockSupport.parkNanos(this, LedgerSettings.LINGER.toNanos());
      return true;
    } finally {
      state = State.AWAKE;
    }
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
