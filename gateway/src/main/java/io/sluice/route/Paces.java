package io.sluice.route;

import io.sluice.model.Candidate.ModelRef;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How long deployments lately took to their first content: a moving mean each, which an answer
 * moves by a fifth. One that was not asked for a while is forgotten, so that a deployment that was
 * slow once is tried again.
 */
final class Paces {
  /** A mean that is older says nothing any more. */
  static final Duration HOLDS = Duration.ofMinutes(2);

  private static final double SHARE = 0.2;

  private final ConcurrentHashMap<ModelRef, Mean> means = new ConcurrentHashMap<>();

  private record Mean(Duration took, long at) {
    double nanos() {
      return took.toNanos();
    }
  }

  /** An answer began after {@code took}. */
  void began(ModelRef model, Duration took, long now) {
    means.merge(
        model,
        new Mean(took, now),
        (old, one) -> fresh(old, now) ? new Mean(moved(old.nanos(), one.nanos()), now) : one);
  }

  private static Duration moved(double from, double to) {
    return Duration.ofNanos((long) (from + SHARE * (to - from)));
  }

  /** What is known of it now; null: nothing. */
  @Nullable Duration of(ModelRef model, long now) {
    Mean mean = means.get(model);
    return mean != null && fresh(mean, now) ? mean.took() : null;
  }

  private static boolean fresh(Mean mean, long now) {
    return now - mean.at() < HOLDS.toNanos();
  }
}
