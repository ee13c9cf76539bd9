package io.sluice.audit;

import io.sluice.model.Bytes;
import java.util.Arrays;

/**
 * What is remembered of a text: a keyed hash of the whole, and keyed fingerprints of its parts.
 * Nothing of the text can be read from it.
 */
public final class Prints {
  private final Bytes exact;
  private final long[] hashes;
  private final int chars;

  /**
   * @param exact 16 bytes
   * @param hashes sorted, each once; this object takes them over
   * @param chars length of the normal text
   */
  public Prints(Bytes exact, long[] hashes, int chars) {
    this.exact = exact;
    this.hashes = hashes;
    this.chars = chars;
  }

  /** The keyed hash of the whole normal text. */
  public Bytes exact() {
    return exact;
  }

  /** How many fingerprints there are. */
  public int count() {
    return hashes.length;
  }

  /** The fingerprint at {@code index}. */
  public long hash(int index) {
    return hashes[index];
  }

  /** How many normal characters the text has. */
  public int chars() {
    return chars;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Prints that
        && exact.equals(that.exact)
        && Arrays.equals(hashes, that.hashes);
  }

  @Override
  public int hashCode() {
    return exact.hashCode();
  }
}
