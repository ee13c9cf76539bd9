package io.sluice.identity;

import io.sluice.model.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The text of a credential that this gateway gave out: {@code <kind>_<id>_<secret>_<crc>}, in the
 * 32 lower-case letters and digits that cannot be taken for each other. The CRC-32 lets a typing
 * error be refused before any look-up, and lets secret scanners be sure of a find.
 *
 * @param id 10 characters, public
 * @param body the bytes before the last underscore, which the digest is made of
 */
record Token(Kind kind, String id, Bytes body) {
  /** What a token is for; a token of one kind is never good as another. */
  enum Kind {
    CALLER("sluice_"),
    OPERATOR("sluiceop_"),
    SESSION("sluicesn_"),
    LINK("sluiceln_");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    /** What stands before the id. */
    String prefix() {
      return prefix;
    }
  }

  private static final int ID_CHARS = 10;
  private static final int SECRET_CHARS = 40; // 200 bits
  private static final int CRC_CHARS = 7;
  private static final int REST_CHARS = ID_CHARS + 1 + SECRET_CHARS + 1 + CRC_CHARS;
  private static final byte[] ALPHABET =
      "0123456789abcdefghjkmnpqrstvwxyz".getBytes(StandardCharsets.US_ASCII);

  /** A new token text; {@code random} must be fit for keys. */
  static byte[] fresh(Kind kind, RandomGenerator random) {
    int start = kind.prefix.length();
    var text = new byte[start + REST_CHARS];
    System.arraycopy(kind.prefix.getBytes(StandardCharsets.US_ASCII), 0, text, 0, start);
    letters(text, start, ID_CHARS, random);
    text[start + ID_CHARS] = '_';
    letters(text, start + ID_CHARS + 1, SECRET_CHARS, random);
    int end = text.length - CRC_CHARS - 1;
    text[end] = '_';
    int crc = crc(text, end);
    for (int i = 0; i < CRC_CHARS; i++) {
      text[end + 1 + i] = crcLetter(crc, i);
    }
    return text;
  }

  /** The token that {@code text} is; null if it is none of that kind or its CRC is wrong. */
  static @Nullable Token read(Kind kind, byte[] text) {
    int start = kind.prefix.length();
    if (text.length != start + REST_CHARS) {
      return null;
    }
    for (int i = 0; i < start; i++) {
      if (text[i] != kind.prefix.charAt(i)) {
        return null;
      }
    }
    int end = text.length - CRC_CHARS - 1;
    if (text[start + ID_CHARS] != '_' || text[end] != '_') {
      return null;
    }
    int crc = crc(text, end);
    for (int i = 0; i < CRC_CHARS; i++) {
      if (text[end + 1 + i] != crcLetter(crc, i)) {
        return null;
      }
    }
    var id = new String(text, start, ID_CHARS, StandardCharsets.ISO_8859_1);
    return new Token(kind, id, Bytes.owning(text).slice(0, end));
  }

  private static void letters(byte[] into, int from, int count, RandomGenerator random) {
    var bits = new byte[count];
    random.nextBytes(bits);
    for (int i = 0; i < count; i++) {
      into[from + i] = ALPHABET[bits[i] & 31];
    }
  }

  private static int crc(byte[] text, int length) {
    var crc = new CRC32();
    crc.update(text, 0, length);
    return (int) crc.getValue();
  }

  /** Five bits of the checksum, the highest first; the first letter carries the odd two. */
  private static byte crcLetter(int crc, int index) {
    return ALPHABET[(crc >>> (5 * (CRC_CHARS - 1 - index))) & 31];
  }
}
