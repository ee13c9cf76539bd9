package io.sluice.inspect;

import java.util.HashMap;
import java.util.Map;

/**
 * Which idea a word stands for, in several languages: overriding, what came before, orders, hiding,
 * revealing and the like. Read from {@code injection-ideas.txt}: a line holds an idea and its
 * words; a word with a star stands for all that begin with it. Immutable.
 */
final class Ideas {
  static final Ideas SHIPPED = shipped();
  private static final int LEAST_STEM = 3;

  private final Map<String, Integer> words = new HashMap<>();
  private final Map<String, Integer> stems = new HashMap<>();
  private final int longest;

  Ideas(String text) {
    int idea = 0;
    int most = 0;
    for (String line : text.split("\n", -1)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      idea++;
      String[] said = line.substring(line.indexOf(':') + 1).strip().split(" +");
      for (String word : said) {
        boolean stem = word.endsWith("*");
        String plain = stem ? word.substring(0, word.length() - 1) : word;
        (stem ? stems : words).putIfAbsent(plain, idea);
        most = Math.max(most, plain.length());
      }
    }
    if (idea >= 64) {
      throw new IllegalArgumentException("at most 63 ideas");
    }
    longest = most;
  }

  /** The number of the idea of a word; 0: none. */
  int of(char[] text, int from, int to) {
    int length = Math.min(to - from, longest);
    if (to - from <= longest) {
      Integer whole = words.get(new String(text, from, to - from));
      if (whole != null) {
        return whole;
      }
    }
    var begin = new String(text, from, length);
    for (int end = length; end >= Math.min(LEAST_STEM, length) && end > 0; end--) {
      Integer stem = stems.get(begin.substring(0, end));
      if (stem != null) {
        return stem;
      }
    }
    return 0;
  }

  private static Ideas shipped() {
    return new Ideas(String.join("\n", Shipped.lines("injection-ideas.txt")));
  }
}
