package io.sluice.flow;

import io.sluice.model.Label;
import io.sluice.model.Span;
import io.sluice.model.Stretch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns fingerprints of one text that are known into stretches of it. Fingerprints that lie close
 * enough together are one run; a run counts if it has two, or if either text is so short that one
 * is all that can be asked. Confined to one look-up.
 */
final class Recognition {
  /** A gap between two known fingerprints that belongs to the run: what the windows may miss. */
  static final int GAP = Winnower.K + Winnower.NARROW;

  /** A text with no more fingerprints than this may be known by one. */
  private static final int FEW = 6;

  private final Known known;
  private final Reading.Part part;
  private final List<Stretch> out = new ArrayList<>();
  private final List<Hit> run = new ArrayList<>();

  /** One fingerprint that is known: where it begins, what it covers, and what it is of. */
  private record Hit(int index, Span span, long hash, List<Integer> sources) {}

  /** How to find out what lies beside a run: hashes anywhere, and their places. */
  interface Around {
    long hash(int index);

    Span span(int index);
  }

  Recognition(Known known, Reading.Part part) {
    this.known = known;
    this.part = part;
  }

  /**
   * The known stretches, in order, apart.
   *
   * @param around null: what lies beside the picked fingerprints is not looked at
   */
  List<Stretch> stretches(@Nullable Around around) {
    for (int i = 0; i < part.size(); i++) {
      known.ahead(part, i);
      long hash = part.hash(i);
      List<Integer> sources = known.sources(hash);
      if (!sources.isEmpty()) {
        int index = part.index(i);
        if (!run.isEmpty() && index - run.getLast().index > Winnower.K + GAP) {
          close(around);
        }
        run.add(new Hit(index, part.span(i), hash, sources));
      }
    }
    close(around);
    return out;
  }

  private void close(@Nullable Around around) {
    if (!run.isEmpty() && counts()) {
      if (around != null && !part.every()) {
        extend(around);
      }
      say();
    }
    run.clear();
  }

  private boolean counts() {
    long first = run.getFirst().hash;
    for (Hit hit : run) {
      if (hit.hash != first) {
        return true;
      }
    }
    int picked = part.every() ? part.length() / (Winnower.NARROW / 2) : part.size() - 2;
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
  private void extend(Around around) {
    int last = part.length() - Winnower.K;
    var before = new ArrayList<Hit>();
    int index = run.getFirst().index;
    for (int to = Math.max(0, index - GAP);
        index >= 0 && to < index;
        to = Math.max(0, index - GAP)) {
      int found = reach(around, to, index, before);
      if (found < 0) {
        break;
      }
      index = found;
    }
    Collections.reverse(before);
    run.addAll(0, before);
    index = run.getLast().index;
    for (int to = Math.min(last, index + GAP); to > index; to = Math.min(last, index + GAP)) {
      int found = reach(around, to, index, run);
      if (found < 0) {
        break;
      }
      index = found;
    }
  }

  /** The known fingerprint nearest to {@code from}, on the way to {@code to}; -1: none is. */
  private int reach(Around around, int from, int to, List<Hit> into) {
    int way = from < to ? 1 : -1;
    for (int index = from; index != to; index += way) {
      long hash = around.hash(index);
      List<Integer> sources = known.sources(hash);
      if (!sources.isEmpty()) {
        into.add(new Hit(index, around.span(index), hash, sources));
        return index;
      }
    }
    return -1;
  }

  /** One stretch for each piece of the run that has one label. */
  private void say() {
    int from = 0;
    Label label = known.label(run.getFirst().sources);
    for (int i = 1; i <= run.size(); i++) {
      Label next = i < run.size() ? known.label(run.get(i).sources) : Label.BOTTOM;
      if (i == run.size() || !next.equals(label)) {
        add(run.subList(from, i), label);
        from = i;
        label = next;
      }
    }
  }

  private void add(List<Hit> piece, Label label) {
    int start = piece.getFirst().span.start();
    int end = piece.getLast().span.end();
    if (!out.isEmpty()) {
      start = Math.max(start, out.getLast().span().end());
    }
    if (start < end) {
      var sources = piece.stream().flatMap(hit -> hit.sources.stream()).toList();
      out.add(new Stretch(new Span(start, end), label, known.origins(sources)));
    }
  }
}
