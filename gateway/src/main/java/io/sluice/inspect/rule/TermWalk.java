package io.sluice.inspect.rule;

import java.util.ArrayList;
import java.util.List;

/** Goes over one text in search of terms. Confined to one text. */
final class TermWalk {
  /** Sees that a term stands in the text. */
  @FunctionalInterface
  interface Matched {
    /** A term of that rule stands in [start, end). */
    void match(int rule, int start, int end);
  }

  private final Terms terms;
  private final Matched matched;
  private final Folding folding = new Folding();
  private final char[] chars; // the last characters, folded, by number modulo length
  private final int[] starts; // where each of them is written
  private final List<Waiting> waiting = new ArrayList<>(0);
  private int state;
  private int count;

  /** A term that stands there unless the word goes on. */
  private record Waiting(int rule, int start, int end) {}

  TermWalk(Terms terms, Matched matched) {
    this.terms = terms;
    this.matched = matched;
    int room = Integer.highestOneBit(terms.longest() + 2) << 1;
    chars = new char[room];
    starts = new int[room];
  }

  /** The next code point, which stands in [start, end). */
  void take(int c, int start, int end) {
    folding.take(c, start, end, this::folded);
  }

  private void folded(char c, int start, int end) {
    settle(c);
    chars[count & chars.length - 1] = c;
    starts[count & chars.length - 1] = start;
    count++;
    state = terms.next(state, c);
    for (int at = terms.ending(state); at >= 0; at = terms.shorter(at)) {
      for (int term = terms.term(at); term >= 0; term = terms.sibling(term)) {
        found(terms.get(term), end);
      }
    }
  }

  private void found(Terms.Term term, int end) {
    int from = count - term.folded().length();
    int start = starts[from & chars.length - 1];
    if (!term.whole()) {
      matched.match(term.rule(), start, end);
      return;
    }
    boolean joined =
        from > 0 && Folding.joined(chars[from - 1 & chars.length - 1], term.folded().charAt(0));
    if (!joined) {
      waiting.add(new Waiting(term.rule(), start, end));
    }
  }

  private void settle(char after) {
    if (!waiting.isEmpty()) {
      char last = chars[count - 1 & chars.length - 1];
      if (!Folding.joined(last, after)) {
        end();
      }
      waiting.clear();
    }
  }

  /** The text is complete. */
  void end() {
    waiting.forEach(one -> matched.match(one.rule, one.start, one.end));
    waiting.clear();
  }

  /** Where what may still become a term begins. */
  int earliest() {
    int depth = terms.depth(state);
    int earliest = depth == 0 ? Integer.MAX_VALUE : starts[count - depth & chars.length - 1];
    for (Waiting one : waiting) {
      earliest = Math.min(earliest, one.start);
    }
    return earliest;
  }
}
