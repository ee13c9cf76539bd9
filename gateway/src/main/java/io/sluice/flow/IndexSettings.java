package io.sluice.flow;

import java.time.Duration;

/**
 * How much the lineage index may hold, and for how long: the part {@code flow.index:} of the
 * configuration.
 *
 * @param bytes of its file, all of it; taken from the disk at once
 * @param tenantPercent the most of it that one tenant may fill
 * @param dense how long every fingerprint of content below confidential is kept; afterwards those
 *     that a wider window picks
 * @param usual how long content below confidential is known again
 * @param confidential how long content from confidential on is known again, every fingerprint of it
 */
public record IndexSettings(
    long bytes, int tenantPercent, Duration dense, Duration usual, Duration confidential) {
  /** The least that makes sense. */
  public static final long LEAST_BYTES = 1L << 20;

  /** What holds where the file says nothing. */
  public static final IndexSettings DEFAULT =
      new IndexSettings(
          256L << 20, 50, Duration.ofHours(2), Duration.ofHours(24), Duration.ofDays(30));

  /** How long what operators register is known: until they remove it. */
  private static final Duration LASTING = Duration.ofDays(15 * 365);

  /** Of an index of what operators register: {@code bytes} is its size. */
  public static IndexSettings lasting(long bytes) {
    return new IndexSettings(bytes, 100, LASTING, LASTING, LASTING);
  }

  public IndexSettings {
    if (bytes < LEAST_BYTES || tenantPercent < 1 || tenantPercent > 100) {
      throw new IllegalArgumentException("an index has at least 1 MiB, a tenant 1 to 100 percent");
    }
  }
}
