package io.sluice.ledger;

import org.jspecify.annotations.Nullable;

/**
 * The right edge of a growing Merkle tree: one hash for each set bit of its size, which is all that
 * the root needs. Belongs to one thread at a time.
 */
final class Frontier {
  private final TreeHash hash = new TreeHash();
  private final byte[] @Nullable [] edge = new byte[Long.SIZE][];
  private long size;

  long size() {
    return size;
  }

  /** Adds the next leaf hash. */
  void add(byte[] leaf) {
    add(0, leaf);
  }

  /**
   * Adds the root of the next complete subtree of {@code 1 << level} leaves; subtrees come largest
   * first.
   */
  void add(int level, byte[] root) {
    byte[] sum = root;
    int at = level;
    for (byte[] left = edge[at]; left != null; left = edge[at]) {
      sum = hash.node(left, sum);
      edge[at++] = null;
    }
    edge[at] = sum;
    size += 1L << level;
  }

  /** The Merkle tree hash of everything added so far (RFC 9162, section 2.1.1). */
  byte[] root() {
    byte @Nullable [] sum = null;
    for (byte[] left : edge) {
      if (left != null) {
        sum = sum == null ? left : hash.node(left, sum);
      }
    }
    return sum == null ? hash.empty() : sum.clone();
  }
}
