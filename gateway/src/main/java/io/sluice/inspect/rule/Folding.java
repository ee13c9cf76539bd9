package io.sluice.inspect.rule;

import io.sluice.model.NormalText;

/**
 * A text as terms are compared with it, character by character: in lower case, accents,
 * compatibility forms and look-alikes folded away (see {@link NormalText}), each run of white space
 * one space, and nothing of what is not seen. Confined to one text.
 */
final class Folding {
  /** Takes a folded character. */
  @FunctionalInterface
  interface Sink {
    /** It stands for what is written in [start, end). */
    void take(char c, int start, int end);
  }

  private boolean spaced;

  /** Folds the code point {@code c} that stands in [start, end). */
  void take(int c, int start, int end, Sink sink) {
    if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
      spaced = false;
      sink.take((char) c, start, end);
    } else if (c >= 'A' && c <= 'Z') {
      spaced = false;
      sink.take((char) (c | 0x20), start, end);
    } else if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      if (!spaced) {
        spaced = true;
        sink.take(' ', start, end);
      }
    } else if (c < 0x80) {
      spaced = false;
      sink.take((char) c, start, end);
    } else {
      beyond(c, start, end, sink);
    }
  }

  private void beyond(int c, int start, int end, Sink sink) {
    switch (Character.getType(c)) {
      case Character.FORMAT,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.SURROGATE -> {} // half a character is none
      default -> {
        spaced = false;
        String plain = NormalText.of(Character.toString(c)).text();
        String told = plain.isEmpty() ? Character.toString(c) : plain;
        for (int i = 0; i < told.length(); i++) {
          sink.take(told.charAt(i), start, end);
        }
      }
    }
  }

  /** A whole text folded, without the space around it. */
  static String of(String text) {
    var folding = new Folding();
    var out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> folding.take(c, 0, 0, (folded, _, _) -> out.append(folded)));
    return out.toString().strip();
  }

  /**
   * True if two characters beside each other make one word, where words are written apart: not in
   * scripts such as Chinese or Thai.
   */
  static boolean joined(char one, char other) {
    return part(one) && part(other);
  }

  private static boolean part(char c) {
    return c < 0x80
        ? c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
        : Character.isLetterOrDigit(c) && !unspaced(c);
  }

  private static boolean unspaced(char c) {
    return switch (Character.UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }
}
