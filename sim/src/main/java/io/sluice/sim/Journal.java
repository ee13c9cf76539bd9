package io.sluice.sim;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** The newest requests of one simulator, in arrival order; the oldest are dropped when full. */
final class Journal {
  private static final int LIMIT_CALLS = 10_000;
  private static final long LIMIT_BYTES = 64L * 1024 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong version = new AtomicLong();
  private final ArrayDeque<Exchange> kept = new ArrayDeque<>();
  private long keptBytes;
  private long last;

  Exchange open(RequestHead head, byte[] body) {
    lock.lock();
    try {
      var exchange = new Exchange(new Call(++last, head, body), this);
      kept.addLast(exchange);
      keptBytes += body.length;
      while (kept.size() > LIMIT_CALLS || (keptBytes > LIMIT_BYTES && kept.size() > 1)) {
        keptBytes -= kept.removeFirst().call().body().length;
      }
      version.incrementAndGet();
      changed.signalAll();
      return exchange;
    } finally {
      lock.unlock();
    }
  }

  List<Received> received() {
    lock.lock();
    try {
      var all = new ArrayList<Received>(kept.size());
      kept.forEach(exchange -> all.add(exchange.received()));
      return List.copyOf(all);
    } finally {
      lock.unlock();
    }
  }

  void clear() {
    lock.lock();
    try {
      kept.clear();
      keptBytes = 0;
      last = 0;
    } finally {
      lock.unlock();
    }
  }

  /** Tells those who wait that some exchange went on. Cheap when nobody waits. */
  void changed() {
    version.incrementAndGet();
    if (waiting.get() > 0) {
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  boolean await(Predicate<List<Received>> condition, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    waiting.incrementAndGet();
    try {
      while (true) {
        long seen = version.get();
        if (condition.test(received())) {
          return true;
        }
        if (!awaitAfter(seen, deadline)) {
          return false;
        }
      }
    } finally {
      waiting.decrementAndGet();
    }
  }

  private boolean awaitAfter(long seen, long deadline) throws InterruptedException {
    lock.lock();
    try {
      while (version.get() == seen) {
        long remaining = deadline - System.nanoTime();
        if (remaining <= 0) {
          return false;
        }
        changed.awaitNanos(remaining);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
