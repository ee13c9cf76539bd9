package io.sluice.flow;

import io.sluice.model.NormalText;

/**
 * Picks fingerprints of a text that comes in pieces, by two windows at once: the narrow one for as
 * long as the text is fresh, the wide one for the rest of its time (robust winnowing, as {@link
 * io.sluice.model.Winnowing}). First and last are always picked, so that a text that comes back
 * whole is known to its ends. Confined to one thread.
 */
final class Winnower {
  /** Characters of one fingerprint. */
  static final int K = 24;

  /** Hashes of which one is kept while dense. */
  static final int NARROW = 24;

  /** Hashes of which one is kept when thinned. */
  static final int WIDE = 64;

  /** Sees fingerprints. */
  @FunctionalInterface
  interface Sink {
    /** One, of {@link #K} characters; {@code wide}: it stays when the text is thinned. */
    void take(long hash, boolean wide);
  }

  static final long STEP = 0x9E3779B97F4A7C15L | 1;
  static final long LEAD = lead();

  private final long seed;
  private final Sink sink;
  private final char[] last = new char[K];
  private final long[] ring = new long[WIDE];
  private final Window narrow = new Window(NARROW, false);
  private final Window wide = new Window(WIDE, true);
  private long rolled;
  private int chars;
  private int picked;

  Winnower(long seed, Sink sink) {
    this.seed = seed;
    this.sink = sink;
  }

  private static long lead() {
    long power = 1;
    for (int i = 1; i < K; i++) {
      power *= STEP;
    }
    return power;
  }

  /** The least hash of the last so many. */
  private final class Window {
    private final int width;
    private final boolean wide;
    private int least = -1;
    private int kept = -1;

    Window(int width, boolean wide) {
      this.width = width;
      this.wide = wide;
    }

    void roll(int at, long hash) {
      if (least < 0 || Long.compareUnsigned(hash, ring[least % WIDE]) < 0) {
        least = at;
      } else if (least <= at - width) {
        least = at - width + 1;
        for (int i = least + 1; i <= at; i++) {
          if (Long.compareUnsigned(ring[i % WIDE], ring[least % WIDE]) <= 0) {
            least = i;
          }
        }
      }
      if (at >= width - 1) {
        pick();
      }
    }

    /** Keeps the least of what there is: nothing may wait for a window to fill. */
    void pick() {
      if (least >= 0 && least != kept) {
        kept = least;
        picked += wide ? 0 : 1;
        sink.take(ring[least % WIDE], wide);
      }
    }
  }

  /** The next characters of the normal text. */
  void add(NormalText text) {
    for (int i = 0; i < text.length(); i++) {
      add(text.at(i));
    }
  }

  private void add(char c) {
    int place = chars % K;
    if (chars >= K) {
      rolled -= last[place] * LEAD;
    }
    rolled = rolled * STEP + c;
    last[place] = c;
    chars++;
    if (chars < K) {
      return;
    }
    int at = chars - K;
    long hash = mixed(rolled ^ seed);
    ring[at % WIDE] = hash;
    if (at == 0) {
      sink.take(hash, true);
    }
    narrow.roll(at, hash);
    wide.roll(at, hash);
  }

  /** What has come so far can be found from now on. */
  void settle() {
    narrow.pick();
    wide.pick();
  }

  /** The text is over. */
  void end() {
    settle();
    if (chars > K) {
      sink.take(ring[(chars - K) % WIDE], true);
    }
  }

  /** How many fingerprints were kept while dense. */
  int picked() {
    return picked;
  }

  /** How many characters came. */
  int chars() {
    return chars;
  }

  static long mixed(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
