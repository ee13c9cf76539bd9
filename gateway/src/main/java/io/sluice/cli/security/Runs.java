package io.sluice.cli.security;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The runs of 71 letters and digits that some texts have, to say whether another shares one. An
 * independent reading of what counts as the same text: compatibility form, lower case, nothing but
 * letters and digits.
 */
final class Runs {
  private static final int LENGTH = 71;
  private static final long BASE = 1_000_003;

  private final Set<Long> known = new HashSet<>();

  void add(String text) {
    walk(text, known::add);
  }

  /** True if {@code text} has a run of an added text. */
  boolean shares(String text) {
    var found = new boolean[1];
    walk(text, run -> found[0] |= known.contains(run));
    return found[0];
  }

  private interface Use {
    void run(long hash);
  }

  private static void walk(String text, Use use) {
    int[] letters =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .toLowerCase(Locale.ROOT)
            .codePoints()
            .filter(Character::isLetterOrDigit)
            .toArray();
    long highest = 1;
    for (int i = 1; i < LENGTH; i++) {
      highest *= BASE;
    }
    long hash = 0;
    for (int i = 0; i < letters.length; i++) {
      if (i >= LENGTH) {
        hash -= letters[i - LENGTH] * highest;
      }
      hash = hash * BASE + letters[i];
      if (i >= LENGTH - 1) {
        use.run(hash);
      }
    }
  }
}
