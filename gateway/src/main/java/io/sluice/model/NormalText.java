package io.sluice.model;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A text as it is compared with others: letters and digits only, in lower case, compatibility forms
 * and accents removed (NFKD without marks), look-alikes of Latin letters folded onto them. Layout,
 * quoting, case and full-width or Cyrillic disguise make no difference to it. Immutable.
 */
public final class NormalText {
  /** Letters of other scripts that look like the Latin letter below them, in lower case. */
  private static final String LOOK =
      "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u0432"
          + "\u043d\u043a\u043c\u0442\u0433\u03b1\u03bf\u03c1\u03bd\u03b9\u03ba\u03c4\u03c5\u03c7\u03b5"
          + "\u03b7\u03c9\u0131\u0261\u0251\u057d\u0578\u0585\u0570\u0581\u04cf\u0269";

  private static final String LIKE = "aeopcyxijshdqwbhkmtraopviktuxenwigauonhgli";
  private static final Map<Character, Character> FOLDED = folded();

  private final char[] chars;
  private final int[] positions;
  private final int length;

  private NormalText(char[] chars, int[] positions, int length) {
    this.chars = chars;
    this.positions = positions;
    this.length = length;
  }

  /** The normal form of {@code text}; it may be empty. */
  public static NormalText of(String text) {
    var made = new Making(text.length());
    char[] raw = text.toCharArray();
    for (int at = 0; at < raw.length; ) {
      char c = raw[at];
      if (c < 0x80) {
        made.ascii(c, at);
        at++;
      } else {
        int code = text.codePointAt(at);
        made.beyond(code, at);
        at += Character.charCount(code);
      }
    }
    return new NormalText(made.chars, made.positions, made.length);
  }

  /** How many characters it has. */
  public int length() {
    return length;
  }

  /** The character at {@code index}, in [0, length). */
  public char at(int index) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException(index);
    }
    return chars[index];
  }

  /** A copy of its characters. */
  public char[] toArray() {
    return Arrays.copyOf(chars, length);
  }

  /** Where in the original text the character at {@code index} was made from. */
  public int position(int index) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException(index);
    }
    return positions[index];
  }

  /** The characters as one text; it is content, as the original is. */
  public String text() {
    return new String(chars, 0, length);
  }

  /** The length only. */
  @Override
  public String toString() {
    return "NormalText[" + length + " chars]";
  }

  private static Map<Character, Character> folded() {
    var map = new HashMap<Character, Character>();
    for (int i = 0; i < LOOK.length(); i++) {
      map.put(LOOK.charAt(i), LIKE.charAt(i));
    }
    return Map.copyOf(map);
  }

  /** A normal form that grows. */
  private static final class Making {
    char[] chars;
    int[] positions;
    int length;

    Making(int expected) {
      chars = new char[Math.max(16, expected)];
      positions = new int[chars.length];
    }

    void ascii(char c, int position) {
      if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
        put(c, position);
      } else if (c >= 'A' && c <= 'Z') {
        put((char) (c + 32), position);
      }
    }

    void beyond(int code, int position) {
      String plain = Normalizer.normalize(Character.toString(code), Normalizer.Form.NFKD);
      for (int i = 0; i < plain.length(); ) {
        int part = plain.codePointAt(i);
        i += Character.charCount(part);
        if (part < 0x80) {
          ascii((char) part, position);
        } else if (Character.isLetterOrDigit(part)) {
          letter(Character.toLowerCase(part), position);
        }
      }
    }

    private void letter(int code, int position) {
      if (!Character.isBmpCodePoint(code)) {
        put(Character.highSurrogate(code), position);
        put(Character.lowSurrogate(code), position);
        return;
      }
      int digit = Character.digit(code, 10);
      char c = digit >= 0 ? (char) ('0' + digit) : (char) code;
      put(FOLDED.getOrDefault(c, c), position);
    }

    private void put(char c, int position) {
      if (length == chars.length) {
        chars = Arrays.copyOf(chars, length * 2);
        positions = Arrays.copyOf(positions, length * 2);
      }
      chars[length] = c;
      positions[length++] = position;
    }
  }
}
