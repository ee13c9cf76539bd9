package io.sluice.route;

import java.time.Duration;

/**
 * How what providers let us ask for is heeded.
 *
 * @param believed a provider that says more is not believed for longer
 * @param waiting calls that may wait for one deployment
 * @param longestWait how long a call waits at most where nobody else can answer it
 * @param buckets how many are kept of all tenants and models
 */
public record QuotaSettings(Duration believed, int waiting, Duration longestWait, int buckets) {
  /** What holds unless configuration says otherwise. */
  public static final QuotaSettings DEFAULT =
      new QuotaSettings(Duration.ofSeconds(60), 256, Duration.ofSeconds(10), 100_000);

  public QuotaSettings {
    if (!believed.isPositive() || waiting < 0 || longestWait.isNegative() || buckets < 1) {
      throw new IllegalArgumentException("quotas need positive bounds");
    }
  }
}
