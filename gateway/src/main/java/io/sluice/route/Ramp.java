package io.sluice.route;

/**
 * The pace at which a deployment may be asked after its provider said that we grow too quickly:
 * half of what it was then for a minute, a fifth more with each minute after it, and any again
 * after a quarter of an hour. Thread-safe; times are readings of a forward clock.
 *
 * <p>Sources: OpenAI, error codes, 503 Slow Down (go back to the pace before, hold it for 15
 * minutes, then raise it gradually); Anthropic, rate limits, acceleration limits.
 */
final class Ramp {
  private static final double SECOND = 1e9;
  private static final double RECENT_NANOS = 10 * SECOND;
  private static final double HOLD_NANOS = 60 * SECOND;
  private static final double OVER_NANOS = 15 * 60 * SECOND;
  private static final double GROWTH = 1.2;

  /** Calls a second; slower than that nobody is asked to be. */
  private static final double LEAST = 0.5;

  private double recent;
  private long counted;
  private double pace;
  private long slowed;
  private double left;
  private long filled;

  /** The provider said so. */
  synchronized void refused(long now) {
    double asked = decayed(now) / RECENT_NANOS * SECOND;
    double held = pace > 0 ? Math.min(pace(now), asked) : asked;
    pace = Math.max(LEAST, held / 2);
    slowed = now;
    left = 0;
    filled = now;
  }

  /** 0: one more call may be made; else nanoseconds until it may. */
  synchronized long nanosUntil(long now) {
    if (!limits(now)) {
      return 0;
    }
    refill(now);
    return left >= 1 ? 0 : (long) Math.ceil((1 - left) / pace(now) * SECOND);
  }

  /** A call is made. */
  synchronized void asked(long now) {
    recent = decayed(now) + 1;
    counted = now;
    if (limits(now)) {
      refill(now);
      left = Math.max(0, left - 1);
    }
  }

  private boolean limits(long now) {
    if (pace > 0 && now - slowed >= OVER_NANOS) {
      pace = 0;
    }
    return pace > 0;
  }

  private double pace(long now) {
    double grown = Math.max(0, now - slowed - HOLD_NANOS) / HOLD_NANOS;
    return pace * Math.pow(GROWTH, grown);
  }

  private void refill(long now) {
    double pace = pace(now);
    left = Math.min(Math.max(1, pace), left + (now - filled) / SECOND * pace);
    filled = now;
  }

  private double decayed(long now) {
    return recent * Math.exp(-(now - counted) / RECENT_NANOS);
  }
}
