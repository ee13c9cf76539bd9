package io.sluice.ledger;

/**
 * The first thing in a log that is not as it was written.
 *
 * @param file name relative to the ledger's directory, with {@code /}
 * @param index zero-based index of the first entry it concerns, or -1 when it concerns none
 * @param offset in bytes from the start of the file, or -1 when the whole file is meant
 * @param what one sentence, without content of entries
 */
public record Damage(String file, long index, long offset, String what) {
  @Override
  public String toString() {
    var text = new StringBuilder(what).append(": ").append(file);
    if (index >= 0) {
      text.append(", entry ").append(index);
    }
    if (offset >= 0) {
      text.append(", offset ").append(offset);
    }
    return text.toString();
  }
}
