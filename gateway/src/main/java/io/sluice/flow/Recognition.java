package io.sluice.flow;

import io.sluice.model.Label;
import io.sluice.model.NormalText;
import io.sluice.model.Origin;
import io.sluice.model.Span;
import io.sluice.model.Stretch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns fingerprints of one text that are known into stretches of it. Fingerprints that lie close
 * enough together are one run; a run counts if it has two, or if either text is so short that one
 * is all that can be asked. Confined to one look-up.
 */
final class Recognition {
  /** A gap between two known fingerprints that belongs to the run: what the windows may miss. */
  private static final int GAP = Winnower.K + Winnower.NARROW;

  /** A text with no more fingerprints than this may be known by one. */
  private static final int FEW = 6;

  /** Where fingerprints are looked up. */
  interface Known {
    /** The sources of a fingerprint; empty: unknown. */
    List<Integer> sources(long hash);

    Label label(int source);

    Origin origin(int source);

    /** How many fingerprints a source had. */
    int prints(int source);
  }

  private record Hit(int index, long hash, List<Integer> sources) {}

  private final Known known;
  private final Tenant tenant;
  private final Tenant.Query query;
  private final NormalText text;
  private final String raw;

  Recognition(Known known, Tenant tenant, Tenant.Query query, String raw) {
    this.known = known;
    this.tenant = tenant;
    this.query = query;
    this.text = query.text();
    this.raw = raw;
  }

  /** The known stretches, in order, apart. */
  List<Stretch> stretches() {
    var run = new ArrayList<Hit>();
    var out = new ArrayList<Stretch>();
    for (int i = 0; i < query.hashes().length; i++) {
      List<Integer> sources = known.sources(query.hashes()[i]);
      if (sources.isEmpty()) {
        continue;
      }
      var hit = new Hit(query.indexes()[i], query.hashes()[i], sources);
      if (!run.isEmpty() && hit.index - run.getLast().index > Winnower.K + GAP) {
        close(run, out);
        run.clear();
      }
      run.add(hit);
    }
    close(run, out);
    return out;
  }

  private void close(List<Hit> run, List<Stretch> out) {
    if (run.isEmpty() || !counts(run)) {
      return;
    }
    if (!query.every()) {
      extend(run);
    }
    say(run, out);
  }

  private boolean counts(List<Hit> run) {
    Set<Long> distinct = new HashSet<>();
    for (Hit hit : run) {
      if (distinct.add(hit.hash) && distinct.size() == 2) {
        return true;
      }
    }
    int picked = query.every() ? text.length() / (Winnower.NARROW / 2) : query.hashes().length;
    if (picked <= FEW) {
      return true;
    }
    for (int source : run.getFirst().sources) {
      if (known.prints(source) <= FEW) {
        return true;
      }
    }
    return false;
  }

  /** The run goes on to the outermost fingerprints within reach, whoever picked them. */
  private void extend(List<Hit> run) {
    int last = text.length() - Winnower.K;
    boolean more = true;
    while (more) {
      more = reach(run, -1, Math.max(0, run.getFirst().index - GAP), run.getFirst().index);
    }
    more = true;
    while (more) {
      more = reach(run, 1, Math.min(last, run.getLast().index + GAP), run.getLast().index);
    }
  }

  private boolean reach(List<Hit> run, int way, int from, int to) {
    for (int index = from; index != to; index -= way) {
      long hash = tenant.at(text, index);
      List<Integer> sources = known.sources(hash);
      if (!sources.isEmpty()) {
        var hit = new Hit(index, hash, sources);
        if (way < 0) {
          run.addFirst(hit);
        } else {
          run.add(hit);
        }
        return true;
      }
    }
    return false;
  }

  /** One stretch for each part of the run that has one label. */
  private void say(List<Hit> run, List<Stretch> out) {
    int from = 0;
    Label label = label(run.getFirst());
    for (int i = 1; i <= run.size(); i++) {
      Label next = i < run.size() ? label(run.get(i)) : Label.BOTTOM;
      if (i == run.size() || !next.equals(label)) {
        List<Hit> part = run.subList(from, i);
        int start = part.getFirst().index;
        int end = part.getLast().index + Winnower.K;
        add(new Span(start, end), label, part, out);
        from = i;
        label = next;
      }
    }
  }

  private void add(Span normal, Label label, List<Hit> part, List<Stretch> out) {
    int start = normal.start() == 0 ? 0 : text.position(normal.start());
    int end = normal.end() == text.length() ? raw.length() : text.position(normal.end());
    if (!out.isEmpty()) {
      start = Math.max(start, out.getLast().span().end());
    }
    if (start < end) {
      out.add(new Stretch(new Span(start, end), label, origins(part)));
    }
  }

  private Label label(Hit hit) {
    var label = Label.BOTTOM;
    for (int source : hit.sources) {
      label = label.join(known.label(source));
    }
    return label;
  }

  private List<Origin> origins(List<Hit> part) {
    var seen = new HashSet<Integer>();
    var origins = new ArrayList<Origin>();
    for (Hit hit : part) {
      for (int source : hit.sources) {
        if (origins.size() < Stretch.MAX_ORIGINS && seen.add(source)) {
          origins.add(known.origin(source));
        }
      }
    }
    return origins;
  }
}
