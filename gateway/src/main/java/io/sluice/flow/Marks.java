package io.sluice.flow;

import io.sluice.model.Label;
import io.sluice.model.Origin;
import io.sluice.model.Span;
import io.sluice.model.Stretch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;

/** Stretches of one text that may lie over each other, made into stretches that do not. */
final class Marks {
  /** With more than so many the text is one stretch with all that any of them says. */
  private static final int MOST = 1_000;

  private final List<Stretch> all = new ArrayList<>();

  void add(Stretch stretch) {
    if (stretch.span().length() > 0) {
      all.add(stretch);
    }
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** The same in order, apart: where several lie over each other all of them hold. */
  List<Stretch> apart() {
    all.sort(Comparator.comparingInt(stretch -> stretch.span().start()));
    if (clear()) {
      return List.copyOf(all);
    }
    if (all.size() > MOST) {
      int end = all.stream().mapToInt(stretch -> stretch.span().end()).max().orElseThrow();
      return List.of(joined(all, new Span(all.getFirst().span().start(), end)));
    }
    return swept();
  }

  private boolean clear() {
    for (int i = 1; i < all.size(); i++) {
      if (all.get(i).span().start() < all.get(i - 1).span().end()) {
        return false;
      }
    }
    return true;
  }

  private List<Stretch> swept() {
    var edges = new TreeSet<Integer>();
    for (Stretch stretch : all) {
      edges.add(stretch.span().start());
      edges.add(stretch.span().end());
    }
    var out = new ArrayList<Stretch>();
    var open = new ArrayList<Stretch>();
    int next = 0;
    int from = edges.first();
    for (int to : edges.tailSet(from, false)) {
      int here = from;
      open.removeIf(stretch -> stretch.span().end() <= here);
      while (next < all.size() && all.get(next).span().start() <= here) {
        open.add(all.get(next++));
      }
      if (!open.isEmpty()) {
        append(joined(open, new Span(from, to)), out);
      }
      from = to;
    }
    return out;
  }

  private static void append(Stretch stretch, List<Stretch> out) {
    if (!out.isEmpty()) {
      Stretch last = out.getLast();
      boolean same =
          last.span().end() == stretch.span().start() && last.label().equals(stretch.label());
      if (same) {
        out.removeLast();
        out.add(
            joined(List.of(last, stretch), new Span(last.span().start(), stretch.span().end())));
        return;
      }
    }
    out.add(stretch);
  }

  private static Stretch joined(List<Stretch> of, Span span) {
    var label = Label.BOTTOM;
    var origins = new LinkedHashSet<Origin>();
    for (Stretch stretch : of) {
      label = label.join(stretch.label());
      origins.addAll(stretch.origins());
    }
    return new Stretch(span, label, origins.stream().limit(Stretch.MAX_ORIGINS).toList());
  }
}
