package io.sluice.ledger;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * An entry on its way to the disk. Becomes durable whether or not anybody waits. Any number of
 * threads may wait; meant for virtual threads.
 */
public final class Ticket {
  private static final VarHandle STATE;
  private static final byte[] NONE = {};

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Ticket.class, "state", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private record Waiter(Thread thread, @Nullable Waiter next) {}

  private enum Durable {
    DURABLE
  }

  /** The neighbour in the writer's queue or batch; used by the one who owns the list. */
  @Nullable Ticket next;

  /** How many tickets, this one included, and bytes stand in the queue up to this one. */
  int queuedEntries;

  long queuedBytes;

  /** Whether this ticket, or one before it in the queue, is to be written without delay. */
  boolean urgent;

  private byte[] entry;
  private long index = -1;

  /** Null, the last Waiter to come, DURABLE, or the exception that ended it. */
  @SuppressWarnings("UnusedVariable") // written through STATE
  private volatile @Nullable Object state;

  Ticket(byte[] entry) {
    this.entry = entry;
  }

  byte[] entry() {
    return entry;
  }

  /**
   * Waits until the entry is durable.
   *
   * @return its index, zero-based
   * @throws LedgerFailed if the disk refused; the entry is not acknowledged
   */
  public long await() {
    Object now = settled(Long.MAX_VALUE);
    return index(now);
  }

  /**
   * Waits until the entry is durable, but not longer than this.
   *
   * @return its index, or nothing when it is still on its way
   * @throws LedgerFailed if the disk refused; the entry is not acknowledged
   */
  public OptionalLong await(Duration atMost) {
    Object now = settled(atMost.toNanos());
    return now instanceof Durable || now instanceof LedgerException
        ? OptionalLong.of(index(now))
        : OptionalLong.empty();
  }

  /** Whether the entry is durable now. */
  public boolean isDurable() {
    return state instanceof Durable;
  }

  private long index(@Nullable Object now) {
    if (now instanceof LedgerException reason) {
      throw reason;
    }
    return index;
  }

  private @Nullable Object settled(long nanos) {
    long start = nanos == Long.MAX_VALUE ? 0 : System.nanoTime();
    Object now = state;
    while (now == null || now instanceof Waiter) {
      var mine = new Waiter(Thread.currentThread(), (Waiter) now);
      if (STATE.compareAndSet(this, now, mine)) {
        return parked(nanos, start);
      }
      now = state;
    }
    return now;
  }

  private @Nullable Object parked(long nanos, long start) {
    Object now = state;
    while (now == null || now instanceof Waiter) {
      if (nanos == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else {
        long left = nanos - (System.nanoTime() - start);
        if (left <= 0) {
          return state;
        }
        LockSupport.parkNanos(this, left);
      }
      now = state;
    }
    return now;
  }

  void durable(long at) {
    index = at;
    settle(Durable.DURABLE);
  }

  void fail(LedgerException reason) {
    settle(reason);
  }

  static void failAll(@Nullable Ticket first, LedgerException reason) {
    Ticket ticket = first;
    while (ticket != null) {
      Ticket after = ticket.next;
      ticket.next = null;
      ticket.fail(reason);
      ticket = after;
    }
  }

  private void settle(Object outcome) {
    entry = NONE;
    Object before = STATE.getAndSet(this, outcome);
    for (Waiter waiter = (Waiter) before; waiter != null; waiter = waiter.next) {
      LockSupport.unpark(waiter.thread);
    }
  }
}
