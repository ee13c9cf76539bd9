package io.sluice.ledger;

import java.time.Duration;

/**
 * The limits of a ledger.
 *
 * @param segmentBytes size of one preallocated segment file; 128 KiB to 1 GiB
 * @param queueEntries entries that may wait for the writer before {@link LedgerFull}; as many again
 *     may be with the writer
 * @param queueBytes the same in bytes of entries; at least 65,535
 * @param batchBytes most bytes written before one fsync; at least 66,000, below the segment size
 * @param checkpointEvery how long after a change the next signed checkpoint is due
 * @param patience how long somebody waits for an entry to be durable; while the disk has not
 *     finished a write for as long as that, no entry is taken that somebody would wait for
 */
public record LedgerSettings(
    int segmentBytes,
    int queueEntries,
    long queueBytes,
    int batchBytes,
    Duration checkpointEvery,
    Duration patience) {
  /** How long an entry that nobody waits for may wait for others to share its fsync with. */
  static final Duration LINGER = Duration.ofMillis(5);

  /**
   * Segments of 64 MiB, 16,384 entries or 32 MiB waiting, batches of 1 MiB, a checkpoint each
   * second, five seconds of patience.
   */
  public static final LedgerSettings DEFAULTS =
      new LedgerSettings(
          64 << 20, 16_384, 32L << 20, 1 << 20, Duration.ofSeconds(1), Duration.ofSeconds(5));

  public LedgerSettings {
    check(segmentBytes >= 128 << 10 && segmentBytes <= 1 << 30, "segmentBytes", segmentBytes);
    check(queueEntries >= 1, "queueEntries", queueEntries);
    check(queueBytes >= Frame.MAX_ENTRY_BYTES, "queueBytes", queueBytes);
    check(
        batchBytes >= 66_000 && batchBytes <= segmentBytes - Segment.HEADER_BYTES,
        "batchBytes",
        batchBytes);
    check(checkpointEvery.isPositive(), "checkpointEvery", checkpointEvery.toMillis());
    check(patience.isPositive(), "patience", patience.toMillis());
  }

  private static void check(boolean fits, String name, long value) {
    if (!fits) {
      throw new IllegalArgumentException(name + " is out of bounds: " + value);
    }
  }
}
