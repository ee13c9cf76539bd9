package io.sluice.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * One pass over a text that asks each detector at its trigger characters only. Immutable; a
 * detector that fails is left out of the rest of that text and named by its bit.
 */
final class Scanner {
  private static final int ASCII = 128;

  /** Every so many characters the clock is looked at; one less than a power of two. */
  private static final int LOOK_AT_CLOCK = (16 << 10) - 1;

  private final Detector[] detectors;
  private final int[] interested = new int[ASCII];
  private final int[] after = new int[ASCII];
  private final Words words;

  Scanner(List<Detector> detectors) {
    if (detectors.size() > Integer.SIZE) {
      throw new IllegalArgumentException("at most 32 detectors");
    }
    this.detectors = detectors.toArray(Detector[]::new);
    for (int i = 0; i < this.detectors.length; i++) {
      String triggers = this.detectors[i].triggers();
      for (int k = 0; k < triggers.length(); k++) {
        interested[triggers.charAt(k)] |= 1 << i;
      }
      for (char c = 0; c < ASCII; c++) {
        after[c] |= this.detectors[i].after(c) ? 1 << i : 0;
      }
    }
    words = new Words(detectors.stream().map(Detector::words).toList());
  }

  /**
   * Scans from {@code from} on.
   *
   * @return the trigger at which a verdict must wait for more text; the text's length if none must
   */
  int scan(Window window, int from) {
    String text = window.text();
    int length = text.length();
    int[] wanted = interested;
    int state = 0;
    for (int i = Math.max(0, from - Words.MOST_CHARS); i < from; i++) {
      state = words.next(state, text.charAt(i));
    }
    for (int i = from; i < length; i++) {
      if ((i & LOOK_AT_CLOCK) == 0 && window.late()) {
        window.unfinished(-1 >>> (Integer.SIZE - detectors.length));
        return length;
      }
      char c = text.charAt(i);
      state = words.next(state, c);
      if (words.ending(state) && !askAtWord(window, i, words.ends(state))) {
        return i;
      }
      if (c < ASCII && wanted[c] != 0) {
        int asked = wanted[c] & after[previous(text, i)];
        if (asked != 0 && !ask(window, i, asked)) {
          return i;
        }
      }
    }
    window.partial(words.depth(state));
    return length;
  }

  private boolean askAtWord(Window window, int at, Words.End[] ends) {
    for (Words.End end : ends) {
      int index = end.owner();
      if ((window.failed() & 1 << index) == 0) {
        int start = at + 1 - end.length();
        window.begin(index, detectors[index].type(), start);
        try {
          detectors[index].word(window, start, at + 1);
        } catch (RuntimeException bug) {
          window.broke();
        }
        if (window.postponed()) {
          return false;
        }
      }
    }
    return true;
  }

  private static int previous(String text, int at) {
    char c = at == 0 ? 0 : text.charAt(at - 1);
    return c < ASCII ? c : 0;
  }

  private boolean ask(Window window, int at, int wanted) {
    int left = wanted & ~window.failed();
    while (left != 0) {
      int index = Integer.numberOfTrailingZeros(left);
      left &= left - 1;
      window.begin(index, detectors[index].type(), at);
      if (!verify(window, detectors[index], at)) {
        return false;
      }
    }
    return true;
  }

  /** False if the verdict must wait. A bug in one detector must cost its findings only. */
  private static boolean verify(Window window, Detector detector, int at) {
    try {
      detector.verify(window, at);
    } catch (RuntimeException bug) {
      window.broke();
      return true;
    }
    return !window.postponed();
  }

  /** Every type that may be found. */
  List<String> types() {
    return names(-1 >>> (Integer.SIZE - detectors.length));
  }

  /** The types of the findings of these detectors, one bit each. */
  List<String> names(int bits) {
    if (bits == 0) {
      return List.of();
    }
    var names = new LinkedHashSet<String>();
    for (int i = 0; i < detectors.length; i++) {
      if ((bits & 1 << i) != 0) {
        names.addAll(detectors[i].types());
      }
    }
    return List.copyOf(names);
  }

  /** Sorts the hits by place and, where some overlap, keeps what prevails, then the longest. */
  List<Window.Hit> resolve(List<Window.Hit> hits) {
    if (hits.size() < 2) {
      return hits;
    }
    var sorted = new ArrayList<>(hits);
    sorted.sort(Comparator.comparingInt(Window.Hit::start).thenComparingInt(Window.Hit::detector));
    var kept = new ArrayList<Window.Hit>(sorted.size());
    for (Window.Hit hit : sorted) {
      if (kept.isEmpty() || kept.getLast().end() <= hit.start()) {
        kept.add(hit);
      } else if (better(hit, kept.getLast())) {
        kept.set(kept.size() - 1, hit);
      }
    }
    return kept;
  }

  private boolean better(Window.Hit one, Window.Hit other) {
    boolean prevails = detectors[one.detector()].prevails();
    if (prevails != detectors[other.detector()].prevails()) {
      return prevails;
    }
    return one.end() - one.start() > other.end() - other.start();
  }
}
