package io.sluice.inspect;

import io.sluice.model.Sha256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Hashes texts with SHA-256, of which 128 bits are kept. Confined to one thread. */
final class TextHash {
  /** Two texts of one key are one text. */
  record Key(long high, long low) {}

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final MessageDigest digest = Sha256.begun();

  /**
   * The key of a text, by how it is read; null if UTF-8 cannot say it, because a surrogate stands
   * alone in it: such a text would share its key with others.
   */
  @Nullable Key of(String text, long way) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (!whole(text, utf8)) {
      return null;
    }
    digest.update(utf8);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      digest.update((byte) (way >>> shift));
    }
    byte[] hash = digest.digest();
    return new Key((long) LONG.get(hash, 0), (long) LONG.get(hash, 8));
  }

  /** False if a surrogate stands alone: UTF-8 has a question mark in its place. */
  private static boolean whole(String text, byte[] utf8) {
    var bytes = new String(utf8, StandardCharsets.ISO_8859_1);
    return utf8.length == text.length()
        ? bytes.equals(text)
        : bytes.indexOf('?') < 0 || paired(text);
  }

  private static boolean paired(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }
}
