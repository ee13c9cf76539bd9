package io.sluice.route;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the same deployment is tried again: a random time up to a bound that
 * doubles with every attempt (full jitter), and never less than the provider asked for.
 *
 * @param first the bound of the first wait
 * @param most what the bound grows to
 */
public record Backoff(Duration first, Duration most) {
  /** What holds unless configuration says otherwise. */
  public static final Backoff DEFAULT = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(4));

  public Backoff {
    if (!first.isPositive() || most.compareTo(first) < 0) {
      throw new IllegalArgumentException("0 < first <= most does not hold");
    }
  }

  /**
   * The wait before one more attempt.
   *
   * @param failed attempts at the deployment so far, at least 1
   * @param retryAfter what the provider asked for; null: nothing
   */
  public Duration wait(int failed, @Nullable Duration retryAfter, RandomGenerator random) {
    long bound = first.toNanos();
    for (int i = 1; i < failed && bound < most.toNanos(); i++) {
      bound *= 2;
    }
    var wait = Duration.ofNanos(random.nextLong(Math.min(bound, most.toNanos()) + 1));
    return retryAfter != null && retryAfter.compareTo(wait) > 0 ? retryAfter : wait;
  }
}
