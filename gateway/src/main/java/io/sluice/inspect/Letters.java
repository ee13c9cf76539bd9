package io.sluice.inspect;

/** Kinds of ASCII characters. Nothing beyond ASCII belongs to any of them. */
final class Letters {
  private Letters() {}

  static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean upper(char c) {
    return c >= 'A' && c <= 'Z';
  }

  static boolean lower(char c) {
    return c >= 'a' && c <= 'z';
  }

  static boolean letter(char c) {
    return lower((char) (c | 0x20)) && c < 128;
  }

  static boolean letterOrDigit(char c) {
    return letter(c) || digit(c);
  }

  /**
   * What may stand before a value; a letter only if it is that of an escape such as {@code \\n}.
   */
  static boolean border(char c) {
    return !letterOrDigit(c) || c == 'n' || c == 't' || c == 'r';
  }

  /** What the part of an address before the at sign may hold, quoted forms left aside. */
  static boolean mailbox(char c) {
    return letterOrDigit(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '%';
  }
}
