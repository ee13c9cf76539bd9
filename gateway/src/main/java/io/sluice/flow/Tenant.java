package io.sluice.flow;

import io.sluice.model.NormalText;
import io.sluice.model.Secret;
import io.sluice.model.Winnowing;
import java.util.concurrent.ConcurrentHashMap;

/** What one tenant's content is hashed and looked up with. Thread-safe. */
final class Tenant {
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

  /** What {@code text} is looked up by, and learned by. */
  Picked picked(NormalText text) {
    return Picked.of(text, keyed);
  }
}
