package io.sluice.ledger;

/** Sees entries one by one, in order. */
@FunctionalInterface
public interface EntryReader {
  /**
   * Takes one entry.
   *
   * @param index zero-based
   * @param entry the bytes as submitted; the reader may keep the array
   * @return whether to go on
   */
  boolean read(long index, byte[] entry);
}
