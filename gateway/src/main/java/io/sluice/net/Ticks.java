package io.sluice.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Time limits of everything that lives on one event loop, looked at ten times a second: no timer is
 * made or cancelled per exchange. Confined to its loop.
 */
public final class Ticks {
  private static final long EVERY_MILLIS = 100;
  private static final FastThreadLocal<Ticks> OF_LOOP = new FastThreadLocal<>();

  /** Something with a time limit. */
  @FunctionalInterface
  public interface Timed {
    /** It is {@code nowNanos} by {@link System#nanoTime()}. May add and remove. */
    void tick(long nowNanos);
  }

  private final Set<Timed> timed = new HashSet<>();

  private Ticks() {}

  /** The ticks of {@code loop}; must be called on it. */
  public static Ticks of(EventLoop loop) {
    Ticks ticks = OF_LOOP.getIfExists();
    if (ticks == null) {
      ticks = new Ticks();
      OF_LOOP.set(ticks);
      var run = ticks;
      loop.scheduleAtFixedRate(run::all, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
    return ticks;
  }

  /** Starts telling {@code one} the time. */
  public void add(Timed one) {
    timed.add(one);
  }

  /** Stops telling {@code one} the time. */
  public void remove(Timed one) {
    timed.remove(one);
  }

  private void all() {
    long now = System.nanoTime();
    for (Timed one : new ArrayList<>(timed)) {
      if (timed.contains(one)) {
        one.tick(now);
      }
    }
  }
}
