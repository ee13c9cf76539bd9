package io.sluice.audit;

import io.sluice.model.Bytes;
import io.sluice.model.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What the record says of content instead of the content: SHA-256 over a random salt and the bytes.
 * Whoever has both can check it; without the salt nobody can test a guess.
 */
public final class Commitment {
  /** Length of a salt. */
  public static final int SALT_BYTES = 16;

  private final MessageDigest digest = Sha256.begun();
  private long bytes;

  /** A commitment to come, under {@code salt}. */
  public Commitment(Bytes salt) {
    digest.update(salt.array(), salt.offset(), salt.length());
  }

  /** The commitment to {@code content}, in hex. */
  public static String of(Bytes salt, Bytes content) {
    var commitment = new Commitment(salt);
    commitment.add(content);
    return commitment.done();
  }

  void add(Bytes content) {
    digest.update(content.array(), content.offset(), content.length());
    bytes += content.length();
  }

  /** How much was added. */
  long bytes() {
    return bytes;
  }

  /** The commitment, in hex; nothing may be added afterwards. */
  String done() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
