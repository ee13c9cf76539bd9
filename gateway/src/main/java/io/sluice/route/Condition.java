package io.sluice.route;

import java.time.Duration;

/**
 * How a deployment is at one moment.
 *
 * @param probeIn until it may be probed; zero unless {@link State#OPEN}
 */
public record Condition(State state, Duration probeIn) {
  /** Nothing is known against it. */
  public static final Condition UP = new Condition(State.CLOSED, Duration.ZERO);

  /** The state of its circuit. */
  public enum State {
    /** It may be used. */
    CLOSED,
    /** It failed, and the next exchange may try it: that one is the probe. */
    PROBE,
    /** It is left alone. */
    OPEN
  }
}
