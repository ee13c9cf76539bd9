package io.sluice.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The two hashes a Merkle tree is made of (RFC 9162, section 2.1.1): SHA-256, 32 bytes. */
final class TreeHash {
  private TreeHash() {}

  /** Hash of one entry: SHA-256(0x00 || entry). */
  static byte[] leaf(byte[] entry) {
    var sha = sha256();
    sha.update((byte) 0);
    return sha.digest(entry);
  }

  /** Hash of an inner node: SHA-256(0x01 || left || right). */
  static byte[] node(byte[] left, byte[] right) {
    var sha = sha256();
    sha.update((byte) 1);
    sha.update(left);
    return sha.digest(right);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
