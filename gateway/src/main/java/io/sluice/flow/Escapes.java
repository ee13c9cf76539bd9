package io.sluice.flow;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** Escapes of JSON strings and source code, of HTML, and of URLs. Pure. */
final class Escapes {
  private static final int LONGEST_NAME = 8;
  private static final Map<String, String> NAMED =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ", "#39", "'");

  private Escapes() {}

  /** True if an escape begins at {@code at}. */
  static boolean at(String text, int at) {
    return switch (text.charAt(at)) {
      case '\\' -> at + 1 < text.length();
      case '%' -> hex(text, at + 1, 2) >= 0;
      case '&' -> entity(text, at) > 0;
      default -> false;
    };
  }

  /** The length of the entity that begins here; 0: none does. */
  private static int entity(String text, int at) {
    int end = Math.min(text.length(), at + LONGEST_NAME + 2);
    for (int i = at + 1; i < end; i++) {
      char c = text.charAt(i);
      if (c == ';') {
        return i == at + 1 ? 0 : i + 1 - at;
      }
      boolean name = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
      if (!name && !(c == '#' && i == at + 1)) {
        return 0;
      }
    }
    return 0;
  }

  /** The text with all of them undone. */
  static View undone(String text) {
    var out = new Out(text.length());
    for (int i = 0; i < text.length(); ) {
      char c = text.charAt(i);
      int next = i;
      if (c == '\\') {
        next = backslash(text, i, out);
      } else if (c == '%') {
        next = percent(text, i, out);
      } else if (c == '&') {
        next = entity(text, i, out);
      }
      if (next == i) {
        out.put(c, i);
        next++;
      }
      i = next;
    }
    return out.view(text.length());
  }

  private static int backslash(String text, int at, Out out) {
    if (at + 1 == text.length()) {
      return at;
    }
    char c = text.charAt(at + 1);
    int digits = c == 'u' ? 4 : c == 'x' ? 2 : 0;
    if (c == 'u' && at + 2 < text.length() && text.charAt(at + 2) == '{') {
      int close = text.indexOf('}', at + 3);
      int code = close > at && close - at < 10 ? hex(text, at + 3, close - at - 3) : -1;
      return code >= 0 && Character.isValidCodePoint(code) ? put(code, at, close + 1, out) : at;
    }
    if (digits > 0) {
      int code = hex(text, at + 2, digits);
      if (code >= 0) {
        out.put((char) code, at);
        return at + 2 + digits;
      }
    }
    switch (c) {
      case 'n', 'r', 't', 'b', 'f', '\n' -> out.put(' ', at);
      default -> out.put(c, at);
    }
    return at + 2;
  }

  private static int put(int code, int at, int next, Out out) {
    for (char part : Character.toChars(code)) {
      out.put(part, at);
    }
    return next;
  }

  /** A run of bytes, which together may be one character. */
  private static int percent(String text, int at, Out out) {
    var bytes = new byte[4];
    int size = 0;
    int i = at;
    while (size < bytes.length && i < text.length() && text.charAt(i) == '%') {
      int value = hex(text, i + 1, 2);
      if (value < 0 || size > 0 && (value & 0xC0) != 0x80) {
        break;
      }
      bytes[size++] = (byte) value;
      i += 3;
      if (size == 1 && value < 0xC0) {
        break;
      }
    }
    if (size == 0) {
      return at;
    }
    String said = new String(bytes, 0, size, StandardCharsets.UTF_8);
    for (int k = 0; k < said.length(); k++) {
      out.put(said.charAt(k), at);
    }
    return i;
  }

  private static int entity(String text, int at, Out out) {
    int length = entity(text, at);
    if (length == 0) {
      return at;
    }
    String name = text.substring(at + 1, at + length - 1);
    String named = NAMED.get(name);
    if (named != null) {
      out.put(named.charAt(0), at);
      return at + length;
    }
    if (name.charAt(0) != '#' || name.length() < 2) {
      return at;
    }
    boolean hex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
    int code = hex ? hex(name, 2, name.length() - 2) : decimal(name);
    return code >= 0 && Character.isValidCodePoint(code) ? put(code, at, at + length, out) : at;
  }

  private static int decimal(String name) {
    int value = 0;
    for (int i = 1; i < name.length(); i++) {
      int digit = Character.digit(name.charAt(i), 10);
      if (digit < 0) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  /** The number in these hexadecimal digits; -1: they are none. */
  private static int hex(String text, int from, int digits) {
    if (digits < 1 || digits > 6 || from + digits > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      int digit = Blocks.digit(text.charAt(i));
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  /** A view that grows; never longer than the text it is of. */
  private static final class Out {
    private char[] chars;
    private int[] places;
    private int size;

    Out(int most) {
      chars = new char[most];
      places = new int[most + 1];
    }

    void put(char c, int place) {
      if (size == chars.length) {
        chars = Arrays.copyOf(chars, 2 * size + 4);
        places = Arrays.copyOf(places, 2 * size + 5);
      }
      chars[size] = c;
      places[size++] = place;
    }

    View view(int end) {
      places[size] = end;
      return new View(new String(chars, 0, size), Arrays.copyOf(places, size + 1));
    }
  }
}
