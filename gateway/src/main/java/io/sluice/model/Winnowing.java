package io.sluice.model;

import java.util.Arrays;

/**
 * Picks fingerprints of a text so that two texts that share a long enough run share one: of all
 * hashes of {@code k} characters in a row, the least in every window of {@code w} (robust
 * winnowing; Schleimer, Wilkerson and Aiken 2003). A shared run of at least {@link #guaranteed()}
 * normal characters always shows; about 2 in {@code w + 1} hashes are kept. Pure and thread-safe.
 */
public final class Winnowing {
  private static final long STEP = 0x9E3779B97F4A7C15L | 1;

  private final int k;
  private final int w;
  private final long seed;
  private final long lead;

  /**
   * @param k characters that one fingerprint covers, at least 1
   * @param w hashes in a row of which one is kept, at least 1
   * @param seed makes the hashes those of one owner; equal seeds give equal fingerprints
   */
  public Winnowing(int k, int w, long seed) {
    if (k < 1 || w < 1) {
      throw new IllegalArgumentException("k and w must be positive");
    }
    this.k = k;
    this.w = w;
    this.seed = seed;
    long power = 1;
    for (int i = 1; i < k; i++) {
      power *= STEP;
    }
    lead = power;
  }

  /** Sees fingerprints in the order of the text. */
  @FunctionalInterface
  public interface Sink {
    /** One fingerprint, of the characters in [index, index + k) of the normal text. */
    void take(long hash, int index);
  }

  /** How many normal characters two texts must share in a row for one fingerprint to be sure. */
  public int guaranteed() {
    return w + k - 1;
  }

  /** How many characters one fingerprint covers. */
  public int covers() {
    return k;
  }

  /** The kept fingerprints; at least one if the text has {@code k} characters, else none. */
  public void pick(NormalText text, Sink sink) {
    int count = text.length() - k + 1;
    if (count <= 0) {
      return;
    }
    int width = Math.min(w, count);
    var ring = new long[width];
    long rolled = 0;
    int least = -1;
    int kept = -1;
    for (int i = 0; i < count; i++) {
      rolled = roll(text, rolled, i);
      long hash = mixed(rolled);
      ring[i % width] = hash;
      if (least < 0 || Long.compareUnsigned(hash, ring[least % width]) < 0) {
        least = i;
      } else if (least <= i - width) {
        least = leastOf(ring, i - width + 1, i);
      }
      if (i >= width - 1 && least != kept) {
        kept = least;
        sink.take(ring[least % width], least);
      }
    }
  }

  /** All hashes: what a short text is looked up by. */
  public long[] every(NormalText text) {
    int count = Math.max(0, text.length() - k + 1);
    var all = new long[count];
    long rolled = 0;
    for (int i = 0; i < count; i++) {
      rolled = roll(text, rolled, i);
      all[i] = mixed(rolled);
    }
    return all;
  }

  /** The hash of the k characters from {@code index} on. */
  public long at(NormalText text, int index) {
    return mixed(roll(text, index));
  }

  /** The kept fingerprints, without their places. */
  public long[] pick(NormalText text) {
    var found = new long[16];
    var size = new int[1];
    var holder = new long[][] {found};
    pick(
        text,
        (hash, _) -> {
          if (size[0] == holder[0].length) {
            holder[0] = Arrays.copyOf(holder[0], size[0] * 2);
          }
          holder[0][size[0]++] = hash;
        });
    return Arrays.copyOf(holder[0], size[0]);
  }

  /** The last of the least hashes in [from, to], which is the one that stays longest. */
  private static int leastOf(long[] ring, int from, int to) {
    int least = from;
    for (int i = from + 1; i <= to; i++) {
      if (Long.compareUnsigned(ring[i % ring.length], ring[least % ring.length]) <= 0) {
        least = i;
      }
    }
    return least;
  }

  /** The polynomial over the k characters from {@code i} on, from that of the place before. */
  private long roll(NormalText text, long before, int i) {
    if (i > 0) {
      return (before - text.at(i - 1) * lead) * STEP + text.at(i + k - 1);
    }
    return roll(text, 0);
  }

  private long roll(NormalText text, int from) {
    long sum = 0;
    for (int at = from; at < from + k; at++) {
      sum = sum * STEP + text.at(at);
    }
    return sum;
  }

  private long mixed(long value) {
    long z = value ^ seed;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
