package io.sluice.flow;

import io.sluice.model.NormalText;
import io.sluice.model.Secret;
import io.sluice.model.Winnowing;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;

/** What one tenant's content is hashed and looked up with. Thread-safe. */
final class Tenant {
  /** Texts up to so many normal characters are looked up by all their hashes. */
  private static final int SHORT_CHARS = 160;

  /** Applications whose numbers are remembered, at most. */
  private static final int MOST_APPS = 4_096;

  private final ConcurrentHashMap<String, Integer> apps = new ConcurrentHashMap<>();
  private final Keyed keyed;
  private final Winnowing winnowing;
  private final int tag;

  Tenant(Secret key) {
    keyed = new Keyed(key);
    winnowing = new Winnowing(Winnower.K, Winnower.NARROW, keyed.seed());
    tag = keyed.tag();
  }

  /** Tells it apart in the index. */
  int tag() {
    return tag;
  }

  /** The hash of a whole text. */
  long exact(String text) {
    return keyed.of(Keyed.Kind.EXACT, text);
  }

  /** The same of a text by the beginning of its SHA-256. */
  long exact(long digest) {
    return keyed.of(Keyed.Kind.EXACT, digest);
  }

  /** The hash of a text that is said at one place. */
  long pin(String text) {
    return keyed.of(Keyed.Kind.PIN, text);
  }

  /** The hash of a table's cell, by a hash of its normal form. */
  long cell(long value) {
    return keyed.of(Keyed.Kind.CELL, value);
  }

  /** The hash of a value in its normal form. */
  long atom(String value) {
    return keyed.of(Keyed.Kind.ATOM, value);
  }

  /** Tells an application apart in the index; 0: none. */
  int app(String name) {
    if (name.isEmpty()) {
      return 0;
    }
    Integer known = apps.get(name);
    if (known == null) {
      known = (int) keyed.of(Keyed.Kind.PIN, "app\0" + name) | 1;
      if (apps.size() < MOST_APPS) {
        apps.put(name, known);
      }
    }
    return known;
  }

  /** The hash that says that an application has met a value in words of its own. */
  long met(int app, long atom) {
    return keyed.of(Keyed.Kind.MET, atom ^ app);
  }

  /** A picker of fingerprints to be learned. */
  Winnower winnower(Winnower.Sink sink) {
    return new Winnower(
        keyed.seed(), (hash, wide) -> sink.take(keyed.of(Keyed.Kind.PRINT, hash), wide));
  }

  /** The fingerprint of the characters from {@code index} on. */
  long at(NormalText text, int index) {
    return keyed.of(Keyed.Kind.PRINT, winnowing.at(text, index));
  }

  /** What to look {@code text} up by: its first, its last, and what the window picks between. */
  Query query(NormalText text) {
    int count = Math.max(0, text.length() - Winnower.K + 1);
    if (text.length() <= SHORT_CHARS) {
      long[] hashes = winnowing.every(text);
      var all = new Query(hashes.length, true);
      for (int i = 0; i < hashes.length; i++) {
        all.take(hashes[i], i);
      }
      return all;
    }
    var picked = new Query(count / 10 + 8, false);
    picked.take(winnowing.at(text, 0), 0);
    winnowing.pick(text, picked::take);
    picked.take(winnowing.at(text, count - 1), count - 1);
    return picked;
  }

  /** Fingerprints of one text and where they begin in it. */
  final class Query {
    private final boolean every;
    private long[] hashes;
    private int[] indexes;
    private int size;

    private Query(int expected, boolean every) {
      this.every = every;
      hashes = new long[expected];
      indexes = new int[expected];
    }

    private void take(long hash, int index) {
      if (size > 0 && indexes[size - 1] == index) {
        return;
      }
      if (size == hashes.length) {
        hashes = Arrays.copyOf(hashes, 2 * size);
        indexes = Arrays.copyOf(indexes, 2 * size);
      }
      hashes[size] = keyed.of(Keyed.Kind.PRINT, hash);
      indexes[size++] = index;
    }

    long[] hashes() {
      return hashes;
    }

    int[] indexes() {
      return indexes;
    }

    int size() {
      return size;
    }

    boolean every() {
      return every;
    }
  }
}
