package io.sluice.flow;

import io.sluice.model.NormalText;
import io.sluice.model.Span;
import io.sluice.model.Stretch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Values of registered tables in a text: keyed hashes of cells in normal form, looked up for every
 * one to six words that stand together. One value says nothing, because many people have one name;
 * two of one row, close to each other, or one long value of a single row do.
 */
final class Cells {
  /** Letters and digits of the shortest cell that counts. */
  static final int LEAST_CHARS = 3;

  /** Of one that counts alone, if it stands in one row only. */
  static final int ALONE_CHARS = 12;

  /** Of the longest. */
  static final int MOST_CHARS = 64;

  private static final int MOST_WORDS = 6;

  /** A value that stands in so many rows tells none of them. */
  private static final int COMMON = 8;

  /** Two values further apart than so many characters are not taken together. */
  private static final int APART_CHARS = 300;

  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private Cells() {}

  /** The hashes of a row's cells that count, each once. */
  static Set<Long> of(Tenant tenant, List<String> row) {
    var hashes = new HashSet<Long>();
    for (String cell : row) {
      NormalText normal = NormalText.of(cell);
      if (normal.length() >= LEAST_CHARS && normal.length() <= MOST_CHARS) {
        long hash = 0;
        for (int i = 0; i < normal.length(); i++) {
          hash = add(hash, normal.at(i));
        }
        hashes.add(tenant.cell(hash));
      }
    }
    return hashes;
  }

  private static long add(long hash, char c) {
    return (hash + c + 1) * FACTOR ^ hash >>> 29;
  }

  /** True if a hash stands in too many rows already. */
  static boolean common(Known known, long hash) {
    return known.sources(hash).size() >= COMMON;
  }

  /** The values of {@code text} by which rows are known. */
  static List<Stretch> look(Tenant tenant, String text, Known known) {
    var normal = NormalText.of(text);
    var starts = starts(normal);
    var rows = new Rows(known);
    for (int w = 0; w + 1 < starts.size(); w++) {
      int from = starts.get(w);
      long hash = 0;
      for (int end = w + 1; end < starts.size() && end <= w + MOST_WORDS; end++) {
        int to = starts.get(end);
        if (to - from > MOST_CHARS) {
          break;
        }
        for (int i = starts.get(end - 1); i < to; i++) {
          hash = add(hash, normal.at(i));
        }
        if (to - from >= LEAST_CHARS) {
          var span = new Span(normal.position(from), normal.position(to - 1) + 1);
          rows.met(tenant.cell(hash), span, to - from);
        }
      }
    }
    return rows.marks.apart();
  }

  /** Where words begin in the normal text, and its end. */
  private static List<Integer> starts(NormalText normal) {
    var starts = new ArrayList<Integer>();
    for (int i = 0; i < normal.length(); i++) {
      if (i == 0 || normal.position(i) - normal.position(i - 1) > 1) {
        starts.add(i);
      }
    }
    starts.add(normal.length());
    return starts;
  }

  /** What was met of which rows. */
  private static final class Rows {
    private static final int MOST_MET = 8;

    final Marks marks = new Marks();
    private final Known known;
    private final Map<Integer, ArrayDeque<Met>> met = new HashMap<>();

    private record Met(long hash, Span span) {}

    Rows(Known known) {
      this.known = known;
    }

    void met(long hash, Span span, int chars) {
      List<Integer> rows = known.sources(hash);
      if (rows.isEmpty() || rows.size() >= COMMON) {
        return;
      }
      if (rows.size() == 1 && chars >= ALONE_CHARS) {
        mark(span, rows.getFirst());
      }
      for (int row : rows) {
        ArrayDeque<Met> before = met.computeIfAbsent(row, _ -> new ArrayDeque<>(2));
        for (Met other : before) {
          boolean apart = other.span.end() <= span.start();
          boolean close = span.start() - other.span.end() <= APART_CHARS;
          if (other.hash != hash && apart && close) {
            mark(other.span, row);
            mark(span, row);
          }
        }
        if (before.size() == MOST_MET) {
          before.removeFirst();
        }
        before.add(new Met(hash, span));
      }
    }

    private void mark(Span span, int row) {
      var sources = List.of(row);
      marks.add(new Stretch(span, known.label(sources), known.origins(sources)));
    }
  }
}
