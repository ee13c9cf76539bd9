package io.sluice.audit;

import io.sluice.model.Level;
import java.time.Duration;
import java.util.Map;

/**
 * What is kept of content, and how long.
 *
 * @param otherwise for routes that do not say
 * @param keep by level; zero, or no entry: nothing of that level is kept
 */
public record PayloadSettings(Storing otherwise, Map<Level, Duration> keep) {
  /** Redacted, 30 days for public and internal content, nothing above. */
  public static final PayloadSettings DEFAULT =
      new PayloadSettings(
          Storing.REDACTED,
          Map.of(Level.PUBLIC, Duration.ofDays(30), Level.INTERNAL, Duration.ofDays(30)));

  public PayloadSettings {
    keep = Map.copyOf(keep);
  }

  /** How long content of that level is kept; zero: not at all. */
  public Duration time(Level level) {
    return keep.getOrDefault(level, Duration.ZERO);
  }

  /** What is kept of content of that level where the route says {@code asked}. */
  public Storing of(Level level, Storing asked) {
    return time(level).isPositive() ? asked : Storing.NONE;
  }
}
