package io.sluice.route;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One simulated deployment: now and then it slows, fails, throttles, lies in headers or cuts. */
final class Pool {
  private static final double SECOND = 1e9;

  /** How it is for a while. */
  enum Mood {
    WELL,
    SLOW,
    FAILING,
    DOWN,
    THROTTLED,
    LYING,
    CUTTING
  }

  /** What becomes of one attempt. {@code fault} null: an answer, which may be cut later. */
  record Outcome(Duration took, @Nullable Fault fault, Headers headers, boolean cut) {}

  private final SplittableRandom random;
  private final double usual;
  private Mood mood = Mood.WELL;
  private long until;
  private double tokens = 10;
  private long filled;

  Pool(SplittableRandom random) {
    this.random = random;
    this.usual = (0.12 + 0.3 * random.nextDouble()) * SECOND;
  }

  Outcome attempt(long now, int waiting) {
    if (now >= until) {
      mood = random.nextInt(100) < 65 ? Mood.WELL : Mood.values()[1 + random.nextInt(6)];
      until = now + (long) ((20 + random.nextInt(100)) * SECOND);
    }
    double stretched = usual * Math.exp(0.4 * random.nextGaussian()) * (1 + waiting / 12.0);
    return switch (mood) {
      case WELL -> answer(stretched, Headers.NONE, false);
      case SLOW -> answer(stretched * 8, Headers.NONE, false);
      case FAILING ->
          random.nextInt(10) < 8 ? fails(stretched / 4) : answer(stretched, Headers.NONE, false);
      case DOWN -> fails(5e6);
      case THROTTLED -> throttled(now, stretched, true);
      case LYING -> lying(now, stretched);
      case CUTTING -> answer(stretched, Headers.NONE, random.nextInt(4) == 0);
    };
  }

  private static Outcome answer(double nanos, Headers headers, boolean cut) {
    return new Outcome(Duration.ofNanos((long) nanos), null, headers, cut);
  }

  private static Outcome fails(double nanos) {
    var fault = Fault.of(Code.UPSTREAM_OVERLOADED, "overloaded");
    return new Outcome(Duration.ofNanos((long) nanos), fault, Headers.NONE, false);
  }

  /** Ten a second at most. */
  private Outcome throttled(long now, double nanos, boolean honest) {
    tokens = Math.min(10, tokens + (now - filled) / SECOND * 10);
    filled = now;
    if (tokens < 1) {
      var fault = Fault.of(Code.UPSTREAM_RATE_LIMITED, "slow down").after(Duration.ofSeconds(1));
      return new Outcome(Duration.ofMillis(20), fault, left(honest ? 0 : 500), false);
    }
    tokens--;
    return answer(nanos, left(honest ? (long) tokens : 500), false);
  }

  /** Says that nothing is left though there is, or that there is plenty though there is not. */
  private Outcome lying(long now, double nanos) {
    return random.nextBoolean() ? answer(nanos, left(0), false) : throttled(now, nanos, false);
  }

  private static Headers left(long remaining) {
    return new Headers(
        List.of(
            new Header("x-ratelimit-limit-requests", "10"),
            new Header("x-ratelimit-remaining-requests", Long.toString(remaining)),
            new Header("x-ratelimit-reset-requests", "1s")));
  }
}
