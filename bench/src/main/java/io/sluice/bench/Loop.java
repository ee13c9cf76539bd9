package io.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * The one thread of the load side: callers and upstream share its selector and its clock, so that
 * the load side needs one core, and a time taken at one end compares with one taken at the other.
 */
final class Loop implements AutoCloseable {
  /**
   * When the next timer is nearer than this, the loop polls instead of sleeping: sleeps overrun.
   */
  private static final long POLL_NANOS = 1_500_000;

  private static final long LONGEST_SLEEP_MILLIS = 10;

  /** What is told when its channel can go on. */
  @FunctionalInterface
  interface Watcher {
    /** The channel of {@code key} can do what it waited for. */
    void ready(SelectionKey key);
  }

  private record Timer(long due, long order, Runnable task) implements Comparable<Timer> {
    @Override
    public int compareTo(Timer that) {
      int byDue = Long.compare(due, that.due);
      return byDue != 0 ? byDue : Long.compare(order, that.order);
    }
  }

  private final Selector selector;
  private final PriorityQueue<Timer> timers = new PriorityQueue<>();
  private long order;

  Loop() throws IOException {
    selector = Selector.open();
  }

  SelectionKey register(SelectableChannel channel, int operations, Watcher watcher)
      throws IOException {
    channel.configureBlocking(false);
    return channel.register(selector, operations, watcher);
  }

  /** Runs {@code task} once {@link System#nanoTime} has reached {@code due}. */
  void at(long due, Runnable task) {
    timers.add(new Timer(due, order++, task));
  }

  /** Works until {@code done} or for {@code nanos}, whichever is first; answers whether done. */
  boolean run(BooleanSupplier done, long nanos) {
    long end = System.nanoTime() + nanos;
    while (!done.getAsBoolean()) {
      long now = System.nanoTime();
      if (now >= end) {
        return false;
      }
      runTimers(now);
      select(end - now);
    }
    return true;
  }

  private void runTimers(long now) {
    for (Timer next = timers.peek(); next != null && next.due <= now; next = timers.peek()) {
      timers.remove();
      next.task.run();
    }
  }

  private void select(long left) {
    Timer next = timers.peek();
    long wait = next == null ? left : Math.min(left, next.due - System.nanoTime());
    try {
      if (wait < POLL_NANOS) {
        selector.selectNow(Loop::tell);
      } else {
        selector.select(Loop::tell, Math.min(LONGEST_SLEEP_MILLIS, wait / 2_000_000 + 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void tell(SelectionKey key) {
    if (key.attachment() instanceof Watcher watcher) {
      watcher.ready(key);
    }
  }

  @Override
  public void close() {
    try {
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
