package io.sluice.ledger;

import java.util.Optional;

/**
 * What somebody kept of a log from before: a checkpoint, a proof (which holds one), or a receipt
 * {@code <log>/<index>}, which says only that the log had that entry.
 *
 * @param checkpoint empty: only the size is known
 * @param entries how many the log had at least
 */
public record Remembered(String log, Optional<Checkpoint> checkpoint, long entries) {
  /**
   * Reads any of the three.
   *
   * @throws IllegalArgumentException if it is none of them, of another log, or not signed by this
   *     key
   */
  public static Remembered read(String text, VerifierKey key) {
    String stripped = text.strip();
    if (!stripped.contains("\n")) {
      return receipt(stripped, key);
    }
    var checkpoint =
        text.startsWith(LogProof.HEAD)
            ? LogProof.open(text, key).checkpoint()
            : Checkpoint.open(text, key);
    return new Remembered(checkpoint.origin(), Optional.of(checkpoint), checkpoint.size());
  }

  private static Remembered receipt(String text, VerifierKey key) {
    int slash = text.lastIndexOf('/');
    if (slash < 1 || !text.substring(slash + 1).matches("0|[1-9][0-9]{0,17}")) {
      throw new IllegalArgumentException("neither a checkpoint, nor a proof, nor a receipt");
    }
    if (!text.substring(0, slash).equals(key.name())) {
      throw new IllegalArgumentException("the receipt is of another log than the key");
    }
    return new Remembered(
        key.name(), Optional.empty(), Long.parseLong(text.substring(slash + 1)) + 1);
  }

  /** What the receipt says against what was read: the rollback it proves, or nothing. */
  public String objection(Report report) {
    return checkpoint.isEmpty() && report.intact() && report.entries() < entries
        ? "rolled back: the receipt is of entry %d, and there are %d"
            .formatted(entries - 1, report.entries())
        : "";
  }
}
