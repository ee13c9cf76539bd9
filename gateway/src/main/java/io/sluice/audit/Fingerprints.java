package io.sluice.audit;

import io.sluice.model.Bytes;
import io.sluice.model.NormalText;
import io.sluice.model.Secret;
import io.sluice.model.Sha256;
import io.sluice.model.Winnowing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the prints of texts, each tenant's under a key of its own, so that they are no copy of the
 * text and nobody without the key can test a guess: HMAC-SHA-256 of a whole text, AES (FIPS 197) as
 * the keyed function of one fingerprint, which fits its block. The prints of what was seen lately
 * are remembered under a hash of it, as a conversation sends all of itself each turn. Thread-safe.
 */
public final class Fingerprints {
  /** Characters of one fingerprint, and hashes of which one is kept. */
  public static final int K = 24;

  /** See {@link #K}. */
  public static final int W = 64;

  /** Texts up to this many normal characters are looked up by all their hashes. */
  private static final int DENSE_CHARS = 20_000;

  private static final int EXACT_BYTES = 16;
  private static final int BLOCK_BYTES = 16;

  /** Texts whose prints are remembered, at most, and prints that one of them may have. */
  private static final int LATELY = 4_096;

  private static final int LATELY_PRINTS = 2_048;

  private final Winnowing winnowing = new Winnowing(K, W, 0);
  private final ConcurrentHashMap<String, Keys> keys = new ConcurrentHashMap<>();
  private final Map<Bytes, Prints> lately = new LinkedHashMap<>(256, 0.75f, true);
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
    Bytes hash = hash(tenant, text);
    synchronized (lately) {
      Prints known = lately.get(hash);
      if (known != null) {
        return known;
      }
    }
    var normal = NormalText.of(text);
    Prints prints = prints(tenant, normal, winnowing.pick(normal));
    synchronized (lately) {
      if (prints.count() <= LATELY_PRINTS) {
        lately.put(hash, prints);
      }
      if (lately.size() > LATELY) {
        lately.remove(lately.keySet().iterator().next());
      }
    }
    return prints;
  }

  private static Bytes hash(String tenant, String text) {
    var digest = Sha256.begun();
    digest.update(Bytes.utf8(tenant + '\0').toArray());
    return Bytes.owning(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The prints to look {@code text} up by: more than are remembered, so that less is missed. */
  public Prints query(String tenant, String text) {
    var normal = NormalText.of(text);
    boolean dense = normal.length() <= DENSE_CHARS;
    return prints(tenant, normal, dense ? winnowing.every(normal) : winnowing.pick(normal));
  }

  private Prints prints(String tenant, NormalText normal, long[] picked) {
    Keys own = keys.computeIfAbsent(tenant, it -> Keys.of(keyOf.apply(it)));
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(own.whole);
      byte[] exact = mac.doFinal(Bytes.utf8(normal.text()).toArray());
      long[] hashes = Arrays.stream(picked).distinct().toArray();
      var blocks = ByteBuffer.allocate(hashes.length * BLOCK_BYTES);
      for (int i = 0; i < hashes.length; i++) {
        blocks.putLong(i * BLOCK_BYTES, hashes[i]);
      }
      var cipher = Cipher.getInstance("AES/ECB/NoPadding"); // each block is a text of its own
      cipher.init(Cipher.ENCRYPT_MODE, own.part);
      var sealed = ByteBuffer.wrap(cipher.doFinal(blocks.array()));
      for (int i = 0; i < hashes.length; i++) {
        hashes[i] = sealed.getLong(i * BLOCK_BYTES);
      }
      Arrays.sort(hashes);
      return new Prints(Bytes.owning(Arrays.copyOf(exact, EXACT_BYTES)), hashes, normal.length());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256 and AES", e);
    }
  }

  /** A tenant's keys: of whole texts, and of fingerprints. */
  private record Keys(SecretKeySpec whole, SecretKeySpec part) {
    static Keys of(Secret secret) {
      try {
        var whole = new SecretKeySpec(secret.openBytes(), "HmacSHA256");
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(whole);
        byte[] part = mac.doFinal("fingerprints".getBytes(StandardCharsets.US_ASCII));
        return new Keys(whole, new SecretKeySpec(part, "AES"));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
      }
    }

    /** Nothing: they are secrets. */
    @Override
    public String toString() {
      return "Keys";
    }
  }
}
