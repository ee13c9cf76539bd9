package io.sluice.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What ends one exchange early. The first reason wins; whoever waits or moves bytes for the
 * exchange registers here and is told once. Nobody interrupts a thread.
 */
public final class Lifeline {
  /** Why an exchange was ended before its own end. */
  public enum Reason {
    CLIENT_GONE,
    DEADLINE,
    DRAIN,
    REVOKED,
    SUSPENDED,
    BUDGET
  }

  private final List<Runnable> listeners = new ArrayList<>(2);
  private @Nullable Reason reason;

  /** Ends the exchange for {@code why}, unless it ended already; true if this call ended it. */
  public boolean trip(Reason why) {
    List<Runnable> toTell;
    synchronized (this) {
      if (reason != null) {
        return false;
      }
      reason = why;
      toTell = List.copyOf(listeners);
      listeners.clear();
    }
    toTell.forEach(Runnable::run);
    return true;
  }

  /** Why it ended, if it did. */
  public synchronized Optional<Reason> reason() {
    return Optional.ofNullable(reason);
  }

  /** True once it ended. */
  public synchronized boolean tripped() {
    return reason != null;
  }

  /** Runs {@code listener} once when the exchange ends early: now, if it has. Must not block. */
  public void onTrip(Runnable listener) {
    synchronized (this) {
      if (reason == null) {
        listeners.add(listener);
        return;
      }
    }
    listener.run();
  }
}
