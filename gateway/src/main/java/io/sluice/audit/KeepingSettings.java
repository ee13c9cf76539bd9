package io.sluice.audit;

import java.time.Duration;

/**
 * Bounds of what waits to be kept.
 *
 * @param exchanges that may wait
 * @param bytes of content that may be in memory, over all exchanges
 * @param answerBytes of one answer; what is longer is kept in part
 * @param batch exchanges that are written together, at most
 * @param linger how long the first of a batch waits for the others
 */
public record KeepingSettings(
    int exchanges, long bytes, int answerBytes, int batch, Duration linger) {
  /** 4,096 exchanges, 64 MiB, 4 MiB of one answer, 256 at a time, which wait 20 ms. */
  public static final KeepingSettings DEFAULT =
      new KeepingSettings(4_096, 64L << 20, 4 << 20, 256, Duration.ofMillis(20));

  public KeepingSettings {
    if (exchanges < 1 || bytes < 1 || answerBytes < 1 || batch < 1 || linger.isNegative()) {
      throw new IllegalArgumentException("bounds must be positive");
    }
  }
}
