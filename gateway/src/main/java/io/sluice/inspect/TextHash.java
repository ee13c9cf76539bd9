package io.sluice.inspect;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Hashes texts with SHA-256, of which 128 bits are kept. Confined to one thread. */
final class TextHash {
  /** Two texts of one key are one text. */
  record Key(long high, long low) {}

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final MessageDigest digest;

  TextHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /**
   * The key of a text, by how it is read; null if UTF-8 cannot say it, because a surrogate stands
   * alone in it: such a text would share its key with others.
   */
  @Nullable Key of(String text, boolean json) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (!new String(utf8, StandardCharsets.UTF_8).equals(text)) {
      return null;
    }
    digest.update(utf8);
    digest.update((byte) (json ? 1 : 0));
    byte[] hash = digest.digest();
    return new Key((long) LONG.get(hash, 0), (long) LONG.get(hash, 8));
  }
}
