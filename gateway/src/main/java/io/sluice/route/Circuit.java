package io.sluice.route;

import io.sluice.route.Condition.State;
import java.time.Duration;

/** The circuit of one deployment. Thread-safe; times are readings of a forward clock. */
final class Circuit {
  private final HealthSettings settings;

  /** So many good endings in a row and it starts with the first open time again. */
  private static final int CALM = 20;

  private int calm;
  private int failures;
  private int opened;
  private boolean open;
  private boolean probing;
  private long until;

  Circuit(HealthSettings settings) {
    this.settings = settings;
  }

  synchronized Condition condition(long nanos) {
    if (!open) {
      return Condition.UP;
    }
    return nanos - until >= 0
        ? new Condition(State.PROBE, Duration.ZERO)
        : new Condition(State.OPEN, Duration.ofNanos(until - nanos));
  }

  /**
   * True if the deployment may be tried; in an open circuit that makes the caller the probe. One
   * that {@code leaves} it to others is the probe only when none of them came for a while.
   */
  synchronized boolean claim(long nanos, boolean leaves) {
    if (!open) {
      return true;
    }
    if (nanos - until < (leaves ? settings.leaving().toNanos() : 0)) {
      return false;
    }
    until = nanos + settings.probe().toNanos();
    probing = true;
    return true;
  }

  /** True if a probe is awaited, of one that {@code leaves} it to others for a while. */
  synchronized boolean awaited(long nanos, boolean leaves) {
    return open && nanos - until >= (leaves ? settings.leaving().toNanos() : 0);
  }

  synchronized boolean probing() {
    return probing;
  }

  /**
   * Leaves the deployment alone though it did not fail many times in a row; for longer each time.
   */
  synchronized void eject(long nanos) {
    if (!open) {
      open = true;
      probing = false;
      until = nanos + openFor(opened).toNanos();
      opened++;
    }
  }

  /** True: that closed an open circuit. */
  synchronized boolean succeeded() {
    boolean recovered = open;
    open = false;
    probing = false;
    failures = 0;
    if (!recovered) {
      calm++;
      opened = calm >= CALM ? 0 : opened; // growing times are forgotten only after a calm while
    } else {
      calm = 0;
    }
    return recovered;
  }

  synchronized void failed(long nanos, Duration atLeast) {
    if (open && !probing) {
      return; // it was sent before the circuit opened, and says nothing new
    }
    failures++;
    calm = 0;
    if (probing || failures >= settings.failures()) {
      Duration wait = longer(openFor(opened), atLeast);
      open = true;
      probing = false;
      opened++;
      until = nanos + wait.toNanos();
    }
  }

  /** The attempt ended and says nothing of the deployment: whoever comes next may probe it. */
  synchronized void unknown(long nanos) {
    if (probing) {
      probing = false;
      until = nanos;
    }
  }

  private Duration openFor(int timesBefore) {
    Duration wait = settings.firstOpen();
    for (int i = 0; i < timesBefore && wait.compareTo(settings.longestOpen()) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return shorter(wait, settings.longestOpen());
  }

  private Duration longer(Duration wait, Duration atLeast) {
    return wait.compareTo(atLeast) >= 0 ? wait : shorter(atLeast, settings.longestOpen());
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
