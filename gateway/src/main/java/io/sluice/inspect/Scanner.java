package io.sluice.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One pass over a text that asks each detector at its trigger characters only. Immutable; a
 * detector that fails is left out of the rest of that text and named by its bit.
 */
final class Scanner {
  private static final int ASCII = 128;

  private final Detector[] detectors;
  private final int[] interested = new int[ASCII];
  private final int[] after = new int[ASCII];

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
    for (int i = from; i < length; i++) {
      char c = text.charAt(i);
      if (c < ASCII && wanted[c] != 0) {
        int asked = wanted[c] & after[previous(text, i)];
        if (asked != 0 && !ask(window, i, asked)) {
          return i;
        }
      }
    }
    return length;
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
      window.begin(index, at);
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

  /** The type of that detector's findings. */
  String type(int detector) {
    return detectors[detector].type();
  }

  /** The names of the detectors of these bits. */
  List<String> names(int bits) {
    if (bits == 0) {
      return List.of();
    }
    var names = new ArrayList<String>();
    for (int i = 0; i < detectors.length; i++) {
      if ((bits & 1 << i) != 0) {
        names.add(detectors[i].type());
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
