package io.sluice.flow;

import io.sluice.model.NormalText;
import java.util.Arrays;

/**
 * The fingerprints of one text that is here as a whole, with their places: all that it is looked up
 * by, and which of them are kept when it is learned, of both windows at once. What {@link Winnower}
 * picks of a text that comes in pieces is the same but for the ends of pieces. One pass.
 */
final class Picked {
  /** Texts up to so many normal characters are looked up by all their hashes. */
  static final int SHORT_CHARS = 160;

  private static final byte NARROW = 1;
  private static final byte WIDE = 2;
  private static final int MASK = Winnower.WIDE - 1; // the ring holds the wider window
  private final Keyed keyed;
  private final char[] text;
  private final boolean every;
  private final long[] ring = new long[Winnower.WIDE];
  private long[] hashes;
  private int[] indexes;
  private byte[] marks;
  private int size;
  private int narrow;

  private Picked(NormalText normal, Keyed keyed) {
    this.keyed = keyed;
    text = normal.toArray();
    every = text.length <= SHORT_CHARS;
    int count = Math.max(0, text.length - Winnower.K + 1);
    int expected = every ? count : count / 10 + 8;
    hashes = new long[expected];
    indexes = new int[expected];
    marks = new byte[expected];
    if (count > 0) {
      pick(count);
    }
  }

  /** Of {@code normal}, under a tenant's key. */
  static Picked of(NormalText normal, Keyed keyed) {
    return new Picked(normal, keyed);
  }

  private void pick(int count) {
    long seed = keyed.seed();
    long rolled = 0;
    for (int i = 0; i < Winnower.K - 1; i++) {
      rolled = rolled * Winnower.STEP + text[i];
    }
    int least = 0;
    int widest = 0;
    int kept = -1;
    int keptWide = -1;
    for (int at = 0; at < count; at++) {
      rolled = rolled * Winnower.STEP + text[at + Winnower.K - 1];
      long hash = Winnower.mixed(rolled ^ seed) ^ Long.MIN_VALUE; // signed as unsigned
      rolled -= text[at] * Winnower.LEAD;
      ring[at & MASK] = hash;
      least = least(least, at, Winnower.NARROW);
      widest = least(widest, at, Winnower.WIDE);
      if (every) {
        take(at);
      }
      if (least != kept && (at >= Winnower.NARROW - 1 || at == count - 1)) {
        kept = least;
        mark(least, NARROW);
        narrow++;
      }
      if (widest != keptWide && (at >= Winnower.WIDE - 1 || at == count - 1)) {
        keptWide = widest;
        mark(widest, WIDE);
      }
      if (at == 0 || at == count - 1) {
        mark(at, WIDE);
      }
    }
  }

  /** The place of the last of the least hashes of a window that ends at {@code at}. */
  private int least(int before, int at, int width) {
    if (ring[at & MASK] < ring[before & MASK]) {
      return at;
    }
    if (before > at - width) {
      return before;
    }
    int least = at - width + 1;
    for (int i = least + 1; i <= at; i++) {
      least = ring[i & MASK] <= ring[least & MASK] ? i : least;
    }
    return least;
  }

  /** Picks the hash at {@code index}, which is in the ring, if it was not picked before. */
  private void mark(int index, byte mark) {
    int at = size - 1;
    while (at >= 0 && indexes[at] > index) {
      at--;
    }
    if (at < 0 || indexes[at] != index) {
      at = insert(at + 1, index);
    }
    marks[at] |= mark;
  }

  private void take(int index) {
    if (size == 0 || indexes[size - 1] != index) {
      insert(size, index);
    }
  }

  private int insert(int at, int index) {
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * size + 4);
      indexes = Arrays.copyOf(indexes, 2 * size + 4);
      marks = Arrays.copyOf(marks, 2 * size + 4);
    }
    System.arraycopy(hashes, at, hashes, at + 1, size - at);
    System.arraycopy(indexes, at, indexes, at + 1, size - at);
    System.arraycopy(marks, at, marks, at + 1, size - at);
    hashes[at] = keyed.of(Keyed.Kind.PRINT, ring[index & MASK] ^ Long.MIN_VALUE);
    indexes[at] = index;
    marks[at] = 0;
    size++;
    return at;
  }

  /** The hashes, in the order of the text. */
  long[] hashes() {
    return Arrays.copyOf(hashes, size);
  }

  /** Where in the normal text each begins. */
  int[] indexes() {
    return Arrays.copyOf(indexes, size);
  }

  /** Whether each is kept: see {@link #kept} and {@link #wide}. */
  byte[] marks() {
    return Arrays.copyOf(marks, size);
  }

  /** True if a fingerprint of that mark is kept when its text is learned. */
  static boolean kept(byte mark) {
    return mark != 0;
  }

  /** True if one stays when the text is thinned. */
  static boolean wide(byte mark) {
    return (mark & WIDE) != 0;
  }

  /** How many the narrow window picked. */
  int narrow() {
    return narrow;
  }

  /** Whether these are all the fingerprints that there are. */
  boolean every() {
    return every;
  }
}
