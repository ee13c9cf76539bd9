package io.sluice.route;

import io.sluice.model.Candidate.ModelRef;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

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

  private record Mean(double nanos, long at) {}

  /** An answer began after {@code took}. */
  void began(ModelRef model, Duration took, long now) {
    means.merge(
        model,
        new Mean(took.toNanos(), now),
        (old, one) ->
            fresh(old, now)
                ? new Mean(old.nanos() + SHARE * (one.nanos() - old.nanos()), now)
                : one);
  }

  /** What is known now of {@code models}. */
  Map<ModelRef, Duration> of(List<ModelRef> models, long now) {
    var known = new HashMap<ModelRef, Duration>();
    for (ModelRef model : models) {
      Mean mean = means.get(model);
      if (mean != null && fresh(mean, now)) {
        known.put(model, Duration.ofNanos((long) mean.nanos()));
      }
    }
    return known;
  }

  private static boolean fresh(Mean mean, long now) {
    return now - mean.at() < HOLDS.toNanos();
  }
}
