package io.sluice.audit;

import io.sluice.model.Bytes;
import io.sluice.model.NormalText;
import io.sluice.model.Secret;
import io.sluice.model.Winnowing;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the prints of texts, each tenant's under a key of its own, so that they are no copy of the
 * text and nobody without the key can test a guess. Thread-safe.
 */
public final class Fingerprints {
  /** Characters of one fingerprint, and hashes of which one is kept. */
  public static final int K = 24;

  /** See {@link #K}. */
  public static final int W = 64;

  /** Texts up to this many normal characters are looked up by all their hashes. */
  private static final int DENSE_CHARS = 20_000;

  private static final int EXACT_BYTES = 16;

  private final Winnowing winnowing = new Winnowing(K, W, 0);
  private final ConcurrentHashMap<String, SecretKeySpec> keys = new ConcurrentHashMap<>();
  private final Function<String, Secret> keyOf;

  /** {@code keyOf} gives a tenant's key, always the same. */
  public Fingerprints(Function<String, Secret> keyOf) {
    this.keyOf = keyOf;
  }

  /** How many normal characters of a text must stand in another for a match to be sure. */
  public int guaranteed() {
    return winnowing.guaranteed();
  }

  /** The prints to remember of {@code text}. */
  public Prints of(String tenant, String text) {
    var normal = NormalText.of(text);
    return prints(tenant, normal, winnowing.pick(normal));
  }

  /** The prints to look {@code text} up by: more than are remembered, so that less is missed. */
  public Prints query(String tenant, String text) {
    var normal = NormalText.of(text);
    boolean dense = normal.length() <= DENSE_CHARS;
    return prints(tenant, normal, dense ? winnowing.every(normal) : winnowing.pick(normal));
  }

  private Prints prints(String tenant, NormalText normal, long[] picked) {
    Mac mac = mac(tenant);
    byte[] exact = mac.doFinal(Bytes.utf8(normal.text()).toArray());
    var buffer = ByteBuffer.allocate(Long.BYTES);
    long[] hashes = Arrays.stream(picked).distinct().toArray();
    for (int i = 0; i < hashes.length; i++) {
      mac.update(buffer.putLong(0, hashes[i]).array());
      hashes[i] = ByteBuffer.wrap(mac.doFinal()).getLong();
    }
    Arrays.sort(hashes);
    return new Prints(Bytes.owning(Arrays.copyOf(exact, EXACT_BYTES)), hashes, normal.length());
  }

  private Mac mac(String tenant) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(
          keys.computeIfAbsent(
              tenant, it -> new SecretKeySpec(keyOf.apply(it).openBytes(), "HmacSHA256")));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HmacSHA256", e);
    }
  }
}
