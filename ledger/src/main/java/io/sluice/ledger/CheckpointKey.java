package io.sluice.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** The Ed25519 key that signs a log's checkpoints. Never printed. */
public final class CheckpointKey {
  private static final byte[] PKCS8_PREFIX =
      HexFormat.of().parseHex("302e020100300506032b657004220420");
  private static final int SEED_BYTES = 32;
  private static final String PRIVATE = "PRIVATE+KEY+";

  private final PrivateKey key;
  private final VerifierKey verifier;

  private CheckpointKey(PrivateKey key, VerifierKey verifier) {
    this.key = key;
    this.verifier = verifier;
  }

  /**
   * Makes a new key.
   *
   * @param name the log's name, such as {@code sluice/7f3a}: no spaces, no plus
   */
  public static CheckpointKey generate(String name, SecureRandom random) {
    try {
      var generator = KeyPairGenerator.getInstance("Ed25519");
      generator.initialize(255, random);
      var pair = generator.generateKeyPair();
      return new CheckpointKey(pair.getPrivate(), VerifierKey.of(name, pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has Ed25519", e);
    }
  }

  /**
   * Reads a key file.
   *
   * @throws IOException if it cannot be read or is no key file
   */
  public static CheckpointKey load(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    try {
      if (lines.size() != 2 || !lines.get(0).startsWith(PRIVATE)) {
        throw new IllegalArgumentException("two lines are expected");
      }
      var verifier = VerifierKey.parse(lines.get(1));
      String[] parts = lines.get(0).substring(PRIVATE.length()).split("\\+", 3);
      byte[] typed = Base64.getDecoder().decode(parts[2]);
      byte[] seed = Arrays.copyOfRange(typed, 1, typed.length);
      var key = new CheckpointKey(privateKey(seed), verifier);
      byte[] probe = {1};
      if (typed[0] != VerifierKey.ED25519 || !verifier.verifies(probe, key.sign(probe))) {
        throw new IllegalArgumentException("the two halves do not belong together");
      }
      return key;
    } catch (IllegalArgumentException | IndexOutOfBoundsException | GeneralSecurityException e) {
      // the cause is left out: it might quote the file
      throw new IOException(file.getFileName() + " is not a key file of a ledger");
    }
  }

  /**
   * Writes the key file, mode 0600: the private key and the verifier key, one line each.
   *
   * @throws IOException if it exists already or cannot be written
   */
  public void save(Path file) throws IOException {
    byte[] pkcs8 = key.getEncoded();
    byte[] typed = new byte[1 + SEED_BYTES];
    typed[0] = VerifierKey.ED25519;
    System.arraycopy(pkcs8, PKCS8_PREFIX.length, typed, 1, SEED_BYTES);
    String id = HexFormat.of().toHexDigits(verifier.id());
    String secret = Base64.getEncoder().encodeToString(typed);
    String text = PRIVATE + verifier.name() + "+" + id + "+" + secret + "\n" + verifier + "\n";
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (var channel = Files.newByteChannel(file, options, mode)) {
      var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /** The half that may be given away. */
  public VerifierKey verifierKey() {
    return verifier;
  }

  byte[] sign(byte[] text) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key signs anything", e);
    }
  }

  private static PrivateKey privateKey(byte[] seed) throws GeneralSecurityException {
    byte[] pkcs8 = Arrays.copyOf(PKCS8_PREFIX, PKCS8_PREFIX.length + seed.length);
    System.arraycopy(seed, 0, pkcs8, PKCS8_PREFIX.length, seed.length);
    return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
  }

  @Override
  public String toString() {
    return "CheckpointKey[" + verifier.name() + "]";
  }
}
