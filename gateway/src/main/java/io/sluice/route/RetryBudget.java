package io.sluice.route;

import io.sluice.model.Clock;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many further attempts the exchanges of one tenant may send to one provider: a fifth of its
 * first attempts there in the last ten seconds, and at least three, so that retries never become
 * the load that keeps a provider down.
 */
public final class RetryBudget {
  private static final int WINDOW_SECONDS = 10;
  private static final int FIRST_PER_RETRY = 5;
  private static final int LEAST = 3;
  private static final long NANOS = 1_000_000_000L;

  private record Key(String tenant, String provider) {}

  private final Clock clock;
  private final ConcurrentHashMap<Key, Window> windows = new ConcurrentHashMap<>();

  /** Nothing sent yet. */
  public RetryBudget(Clock clock) {
    this.clock = clock;
  }

  /** Counts the first attempt of an exchange. */
  public void first(String tenant, String provider) {
    window(tenant, provider).first(second());
  }

  /** Takes leave for one further attempt, and counts it; false: there were too many. */
  public boolean further(String tenant, String provider) {
    return window(tenant, provider).further(second());
  }

  /** Counts a further attempt that is never denied. */
  public void always(String tenant, String provider) {
    window(tenant, provider).always(second());
  }

  private long second() {
    return Math.floorDiv(clock.nanos(), NANOS);
  }

  private Window window(String tenant, String provider) {
    var key = new Key(tenant, provider);
    Window known = windows.get(key);
    return known != null ? known : windows.computeIfAbsent(key, ignored -> new Window());
  }

  /** The last ten seconds of one tenant at one provider. */
  private static final class Window {
    private final int[] firsts = new int[WINDOW_SECONDS];
    private final int[] furthers = new int[WINDOW_SECONDS];
    private int first;
    private int further;
    private long second = Long.MIN_VALUE;

    synchronized void first(long now) {
      firsts[advance(now)]++;
      first++;
    }

    synchronized boolean further(long now) {
      int slot = advance(now);
      if (further >= Math.max(LEAST, first / FIRST_PER_RETRY)) {
        return false;
      }
      furthers[slot]++;
      further++;
      return true;
    }

    synchronized void always(long now) {
      furthers[advance(now)]++;
      further++;
    }

    private int advance(long now) {
      if (second == Long.MIN_VALUE || now - second >= WINDOW_SECONDS) {
        Arrays.fill(firsts, 0);
        Arrays.fill(furthers, 0);
        first = 0;
        further = 0;
        second = now;
      }
      while (second < now) {
        second++;
        int slot = slot(second);
        first -= firsts[slot];
        further -= furthers[slot];
        firsts[slot] = 0;
        furthers[slot] = 0;
      }
      return slot(second);
    }

    private static int slot(long second) {
      return (int) Math.floorMod(second, (long) WINDOW_SECONDS);
    }
  }
}
