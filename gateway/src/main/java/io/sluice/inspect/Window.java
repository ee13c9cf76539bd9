package io.sluice.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The text that detectors look at, and what they found in it. It notes how far they looked: in a
 * stream a verdict that depends on characters not yet there is put off. Confined to one scan.
 */
final class Window {
  /** A match: which detector, of what type, and the range of characters. */
  record Hit(int detector, String type, int start, int end) {}

  private final String text;
  private final boolean complete;
  private List<Hit> hits = List.of();
  private int failed;
  private long steps;
  private int leftmost;
  private boolean beyond;
  private BooleanSupplier late = () -> false;
  private int detector;
  private String type = "";
  private int partial;
  private int hitsBefore;

  /** A text; {@code complete} unless more of it may follow. */
  Window(String text, boolean complete) {
    this.text = text;
    this.complete = complete;
  }

  /** From now on {@code late} says when there is no time left. */
  Window within(BooleanSupplier late) {
    this.late = late;
    return this;
  }

  /** True once there is no time left. */
  boolean late() {
    return late.getAsBoolean();
  }

  /** No detector looked at all of it: there was no time. */
  void unfinished(int detectors) {
    failed |= detectors;
  }

  /** The character at {@code index}; NUL outside the text. */
  char at(int index) {
    steps++;
    if (index >= text.length()) {
      beyond = true;
      return 0;
    }
    if (index < leftmost) {
      if (index < 0) {
        return 0;
      }
      leftmost = index;
    }
    return text.charAt(index);
  }

  /** True if {@code word} stands at {@code start}. */
  boolean stands(String word, int start) {
    for (int i = 0; i < word.length(); i++) {
      if (at(start + i) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** True if a letter or digit stands before {@code start}, which then begins no word. */
  boolean joined(int start) {
    return Letters.letterOrDigit(at(start - 1)) && !escape(start - 1);
  }

  /** True for the letter of {@code \n}, as JSON or source code quoted in a text has it. */
  boolean escape(int index) {
    char c = at(index);
    return (c == 'n' || c == 't' || c == 'r') && at(index - 1) == '\\';
  }

  /** True while the text may go on after its end. */
  boolean growing() {
    return !complete;
  }

  /** A match in [start, end), of the detector's own type. */
  void found(int start, int end) {
    found(type, start, end);
  }

  /** A match of that type in [start, end). */
  void found(String what, int start, int end) {
    if (hits.isEmpty()) {
      hits = new ArrayList<>(4);
    }
    hits.add(new Hit(detector, what, start, end));
  }

  /** Begins one verification. */
  void begin(int asked, String usual, int trigger) {
    detector = asked;
    type = usual;
    hitsBefore = hits.size();
    leftmost = trigger;
    beyond = false;
  }

  /**
   * Ends one verification; true if its verdict must wait for more text, in which case it is void.
   */
  boolean postponed() {
    if (complete || !beyond) {
      return false;
    }
    undo();
    return true;
  }

  /** Voids one verification: the detector failed, and is not asked again in this window. */
  void broke() {
    failed |= 1 << detector;
    undo();
  }

  private void undo() {
    while (hits.size() > hitsBefore) {
      hits.removeLast();
    }
  }

  /** The last so many characters may still become a word that somebody waits for. */
  void partial(int characters) {
    partial = characters;
  }

  int partial() {
    return partial;
  }

  String text() {
    return text;
  }

  List<Hit> hits() {
    return hits;
  }

  /** Detectors that failed, one bit each. */
  int failed() {
    return failed;
  }

  /** The leftmost character that the last verification looked at. */
  int leftmost() {
    return leftmost;
  }

  /** Characters that verifications looked at so far. */
  long steps() {
    return steps;
  }
}
