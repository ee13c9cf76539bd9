package io.sluice.flow;

import com.github.benmanes.caffeine.cache.Cache;
import io.sluice.model.NormalText;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a text is looked up by, and learned by: fingerprints of it as it stands and in decoded
 * views, and its atoms. It holds keyed hashes and places, nothing of the text, and is made once for
 * each text that comes again. Immutable.
 *
 * @param whole false if some of what it says in encodings was not looked at
 */
record Reading(List<Part> parts, List<Atom> atoms, boolean whole) {
  /** So many bytes an empty one takes. */
  private static final int OWN_BYTES = 96;

  private static final int PRINT_BYTES = 21;
  private static final int ATOM_BYTES = 40;

  /** So many fingerprints are read ahead at once. */
  private static final int AHEAD = 16;

  /** The text as it stands, or one view of it. */
  static final class Part {
    private final long[] hashes;
    private final int[] indexes;
    private final int[] starts;
    private final int[] ends;
    private final int length;
    private final boolean every;
    private final byte[] marks;
    private final int picked;

    private Part(Picked query, NormalText normal, Place place, int rawLength) {
      hashes = query.hashes();
      indexes = query.indexes();
      marks = query.marks();
      picked = query.narrow();
      starts = new int[hashes.length];
      ends = new int[hashes.length];
      length = normal.length();
      every = query.every();
      for (int i = 0; i < hashes.length; i++) {
        int from = indexes[i];
        int to = from + Winnower.K;
        starts[i] = place.of(from == 0 ? 0 : normal.position(from));
        ends[i] = place.of(to == length ? rawLength : normal.position(to));
      }
    }

    int size() {
      return hashes.length;
    }

    /** Reads ahead what a look at its fingerprints from {@code from} on will read. */
    void ahead(EntryTable entries, int from, boolean puts) {
      if (from % AHEAD == 0) {
        entries.ahead(hashes, from, Math.min(from + AHEAD, hashes.length), puts);
      }
    }

    long hash(int i) {
      return hashes[i];
    }

    /** Where in the normal text a fingerprint begins. */
    int index(int i) {
      return indexes[i];
    }

    /** What it covers in the text as it came. */
    Span span(int i) {
      return new Span(starts[i], ends[i]);
    }

    /** Of the normal text. */
    int length() {
      return length;
    }

    /** True if it is kept when the text is learned. */
    boolean kept(int i) {
      return Picked.kept(marks[i]);
    }

    /** True if it stays when the text is thinned. */
    boolean wide(int i) {
      return Picked.wide(marks[i]);
    }

    /** How many the narrow window picked. */
    int picked() {
      return picked;
    }

    /** Whether these are all the fingerprints that there are. */
    boolean every() {
      return every;
    }
  }

  /** One value; {@code plain}: it says nothing of how confidential it is. */
  record Atom(long hash, int start, int end, boolean plain) {}

  /** How much memory it takes, about. */
  int bytes() {
    int prints = 0;
    for (Part part : parts) {
      prints += part.size();
    }
    return OWN_BYTES + PRINT_BYTES * prints + ATOM_BYTES * atoms.size();
  }

  /** The same, made only where {@code readings} does not have it. */
  static Reading kept(Tenant tenant, String text, Cache<Long, Reading> readings) {
    return kept(tenant, text, tenant.exact(text), readings);
  }

  /**
   * The same of a text whose hash is {@code exact}. Two threads may make it at once: nobody waits
   * for another that may not be running.
   */
  static Reading kept(Tenant tenant, String text, long exact, Cache<Long, Reading> readings) {
    Reading known = readings.getIfPresent(exact);
    if (known == null) {
      known = of(tenant, text);
      readings.put(exact, known);
    }
    return known;
  }

  /** What to look {@code text} up by. */
  static Reading of(Tenant tenant, String text) {
    var parts = new ArrayList<Part>(1);
    var atoms = new ArrayList<Atom>(0);
    NormalText normal = NormalText.of(text);
    parts.add(part(tenant, normal, i -> i, text.length()));
    Atoms.find(text, (kind, value, span) -> atoms.add(atom(tenant, kind, value, span)));
    Views.Found views = Views.of(text);
    for (View view : views.views()) {
      NormalText said = NormalText.of(view.text());
      parts.add(part(tenant, said, i -> view.place(i), view.text().length()));
      Atoms.find(
          view.text(),
          (kind, value, span) -> {
            var there = new Span(view.place(span.start()), view.place(span.end()));
            atoms.add(atom(tenant, kind, value, there));
          });
    }
    return new Reading(List.copyOf(parts), List.copyOf(atoms), views.whole());
  }

  private static Atom atom(Tenant tenant, Atoms.Kind kind, String value, Span at) {
    long hash = tenant.atom(value);
    return new Atom(hash, at.start(), at.end(), kind == Atoms.Kind.SITE);
  }

  /** Where a character of the text stands in the one that came. */
  private interface Place {
    int of(int position);
  }

  private static Part part(Tenant tenant, NormalText normal, Place place, int rawLength) {
    return new Part(tenant.picked(normal), normal, place, rawLength);
  }
}
