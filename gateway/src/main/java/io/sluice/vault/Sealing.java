package io.sluice.vault;

import io.sluice.model.Bytes;
import io.sluice.model.Secret;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM under one key: a format byte (1), a random nonce of 12 bytes, the text with its tag
 * of 16 bytes. With random nonces one key should seal less than 2^32 times.
 */
public final class Sealing {
  private static final byte FORMAT = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private static final int HEAD_BYTES = 1 + NONCE_BYTES;
  private static final String ALGORITHM = "AES/GCM/NoPadding";

  /** Found once: asking all providers each time costs as much as sealing a short text. */
  private static final Provider PROVIDER = provider();

  private final SecretKeySpec key;
  private final RandomGenerator random;

  /**
   * @param key 32 bytes
   * @param random the source of nonces: a {@code SecureRandom}, except in tests
   */
  public Sealing(Secret key, RandomGenerator random) {
    byte[] bytes = key.openBytes();
    if (bytes.length != 32) {
      throw new IllegalArgumentException("the key must have 32 bytes, has " + bytes.length);
    }
    this.key = new SecretKeySpec(bytes, "AES");
    this.random = random;
  }

  /**
   * Seals {@code plain}.
   *
   * @param context what it belongs to; it opens only under the same
   */
  public Bytes seal(Secret plain, Bytes context) {
    return seal(Bytes.owning(plain.openBytes()), context);
  }

  /** Seals content; see {@link #seal(Secret, Bytes)}. */
  Bytes seal(Bytes plain, Bytes context) {
    try {
      var nonce = new byte[NONCE_BYTES];
      random.nextBytes(nonce);
      var sealed = new byte[HEAD_BYTES + plain.length() + TAG_BITS / 8];
      sealed[0] = FORMAT;
      System.arraycopy(nonce, 0, sealed, 1, NONCE_BYTES);
      int done =
          cipher(Cipher.ENCRYPT_MODE, nonce, context)
              .doFinal(plain.array(), plain.offset(), plain.length(), sealed, HEAD_BYTES);
      assert done == sealed.length - HEAD_BYTES;
      return Bytes.owning(sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealing failed", e);
    }
  }

  /**
   * What was sealed.
   *
   * @param what its name, for the error
   * @throws SealBroken if one bit of it or of {@code context} is not as it was
   */
  public Secret open(Bytes sealed, Bytes context, String what) {
    return Secret.of(opened(sealed, context, what));
  }

  /** What content was; see {@link #open}. */
  byte[] opened(Bytes sealed, Bytes context, String what) {
    if (sealed.length() < HEAD_BYTES + TAG_BITS / 8 || sealed.at(0) != FORMAT) {
      throw new SealBroken(what);
    }
    byte[] nonce = sealed.slice(1, 1 + NONCE_BYTES).toArray();
    try {
      return cipher(Cipher.DECRYPT_MODE, nonce, context)
          .doFinal(sealed.array(), sealed.offset() + HEAD_BYTES, sealed.length() - HEAD_BYTES);
    } catch (GeneralSecurityException e) {
      throw new SealBroken(what);
    }
  }

  private static Provider provider() {
    try {
      return Cipher.getInstance(ALGORITHM).getProvider();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES in GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, Bytes context) throws GeneralSecurityException {
    var cipher = Cipher.getInstance(ALGORITHM, PROVIDER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(context.buffer());
    return cipher;
  }
}
