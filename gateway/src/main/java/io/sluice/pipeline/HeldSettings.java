package io.sluice.pipeline;

import java.time.Duration;

/**
 * How long and how much is kept of answers that callers may go on from.
 *
 * @param keep how long one is kept
 * @param mostBytes of one, with all that led to it; a longer one is not kept
 * @param mostBytesTogether of all of them; beyond it the oldest are dropped
 */
public record HeldSettings(Duration keep, int mostBytes, long mostBytesTogether) {
  /** 30 days, as OpenAI keeps them; 4 MiB each; 1 GiB together. */
  public static final HeldSettings DEFAULT =
      new HeldSettings(Duration.ofDays(30), 4 << 20, 1L << 30);

  public HeldSettings {
    if (!keep.isPositive() || mostBytes < 1 || mostBytesTogether < mostBytes) {
      throw new IllegalArgumentException("times and sizes must be positive");
    }
  }
}
