package io.sluice.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The public half of a log's key: enough to check its checkpoints. Text form {@code
 * name+hash+base64} (C2SP signed-note, verifier keys).
 */
public final class VerifierKey {
  static final byte ED25519 = 1;

  private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final int PUBLIC_BYTES = 32;

  private final String name;
  private final byte[] bytes;
  private final PublicKey key;

  private VerifierKey(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
    this.key = publicKey(bytes);
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException if it is none, or of another algorithm than Ed25519
   */
  public static VerifierKey parse(String text) {
    String[] parts = text.strip().split("\\+", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException("a verifier key reads name+hash+base64");
    }
    byte[] typed = Base64.getDecoder().decode(parts[2]);
    if (typed.length != PUBLIC_BYTES + 1 || typed[0] != ED25519) {
      throw new IllegalArgumentException("a verifier key holds 33 bytes of type Ed25519");
    }
    var key = of(parts[0], Arrays.copyOfRange(typed, 1, typed.length));
    if (!HexFormat.of().toHexDigits(key.id()).equals(parts[1])) {
      throw new IllegalArgumentException("the hash of the verifier key does not fit the key");
    }
    return key;
  }

  static VerifierKey of(String name, byte[] publicBytes) {
    checkName(name);
    return new VerifierKey(name, publicBytes);
  }

  static VerifierKey of(String name, PublicKey key) {
    byte[] x509 = key.getEncoded();
    return of(name, Arrays.copyOfRange(x509, X509_PREFIX.length, x509.length));
  }

  static void checkName(String name) {
    boolean bad =
        name.isEmpty()
            || name.codePoints().anyMatch(c -> c == '+' || c < ' ' || Character.isSpaceChar(c));
    if (bad) {
      throw new IllegalArgumentException("a key name is not empty and has no space and no plus");
    }
  }

  /** The log's name, which is also the origin line of its checkpoints. */
  public String name() {
    return name;
  }

  /** The first four bytes of SHA-256 over name, newline, type and key. */
  int id() {
    var sha = TreeHash.sha256();
    sha.update(name.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) '\n');
    sha.update(ED25519);
    return ByteBuffer.wrap(sha.digest(bytes)).getInt();
  }

  PublicKey publicKey() {
    return key;
  }

  boolean verifies(byte[] text, byte[] signature) {
    try {
      var check = Signature.getInstance("Ed25519");
      check.initVerify(key);
      check.update(text);
      return check.verify(signature);
    } catch (GeneralSecurityException e) {
      return false; // not even the shape of a signature
    }
  }

  private static PublicKey publicKey(byte[] bytes) {
    var x509 = ByteBuffer.allocate(X509_PREFIX.length + PUBLIC_BYTES);
    x509.put(X509_PREFIX).put(bytes);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509.array()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 public key", e);
    }
  }

  /** The text form. */
  @Override
  public String toString() {
    var typed = ByteBuffer.allocate(1 + PUBLIC_BYTES).put(ED25519).put(bytes).array();
    return name
        + "+"
        + HexFormat.of().toHexDigits(id())
        + "+"
        + Base64.getEncoder().encodeToString(typed);
  }
}
