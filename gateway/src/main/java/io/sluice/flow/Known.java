package io.sluice.flow;

import io.sluice.model.Label;
import io.sluice.model.Origin;
import io.sluice.model.Stretch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/** What the index knows at one minute. Confined to one look-up. */
final class Known {
  private final EntryTable entries;
  private final SourceRing sources;
  private final int minute;
  private final LongPredicate cleared;
  private final Map<Integer, Label> labels = new HashMap<>();
  private final Map<List<Integer>, Label> joined = new HashMap<>();
  private final Found found = new Found();

  Known(EntryTable entries, SourceRing sources, int minute) {
    this(entries, sources, minute, _ -> false);
  }

  /** {@code cleared}: hashes that say nothing, wherever they are from. */
  Known(EntryTable entries, SourceRing sources, int minute, LongPredicate cleared) {
    this.entries = entries;
    this.sources = sources;
    this.minute = minute;
    this.cleared = cleared;
  }

  /** The sources of a hash; empty: it is unknown. */
  List<Integer> sources(long hash) {
    found.size = 0;
    boolean any = entries.find(hash, minute, found);
    return any && !cleared.test(hash) ? found.all() : List.of();
  }

  /** True if nothing that a text is looked up by is known: most texts are new to everybody. */
  boolean nothingOf(Reading reading) {
    for (Reading.Part part : reading.parts()) {
      for (int i = 0; i < part.size(); i++) {
        if (!entries.lacks(part.hash(i))) {
          return false;
        }
      }
    }
    for (Reading.Atom atom : reading.atoms()) {
      if (!entries.lacks(atom.hash())) {
        return false;
      }
    }
    return true;
  }

  private static final class Found implements EntryTable.Found {
    private int first;
    private List<Integer> more = List.of();
    private int size;

    @Override
    public void source(int number) {
      if (size++ == 0) {
        first = number;
        return;
      }
      if (size == 2) {
        more = new ArrayList<>(4);
        more.add(first);
      }
      more.add(number);
    }

    List<Integer> all() {
      return size == 1 ? List.of(first) : more;
    }
  }

  /** What content of all these sources is. */
  Label label(List<Integer> all) {
    if (all.size() == 1) {
      return labels.computeIfAbsent(all.getFirst(), sources::label);
    }
    Label known = joined.get(all);
    if (known == null) {
      known = Label.BOTTOM;
      for (int source : all) {
        known = known.join(labels.computeIfAbsent(source, sources::label));
      }
      joined.put(all, known);
    }
    return known;
  }

  /** Where they came from, as many as are kept. */
  List<Origin> origins(List<Integer> all) {
    var seen = new HashSet<Integer>();
    var origins = new ArrayList<Origin>(1);
    for (int source : all) {
      if (origins.size() < Stretch.MAX_ORIGINS && seen.add(source)) {
        origins.add(sources.origin(source));
      }
    }
    return origins;
  }

  /** True if one of these sources came through that application. */
  boolean through(int app, List<Integer> all) {
    return all.stream().anyMatch(source -> sources.app(source) == app);
  }

  /** How many fingerprints a source had. */
  int prints(int source) {
    return sources.prints(source);
  }
}
