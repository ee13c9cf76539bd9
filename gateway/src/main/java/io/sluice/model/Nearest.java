package io.sluice.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The valid names that a wrong one was probably meant to be. */
public final class Nearest {
  private static final int MOST_CHARS = 64;

  private record Ranked(String name, int distance) {}

  private Nearest() {}

  /**
   * At most {@code most} of {@code names}, nearest first, none that is further off than a third of
   * its length.
   */
  public static List<String> to(String wrong, Collection<String> names, int most) {
    String asked = fold(wrong);
    return names.stream()
        .map(name -> new Ranked(name, distance(asked, fold(name))))
        .filter(ranked -> close(asked, ranked))
        .sorted(Comparator.comparingInt(Ranked::distance).thenComparing(Ranked::name))
        .limit(most)
        .map(Ranked::name)
        .toList();
  }

  private static boolean close(String asked, Ranked ranked) {
    String name = fold(ranked.name);
    int longer = Math.max(asked.length(), name.length());
    boolean begins = asked.length() >= 3 && (name.startsWith(asked) || asked.startsWith(name));
    return begins || ranked.distance <= Math.max(1, longer / 3);
  }

  private static String fold(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.length() <= MOST_CHARS ? lower : lower.substring(0, MOST_CHARS);
  }

  /** Edits (insert, delete, replace, swap of neighbours) from one to the other. */
  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replace, 1 + Math.min(last[j], row[j - 1]));
        if (i > 1 && j > 1 && swapped(a, b, i, j)) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      before = last;
      last = row;
    }
    return last[b.length()];
  }

  private static boolean swapped(String a, String b, int i, int j) {
    return a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
