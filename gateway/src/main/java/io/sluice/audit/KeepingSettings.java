package io.sluice.audit;

/**
 * Bounds of what waits to be kept.
 *
 * @param exchanges that may wait
 * @param bytes of content that may be in memory, over all exchanges
 * @param answerBytes of one answer; what is longer is kept in part
 * @param batch exchanges that are written together
 */
public record KeepingSettings(int exchanges, long bytes, int answerBytes, int batch) {
  /** 4,096 exchanges, 64 MiB, 4 MiB of one answer, 64 at a time. */
  public static final KeepingSettings DEFAULT = new KeepingSettings(4_096, 64L << 20, 4 << 20, 64);

  public KeepingSettings {
    if (exchanges < 1 || bytes < 1 || answerBytes < 1 || batch < 1) {
      throw new IllegalArgumentException("bounds must be positive");
    }
  }
}
