package io.sluice.flow;

import io.sluice.model.NormalText;
import io.sluice.model.Secret;
import io.sluice.model.Winnowing;
import java.util.Arrays;

/** What one tenant's content is hashed and looked up with. Thread-safe. */
final class Tenant {
  /** Texts up to so many normal characters are looked up by all their hashes. */
  private static final int SHORT_CHARS = 512;

  private final Keyed keyed;
  private final Winnowing winnowing;
  private final int tag;

  Tenant(Secret key) {
    keyed = new Keyed(key);
    winnowing = new Winnowing(Winnower.K, Winnower.NARROW, keyed.seed());
    tag = keyed.tag();
  }

  Keyed keyed() {
    return keyed;
  }

  /** Tells it apart in the index. */
  int tag() {
    return tag;
  }

  /** A picker of fingerprints to be learned. */
  Winnower winnower(Winnower.Sink sink) {
    return new Winnower(
        keyed.seed(), (hash, wide) -> sink.take(keyed.of(Keyed.Kind.PRINT, hash), wide));
  }

  /** What a text is looked up by. */
  static final class Query {
    private final NormalText text;
    private final long[] hashes;
    private final int[] indexes;
    private final boolean every;

    Query(NormalText text, long[] hashes, int[] indexes, boolean every) {
      this.text = text;
      this.hashes = hashes;
      this.indexes = indexes;
      this.every = every;
    }

    NormalText text() {
      return text;
    }

    long[] hashes() {
      return hashes;
    }

    int[] indexes() {
      return indexes;
    }

    boolean every() {
      return every;
    }
  }

  /** What to look {@code text} up by. */
  Query query(NormalText text) {
    int count = Math.max(0, text.length() - Winnower.K + 1);
    if (text.length() <= SHORT_CHARS) {
      long[] hashes = winnowing.every(text);
      var indexes = new int[hashes.length];
      for (int i = 0; i < hashes.length; i++) {
        hashes[i] = keyed.of(Keyed.Kind.PRINT, hashes[i]);
        indexes[i] = i;
      }
      return new Query(text, hashes, indexes, true);
    }
    var picked = new Picked(count / 8 + 8);
    winnowing.pick(text, picked::take);
    return picked.query(text);
  }

  private final class Picked {
    private long[] hashes;
    private int[] indexes;
    private int size;

    Picked(int expected) {
      hashes = new long[expected];
      indexes = new int[expected];
    }

    void take(long hash, int index) {
      if (size == hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * size);
        indexes = Arrays.copyOf(indexes, 2 * size);
      }
      hashes[size] = keyed.of(Keyed.Kind.PRINT, hash);
      indexes[size++] = index;
    }

    Query query(NormalText text) {
      return new Query(text, Arrays.copyOf(hashes, size), Arrays.copyOf(indexes, size), false);
    }
  }

  /** The hash of the characters from {@code index} on, as the index has it. */
  long at(NormalText text, int index) {
    return keyed.of(Keyed.Kind.PRINT, winnowing.at(text, index));
  }
}
