package io.sluice.inspect;

import java.time.Duration;

/**
 * Bounds of the inspector.
 *
 * @param cacheBytes how much memory the findings of texts seen before may take, in bytes; 0: none
 *     are kept
 * @param values how long the detectors of values may take over one request
 * @param judges how long the judges of whole texts may take over one request, together
 */
public record InspectSettings(long cacheBytes, Duration values, Duration judges) {
  /** 32 MiB: about 200,000 texts; times that only a request of tens of megabytes needs. */
  public static final InspectSettings DEFAULT =
      new InspectSettings(32L << 20, Duration.ofSeconds(5), Duration.ofSeconds(2));

  public InspectSettings {
    if (cacheBytes < 0 || values.isNegative() || judges.isNegative()) {
      throw new IllegalArgumentException("a bound is never negative");
    }
  }

  /** With another cache. */
  public InspectSettings(long cacheBytes) {
    this(cacheBytes, DEFAULT.values, DEFAULT.judges);
  }
}
