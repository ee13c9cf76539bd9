package io.sluice.inspect;

/** Looks for words that say what a value near them is. */
final class Context {
  /** How far before a value its name may stand. */
  static final int CHARS = 56;

  private Context() {}

  /**
   * True if one of {@code words} (small letters) stands within {@link #CHARS} before {@code at}, as
   * a word of its own or the end of one such as {@code userPhone}.
   */
  static boolean before(Window window, int at, String... words) {
    return lastBefore(window, at, words) >= 0;
  }

  /** Where the last of {@code words} before {@code at} ends; -1 if there is none. */
  static int lastBefore(Window window, int at, String... words) {
    for (int end = at; end > at - CHARS && end > 0; end--) {
      if (!Letters.letter(window.at(end - 1)) || Letters.lower(window.at(end))) {
        continue; // not the end of a word
      }
      for (String word : words) {
        if (endsWith(window, end, word)) {
          return end;
        }
      }
    }
    return -1;
  }

  /** True if {@code word} ends at {@code end} and does not begin in the middle of another. */
  private static boolean endsWith(Window window, int end, String word) {
    int start = end - word.length();
    if (start < 0) {
      return false;
    }
    for (int i = word.length() - 1; i >= 0; i--) {
      char c = window.at(start + i);
      if ((Letters.upper(c) ? c | 0x20 : c) != word.charAt(i)) {
        return false;
      }
    }
    char before = window.at(start - 1);
    return !Letters.letter(before) || Letters.upper(window.at(start)) && Letters.lower(before);
  }

  /** True if one of {@code words} begins within {@code chars} after {@code at}. */
  static boolean after(Window window, int at, int chars, String... words) {
    for (int i = at; i <= at + chars; i++) {
      if (Letters.letter(window.at(i)) && !Letters.letter(window.at(i - 1))) {
        for (String word : words) {
          if (begins(window, i, word)) {
            return true;
          }
        }
        return false; // another word stands next
      }
      if (window.at(i) == '\n') {
        return false;
      }
    }
    return false;
  }

  private static boolean begins(Window window, int start, String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = window.at(start + i);
      if ((Letters.upper(c) ? c | 0x20 : c) != word.charAt(i)) {
        return false;
      }
    }
    return !Letters.letter(window.at(start + word.length()));
  }
}
