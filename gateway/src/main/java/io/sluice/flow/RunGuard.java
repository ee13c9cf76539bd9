package io.sluice.flow;

import java.util.function.Predicate;

/**
 * Holds a text back for as long as it may still become a run of labelled content: what leaves is
 * older than the window and was looked at together with all that follows it there. So no character
 * of a run that the window can hold leaves before the run is seen whole. Confined to one thread.
 */
public final class RunGuard {
  /** Letters and digits that are held: a recognisable run of 71, and 64 for a value beside it. */
  public static final int WINDOW_CHARS = 135;

  /** The most characters of any kind that are held. */
  public static final int MOST_CHARS = 1_024;

  /** What can leave is looked at once it is so much. */
  private static final int STEP_CHARS = 64;

  private final Predicate<String> forbidden;
  private final StringBuilder held = new StringBuilder();
  private boolean hit;

  /** Holds back what {@code forbidden} says of a piece of text. */
  public RunGuard(Predicate<String> forbidden) {
    this.forbidden = forbidden;
  }

  /** Takes a piece; what may leave now. */
  public String feed(String text) {
    if (hit) {
      return "";
    }
    held.append(text);
    int ready = held.length() - window();
    return ready < STEP_CHARS ? "" : released(ready);
  }

  /** The text is complete; what may leave of the rest. */
  public String finish() {
    return hit ? "" : released(held.length());
  }

  /** True once something forbidden was seen: from then on nothing leaves. */
  public boolean hit() {
    return hit;
  }

  private String released(int ready) {
    hit = !held.isEmpty() && forbidden.test(held.toString());
    if (hit) {
      held.setLength(0);
      return "";
    }
    String out = held.substring(0, ready);
    held.delete(0, ready);
    return out;
  }

  /** How many characters at the end are held. */
  private int window() {
    int counted = 0;
    int most = Math.min(held.length(), MOST_CHARS);
    for (int back = 1; back <= most; back++) {
      if (Character.isLetterOrDigit(held.charAt(held.length() - back))
          && ++counted == WINDOW_CHARS) {
        return back;
      }
    }
    return most;
  }
}
