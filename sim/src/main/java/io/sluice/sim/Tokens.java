package io.sluice.sim;

import java.util.ArrayList;
import java.util.List;

/** A crude tokenizer: words of up to six characters, with the space before them. */
final class Tokens {
  private static final int LONGEST = 6;
  private static final String[] FILLER = {
    "sluice", "gate", "canal", "weir", "flow", "lock", "basin", "tide", "reach", "bank"
  };

  private Tokens() {}

  static List<String> split(String text) {
    var tokens = new ArrayList<String>();
    int start = 0;
    int letters = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      boolean opens = Character.isWhitespace(point) && letters > 0;
      if (i > start && (opens || letters >= LONGEST)) {
        tokens.add(text.substring(start, i));
        start = i;
        letters = 0;
      }
      letters += Character.isWhitespace(point) ? 0 : 1;
      i += Character.charCount(point);
    }
    if (start < text.length()) {
      tokens.add(text.substring(start));
    }
    return tokens;
  }

  /** Tokens joined in groups. */
  static List<String> grouped(List<String> tokens, int group) {
    if (group == 1) {
      return tokens;
    }
    var groups = new ArrayList<String>();
    for (int i = 0; i < tokens.size(); i += group) {
      groups.add(String.join("", tokens.subList(i, Math.min(i + group, tokens.size()))));
    }
    return groups;
  }

  /** A text of exactly so many tokens. */
  static String filler(int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : " ").append(FILLER[i % FILLER.length]);
    }
    return text.toString();
  }

  /** What a prompt of so many characters is billed as. */
  static long ofChars(long chars) {
    return Math.max(1, (chars + 3) / 4);
  }
}
