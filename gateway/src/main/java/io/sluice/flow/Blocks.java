package io.sluice.flow;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Blocks of base64 (both alphabets, lines allowed), base32 and hexadecimal in which text is
 * written. What does not read as text within its first characters is let go at once. Pure.
 */
final class Blocks {
  /** The shortest block that is looked at. */
  static final int LEAST_CHARS = 32;

  /** Letters of any of the alphabets. */
  static final boolean[] LETTER = new boolean[128];

  private static final String BASE64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final byte[] VALUE64 = new byte[128];
  private static final byte[] VALUE32 = new byte[128];

  /** So many characters of a block tell whether it is text. */
  private static final int PROBE_CHARS = 64;

  private static final int LEAST_LINE = 40;

  static {
    Arrays.fill(VALUE64, (byte) -1);
    Arrays.fill(VALUE32, (byte) -1);
    for (int i = 0; i < 64; i++) {
      VALUE64[BASE64.charAt(i)] = (byte) i;
      LETTER[BASE64.charAt(i)] = true;
    }
    VALUE64['-'] = 62;
    VALUE64['_'] = 63;
    LETTER['-'] = true;
    LETTER['_'] = true;
    for (int i = 0; i < 32; i++) {
      VALUE32[BASE32.charAt(i)] = (byte) i;
    }
  }

  private Blocks() {}

  /** The value of a hexadecimal digit; -1: it is none. */
  static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    char low = (char) (c | 0x20);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
  }

  /**
   * What blocks say, one after another on lines of their own.
   *
   * @param view null: there is none
   * @param whole false if some was left out
   */
  record Read(@Nullable View view, boolean whole) {}

  /** What the blocks of {@code text} say; beyond {@code budget} characters it is left out. */
  static Read of(String text, int budget) {
    var said = new StringBuilder();
    var places = new int[64];
    boolean whole = true;
    int start = 0;
    while (start < text.length()) {
      if (!letter(text, start)) {
        start++;
        continue;
      }
      int end = end(text, start);
      boolean full = said.length() >= budget;
      View view = end - start < LEAST_CHARS || full ? null : decoded(text, start, end);
      boolean fits = view != null && said.length() + view.text().length() < budget;
      whole &= fits || view == null && !(full && end - start >= LEAST_CHARS);
      if (view != null && fits) {
        int size = said.length() + view.text().length() + 1;
        if (size >= places.length) {
          places = Arrays.copyOf(places, 2 * size);
        }
        view.copy(places, said.length());
        said.append(view.text()).append('\n');
        places[size] = end;
      }
      start = end;
    }
    View all =
        said.isEmpty() ? null : new View(said.toString(), Arrays.copyOf(places, said.length() + 1));
    return new Read(all, whole);
  }

  private static boolean letter(String text, int at) {
    char c = text.charAt(at);
    return c < 128 && LETTER[c];
  }

  /** Where a block ends; it goes on over the end of a line that is long enough to be broken. */
  private static int end(String text, int start) {
    int line = start;
    int at = start;
    while (at < text.length()) {
      if (letter(text, at)) {
        at++;
        continue;
      }
      int next = at;
      while (next < text.length() && (text.charAt(next) == '\n' || text.charAt(next) == '\r')) {
        next++;
      }
      boolean on = next > at && at - line >= LEAST_LINE && next < text.length();
      if (!on || !letter(text, next)) {
        return at;
      }
      line = next;
      at = next;
    }
    return at;
  }

  private static @Nullable View decoded(String text, int start, int end) {
    var block = new Block(text, start, end);
    View hex = block.read(16, 0);
    if (hex != null) {
      return hex;
    }
    View base32 = block.read(32, 0);
    if (base32 != null) {
      return base32;
    }
    for (int skip = 0; skip < 4; skip++) {
      View base64 = block.read(64, skip);
      if (base64 != null) {
        return base64;
      }
    }
    return null;
  }

  /** One run of letters. */
  private record Block(String text, int start, int end) {
    /**
     * What it says in that base if its first {@code skip} letters are none of it; null: no text.
     */
    @Nullable View read(int base, int skip) {
      int probe = Math.min(end, start + skip + PROBE_CHARS);
      Bits first = bits(base, start + skip, probe);
      if (first == null || !readable(first.text())) {
        return null;
      }
      Bits all = probe == end ? first : bits(base, start + skip, end);
      return all == null || !readable(all.text()) ? null : view(all);
    }

    private @Nullable Bits bits(int base, int from, int to) {
      int each = base == 16 ? 4 : base == 32 ? 5 : 6;
      var bits = new Bits((to - from) * each / 8 + 1);
      int held = 0;
      int count = 0;
      for (int i = from; i < to; i++) {
        char c = text.charAt(i);
        if (c == '\n' || c == '\r') {
          continue;
        }
        int value = base == 16 ? digit(c) : base == 32 ? VALUE32[c] : VALUE64[c];
        if (value < 0) {
          return null;
        }
        held = held << each | value;
        count += each;
        if (count >= 8) {
          count -= 8;
          bits.put((byte) (held >>> count), i);
        }
        held &= (1 << count) - 1;
      }
      return bits;
    }

    private View view(Bits bits) {
      String said = bits.text();
      var places = new int[said.length() + 1];
      int at = 0;
      for (int i = 0; i < said.length(); i++) {
        places[i] = Math.max(start, bits.places[Math.min(at, bits.size - 1)] - 1);
        char c = said.charAt(i);
        at += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      }
      places[said.length()] = end;
      return new View(said, places);
    }
  }

  private static final class Bits {
    private final byte[] bytes;
    private final int[] places;
    private int size;

    Bits(int most) {
      bytes = new byte[most];
      places = new int[most];
    }

    void put(byte b, int place) {
      bytes[size] = b;
      places[size++] = place;
    }

    String text() {
      return new String(bytes, 0, size, StandardCharsets.UTF_8);
    }
  }

  /** Nearly all of it is characters that people write. */
  private static boolean readable(String text) {
    int strange = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = c < ' ' && c != '\n' && c != '\r' && c != '\t';
      strange += control || c == 127 || c == '\uFFFD' ? 1 : 0;
    }
    return text.length() >= 8 && strange * 16 <= text.length();
  }
}
