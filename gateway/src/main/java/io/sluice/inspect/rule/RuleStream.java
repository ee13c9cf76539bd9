package io.sluice.inspect.rule;

import io.sluice.model.Finding;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks through one text that comes in pieces. It keeps nothing of the text: where the automata
 * stand is all that matters, so however the text is cut the findings are the same. Confined to one
 * thread.
 */
public final class RuleStream {
  /** So much of a text is looked at between two looks at the clock. */
  static final int BLOCK_CHARS = 16 << 10;

  private final RuleSet rules;
  private final @Nullable TermWalk walk;
  private final Threads @Nullable [] threads; // by pattern, made when first needed
  private final int[] asked; // by pattern, one more than where it was last asked to begin
  private final List<Integer> live = new ArrayList<>(0); // patterns with open ways
  private final Map<Integer, Open> open = new HashMap<>(0); // by rule, the last match
  private List<Finding> settled = new ArrayList<>(0);
  private char half; // a surrogate that waits for its other half; NUL: none
  private int before = -1;
  private int at;

  /** A match that may still grow. */
  private static final class Open {
    int start;
    int end;

    Open(int start, int end) {
      this.start = start;
      this.end = end;
    }
  }

  RuleStream(RuleSet rules) {
    this.rules = rules;
    walk = rules.terms().isEmpty() ? null : new TermWalk(rules.terms(), this::matched);
    int count = rules.patterns().size();
    threads = count == 0 ? null : new Threads[count];
    asked = new int[count];
  }

  /** Takes the next piece; findings that cannot grow any more, with places in the whole text. */
  public List<Finding> feed(String piece) {
    int i = 0;
    if (half != 0 && !piece.isEmpty()) {
      char c = piece.charAt(0);
      boolean whole = Character.isLowSurrogate(c);
      take(whole ? Character.toCodePoint(half, c) : half, whole ? 2 : 1);
      i = whole ? 1 : 0;
      half = 0;
    }
    while (i < piece.length()) {
      char c = piece.charAt(i);
      if (Character.isHighSurrogate(c) && i + 1 == piece.length()) {
        half = c;
        break;
      }
      int code = piece.codePointAt(i);
      int width = Character.charCount(code);
      take(code, width);
      i += width;
    }
    return settled(waiting());
  }

  private void take(int c, int width) {
    if (walk != null) {
      walk.take(c, at, at + width);
    }
    if (threads != null) {
      begin(c, threads);
      if (!live.isEmpty()) {
        step(new Threads.Gap(before, c, at), threads);
      }
    }
    before = c;
    at += width;
  }

  private void begin(int c, Threads[] all) {
    for (int pattern : rules.beginning(c)) {
      if (c < 128 || rules.patterns().get(pattern).begins(c)) {
        Threads own = all[pattern];
        if (own == null) {
          own = new Threads(rules.patterns().get(pattern));
          all[pattern] = own;
        }
        if (own.none()) {
          live.add(pattern);
        }
        asked[pattern] = at + 1;
      }
    }
  }

  private void step(Threads.Gap gap, Threads[] all) {
    int kept = 0;
    for (int i = 0; i < live.size(); i++) {
      int pattern = live.get(i);
      Threads own = all[pattern];
      boolean begin = gap.after() >= 0 && asked[pattern] == gap.at() + 1;
      own.step(gap, begin, (start, end) -> matched(rules.owner(pattern), start, end));
      if (!own.none()) {
        live.set(kept++, pattern);
      }
    }
    live.subList(kept, live.size()).clear();
  }

  private void matched(int rule, int start, int end) {
    Open last = open.get(rule);
    if (last != null && start < last.end) {
      last.start = Math.min(start, last.start);
      last.end = Math.max(end, last.end);
      return;
    }
    if (last != null) {
      settled.add(finding(rule, last));
    }
    open.put(rule, new Open(start, end));
  }

  private Finding finding(int rule, Open match) {
    return new Finding(rules.name(rule), new Span(match.start, match.end));
  }

  /** The text is complete: what remains to report. */
  public List<Finding> end() {
    if (half != 0) {
      take(half, 1);
      half = 0;
    }
    if (walk != null) {
      walk.end();
    }
    if (threads != null) {
      step(new Threads.Gap(before, -1, at), threads);
    }
    return settled(Integer.MAX_VALUE);
  }

  /** Where the earliest begins that may still become a match. */
  private int waiting() {
    int earliest = walk == null ? at : Math.min(at, walk.earliest());
    for (int pattern : live) {
      earliest = Math.min(earliest, ways(pattern).earliest());
    }
    return earliest;
  }

  private Threads ways(int pattern) {
    Threads own = threads == null ? null : threads[pattern];
    if (own == null) {
      throw new IllegalStateException("a pattern is open that was never asked");
    }
    return own;
  }

  private List<Finding> settled(int before) {
    for (Iterator<Map.Entry<Integer, Open>> all = open.entrySet().iterator(); all.hasNext(); ) {
      var one = all.next();
      if (one.getValue().end <= before) {
        settled.add(finding(one.getKey(), one.getValue()));
        all.remove();
      }
    }
    if (settled.isEmpty()) {
      return List.of();
    }
    List<Finding> now = settled;
    settled = new ArrayList<>(0);
    return now;
  }

  /** How much of the text is decided: no finding to come begins before this place. */
  public int cleared() {
    int cleared = waiting();
    for (Open one : open.values()) {
      cleared = Math.min(cleared, one.start);
    }
    return cleared;
  }

  /** How many states of patterns were looked at so far. */
  long steps() {
    long sum = 0;
    for (int i = 0; threads != null && i < threads.length; i++) {
      sum += threads[i] == null ? 0 : threads[i].steps();
    }
    return sum;
  }

  /** The rules of which a match is known that may still grow. */
  public List<String> matching() {
    return open.isEmpty() ? List.of() : open.keySet().stream().map(rules::name).toList();
  }
}
