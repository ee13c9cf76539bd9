package io.sluice.inspect;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * What the injection model sees of a piece of text: hashed character and word n-grams of its
 * letters, and which ideas of an order to a model stand close together. Layout, case, quoting and
 * numbers are not seen, so that no format is taken for an attack. Confined to one thread.
 */
public final class InjectionFeatures {
  /** How many different features there are; a power of two. */
  public static final int SIZE = 1 << 17;

  /** Characters of one piece: two blocks. */
  public static final int WINDOW_CHARS = 1_600;

  /** Characters of one block, and how far the next piece begins after the one before. */
  public static final int STEP_CHARS = 800;

  private static final int MOST = 6 * (WINDOW_CHARS + 64);
  private static final int NEAR_WORDS = 7;
  private static final int FNV = 0x01000193;
  private static final int SEED = 0x811C9DC5;

  private final int[] found = new int[MOST];
  private final Ideas ideas = Ideas.SHIPPED;
  private char[] letters = new char[WINDOW_CHARS * 2];
  private int length;
  private int count;

  // the words of the piece, and the idea each of them stands for
  private final int[] hashes = new int[WINDOW_CHARS * 2];
  private final int[] meant = new int[WINDOW_CHARS * 2];
  private int words;

  /**
   * The features of [start, end) of {@code text}: indices in [0, SIZE), some more than once; valid
   * until the next call, up to {@link #count}.
   */
  public int[] of(String text, int start, int end) {
    count = 0;
    words = 0;
    reduce(text, start, end);
    readWords();
    characters();
    together();
    return found;
  }

  /** How many features the last piece has. */
  public int count() {
    return count;
  }

  /** Small letters, zeros for digits, and one space between words and around all. */
  private void reduce(String text, int start, int end) {
    String piece = text.substring(start, end);
    for (int i = 0; i < piece.length(); i++) {
      if (piece.charAt(i) >= 128) {
        piece = Normalizer.normalize(piece, Normalizer.Form.NFKC);
        break;
      }
    }
    if (letters.length < piece.length() + 2) {
      letters = new char[piece.length() + 2];
    }
    length = 0;
    letters[length++] = ' ';
    for (int i = 0; i < piece.length() && length < letters.length - 1; i++) {
      char c = piece.charAt(i);
      if (c < 128 ? Letters.letter(c) : Character.isLetter(c) || Character.isSurrogate(c)) {
        letters[length++] = c < 128 ? (char) (c | 0x20) : Character.toLowerCase(c);
      } else if (Character.isDigit(c)) {
        letters[length++] = '0';
      } else if (!mark(c) && letters[length - 1] != ' ') {
        letters[length++] = ' ';
      }
    }
    if (letters[length - 1] != ' ') {
      letters[length++] = ' ';
    }
  }

  /** What stands inside words without being part of them: apostrophes, marks, invisible signs. */
  private static boolean mark(char c) {
    if (c < 128) {
      return c == '\'';
    }
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.FORMAT
        || c == '\u2019';
  }

  private void readWords() {
    int from = 1;
    int before = SEED;
    for (int i = 1; i < length && words < hashes.length; i++) {
      if (letters[i] != ' ') {
        continue;
      }
      int hash = SEED;
      for (int k = from; k < i; k++) {
        hash = (hash ^ letters[k]) * FNV;
      }
      add(mixed(hash, 1));
      add(mixed(hash * 31 + before, 2));
      hashes[words] = hash;
      meant[words] = ideas.of(letters, from, i);
      words++;
      before = hash;
      from = i + 1;
    }
  }

  private void characters() {
    for (int i = 0; i + 3 <= length; i++) {
      int hash = SEED;
      for (int k = 0; k < 3; k++) {
        hash = (hash ^ letters[i + k]) * FNV;
      }
      add(mixed(hash, 3));
      if (i + 4 <= length) {
        hash = (hash ^ letters[i + 3]) * FNV;
        add(mixed(hash, 4));
      }
      if (i + 5 <= length) {
        hash = (hash ^ letters[i + 4]) * FNV;
        add(mixed(hash, 5));
      }
    }
  }

  /** Ideas, each alone and in pairs that stand close together, said several times over. */
  private void together() {
    for (int i = 0; i < words; i++) {
      int one = meant[i];
      if (one == 0) {
        continue;
      }
      weighty(mixed(one, 6));
      for (int k = i + 1; k < Math.min(words, i + NEAR_WORDS); k++) {
        int other = meant[k];
        if (other != 0 && other != one) {
          weighty(mixed(one * 64 + other, 7));
        }
      }
    }
  }

  private void weighty(int feature) {
    for (int i = 0; i < 3; i++) {
      add(feature);
    }
  }

  private void add(int feature) {
    if (count < found.length) {
      found[count++] = feature & SIZE - 1;
    }
  }

  private static int mixed(int hash, int kind) {
    int mixed = (hash + kind * 0x9E3779B9) * 0x85EBCA6B;
    mixed = (mixed ^ mixed >>> 15) * 0xC2B2AE35;
    return mixed ^ mixed >>> 13;
  }

  /** The features of a whole piece: those of its blocks, one after the other. */
  public int[] piece(String text, int start, int end) {
    var all = new int[0];
    for (int from = start; from == start || from < end; from += STEP_CHARS) {
      of(text, from, Math.min(end, from + STEP_CHARS));
      int before = all.length;
      all = Arrays.copyOf(all, before + count);
      System.arraycopy(found, 0, all, before, count);
    }
    return all;
  }
}
