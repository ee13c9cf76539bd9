package io.sluice.egress;

import java.time.Duration;

/**
 * Bounds on the way out.
 *
 * @param connect until a connection stands, TLS included
 * @param connectionsPerOrigin open to one provider on one loop
 * @param idleKept how long an unused connection is kept
 * @param headerBytes of an answer's head
 */
public record EgressSettings(
    Duration connect, int connectionsPerOrigin, Duration idleKept, int headerBytes) {
  /** What is in force unless configuration says otherwise. */
  public static final EgressSettings DEFAULT =
      new EgressSettings(Duration.ofSeconds(5), 10_000, Duration.ofSeconds(55), 64 << 10);

  public EgressSettings {
    if (connectionsPerOrigin < 1 || headerBytes < 1_024) {
      throw new IllegalArgumentException("at least one connection and 1 KiB of headers");
    }
  }
}
