package io.sluice.vault;

import io.sluice.model.Bytes;
import io.sluice.model.Secret;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and opens the data keys that content is kept under. A data key lies beside the content,
 * sealed by its tenant's key; when it is gone, so is the content. Thread-safe.
 */
public final class PayloadSeal {
  private static final int KEY_BYTES = 32;

  private final ConcurrentHashMap<String, Sealing> byTenant = new ConcurrentHashMap<>();
  private final KeyRing keys;
  private final RandomGenerator random;

  /**
   * @param random the source of keys and nonces: a {@code SecureRandom}, except in tests
   */
  public PayloadSeal(KeyRing keys, RandomGenerator random) {
    this.keys = keys;
    this.random = random;
  }

  /** Seals and opens content under one data key. */
  public static final class DataKey {
    private final Sealing sealing;

    private DataKey(Sealing sealing) {
      this.sealing = sealing;
    }

    /** Seals content; it opens only under the same context. */
    public Bytes seal(Bytes content, Bytes context) {
      return sealing.seal(content, context);
    }

    /**
     * Opens content.
     *
     * @throws SealBroken if it was altered, or is of another key or context
     */
    public Bytes open(Bytes sealed, Bytes context) {
      return Bytes.owning(sealing.opened(sealed, context, "a payload"));
    }
  }

  /** A new data key of that tenant, sealed; {@code use} says what for. */
  public Bytes fresh(String tenant, String use) {
    var key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return of(tenant).seal(Secret.of(key), Bytes.utf8(use));
  }

  /**
   * The data key that was sealed.
   *
   * @throws SealBroken if it is of another tenant or use
   */
  public DataKey open(String tenant, String use, Bytes sealed) {
    return new DataKey(new Sealing(of(tenant).open(sealed, Bytes.utf8(use), "a data key"), random));
  }

  /** A person's name as a file name: 32 hexadecimal digits that tell nothing without the key. */
  public String blind(String tenant, String subject) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      byte[] key = keys.derive(KeyRing.PAYLOADS + "/names/" + tenant).openBytes();
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(Bytes.utf8(subject).toArray()), 0, 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }

  private Sealing of(String tenant) {
    return byTenant.computeIfAbsent(
        tenant, it -> new Sealing(keys.derive(KeyRing.PAYLOADS + "/" + it), random));
  }
}
