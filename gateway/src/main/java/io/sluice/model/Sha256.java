package io.sluice.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4). Looking the algorithm up costs as much as hashing a short text: once. */
public final class Sha256 {
  private static final MessageDigest EMPTY = empty();

  private Sha256() {}

  private static MessageDigest empty() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A digest for what comes in pieces. */
  public static MessageDigest begun() {
    try {
      return (MessageDigest) EMPTY.clone();
    } catch (CloneNotSupportedException e) {
      return empty(); // a provider may have one that cannot
    }
  }

  /** The 32 bytes of a hash. */
  public static byte[] of(byte[] bytes) {
    return begun().digest(bytes);
  }

  /** The hash of a text in UTF-8. */
  public static byte[] of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The hash as 64 hexadecimal digits. */
  public static String hex(Bytes bytes) {
    var digest = begun();
    digest.update(bytes.array(), bytes.offset(), bytes.length());
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The hash of a text in UTF-8, as 64 hexadecimal digits. */
  public static String hex(String text) {
    return HexFormat.of().formatHex(of(text));
  }
}
