package io.sluice.vault;

import io.sluice.model.Bytes;
import io.sluice.model.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves that something a caller brings back is what this installation gave to its tenant:
 * HMAC-SHA-256 over the tenant's name, its length before it, and the content. Thread-safe.
 */
public final class Stamps {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /** With a key of this installation that is used for nothing else. */
  public Stamps(Secret key) {
    this.key = new SecretKeySpec(key.openBytes(), ALGORITHM);
  }

  /** 32 bytes that only this installation can make for this content and tenant. */
  public byte[] of(String tenant, Bytes content) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] name = tenant.getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).array());
      mac.update(name);
      mac.update(content.buffer());
      return mac.doFinal();
    } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", impossible);
    }
  }
}
