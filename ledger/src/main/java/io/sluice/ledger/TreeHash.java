package io.sluice.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The two hashes a Merkle tree is made of (RFC 9162, section 2.1.1): SHA-256, 32 bytes. Keeps one
 * digest, so an instance belongs to one thread at a time.
 */
final class TreeHash {
  static final int BYTES = 32;

  private final MessageDigest sha = sha256();

  /** Hash of one entry: SHA-256(0x00 || entry). */
  byte[] leaf(byte[] entry) {
    return leaf(entry, 0, entry.length);
  }

  /** Hash of the entry that lies at {@code offset} of {@code bytes}. */
  byte[] leaf(byte[] bytes, int offset, int length) {
    sha.update((byte) 0);
    sha.update(bytes, offset, length);
    return sha.digest();
  }

  /** Hash of an inner node: SHA-256(0x01 || left || right). */
  byte[] node(byte[] left, byte[] right) {
    sha.update((byte) 1);
    sha.update(left);
    sha.update(right);
    return sha.digest();
  }

  /** Hash of the tree without entries: SHA-256 of nothing. */
  byte[] empty() {
    return sha.digest();
  }

  /** Root of the complete subtree over {@code count} (a power of two) hashes laid end to end. */
  byte[] fold(byte[] hashes, int from, int count) {
    if (count == 1) {
      return Arrays.copyOfRange(hashes, from * BYTES, (from + 1) * BYTES);
    }
    int half = count / 2;
    byte[] left = fold(hashes, from, half);
    return node(left, fold(hashes, from + half, half));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
