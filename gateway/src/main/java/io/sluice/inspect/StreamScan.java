package io.sluice.inspect;

import io.sluice.model.Finding;
import io.sluice.model.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks at a text that comes in pieces. It keeps no more of it than what may still become part of a
 * match, at most about 1,000 characters. However the text is cut, the findings are those of the
 * whole text, but for a private key, of which the beginning is reported. Confined to one thread.
 */
public final class StreamScan {
  /** No detector needs more characters before a match, or before its trigger. */
  private static final int CONTEXT_CHARS = 80;

  private static final int MAILBOX_CHARS = 64;

  private final Scanner scanner;
  private String tail = "";
  private int tailStart; // position in the whole text of the tail's first character
  private int resume; // where in the tail the scan goes on
  private int cleared;
  private int failed;
  private List<Window.Hit> pending = new ArrayList<>(); // positions in the whole text

  StreamScan(Scanner scanner) {
    this.scanner = scanner;
  }

  /** Takes the next piece; findings that are final now, in order, with positions in the whole. */
  public List<Finding> feed(String piece) {
    return piece.isEmpty() ? List.of() : advance(tail + piece, false);
  }

  /** The text is complete: what remains to report. */
  public List<Finding> end() {
    return advance(tail, true);
  }

  /** How much of the text is decided: no finding to come begins before this position. */
  public int cleared() {
    return cleared;
  }

  /** Detectors that failed on this text, by name. */
  public List<String> notScanned() {
    return scanner.names(failed);
  }

  private List<Finding> advance(String text, boolean last) {
    var window = new Window(text, last);
    int stopped = scanner.scan(window, resume);
    failed |= window.failed();
    for (Window.Hit hit : window.hits()) {
      pending.add(
          new Window.Hit(
              hit.detector(), hit.type(), hit.start() + tailStart, hit.end() + tailStart));
    }
    int open = stopped;
    if (last) {
      open = text.length();
    } else {
      open =
          stopped < text.length()
              ? Math.min(stopped, window.leftmost())
              : stopped - window.partial();
      int furthest = Math.max(0, open - MAILBOX_CHARS);
      while (open > furthest && Letters.mailbox(text.charAt(open - 1))) {
        open--;
      }
    }
    int decided = tailStart + open;
    int keep = Math.max(0, Math.min(open, stopped) - CONTEXT_CHARS);
    tail = text.substring(keep);
    tailStart += keep;
    resume = stopped - keep;
    List<Finding> settled = pending.isEmpty() ? List.of() : settled(decided);
    cleared = Math.max(cleared, pending.isEmpty() ? decided : pending.getFirst().start());
    return settled;
  }

  /** Reports groups of overlapping hits that nothing to come can overlap. */
  private List<Finding> settled(int decided) {
    pending.sort(Comparator.comparingInt(Window.Hit::start));
    int from = 0;
    int groupEnd = 0;
    for (int i = 0; i < pending.size(); i++) {
      Window.Hit hit = pending.get(i);
      if (hit.start() >= groupEnd) {
        from = i;
      }
      groupEnd = Math.max(groupEnd, hit.end());
      if (groupEnd > decided) {
        return report(from);
      }
    }
    return report(pending.size());
  }

  private List<Finding> report(int count) {
    if (count == 0) {
      return List.of();
    }
    var findings = new ArrayList<Finding>(count);
    for (Window.Hit hit : scanner.resolve(pending.subList(0, count))) {
      findings.add(new Finding(hit.type(), new Span(hit.start(), hit.end())));
    }
    pending = new ArrayList<>(pending.subList(count, pending.size()));
    return findings;
  }
}
