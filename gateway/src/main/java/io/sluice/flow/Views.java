package io.sluice.flow;

import java.util.ArrayList;
import java.util.List;

/**
 * Undoes encodings: escapes of JSON, HTML and URLs, and blocks of base64, base32 and hexadecimal,
 * one inside another twice at most, into at most four times as many characters as there were; what
 * would be more is left out, and said to be. A text without any of them costs one look at each of
 * its characters. Pure.
 */
final class Views {
  private static final int DEPTH = 2;
  private static final int GROWTH = 4;
  private static final int LEAST_BUDGET = 4_096;

  /** However long a text is, its views are no longer together: 128 Mi characters. */
  private static final int MOST_CHARS = 128 << 20;

  /** A text with fewer escapes reads almost the same as it stands. */
  private static final int FEW_ESCAPES = 1;

  private int budget;
  private boolean whole = true;
  private final List<View> all = new ArrayList<>(2);

  /** Views of one text; {@code whole}: there are no more. */
  record Found(List<View> views, boolean whole) {
    private static final Found NOTHING = new Found(List.of(), true);
  }

  private Views(int budget) {
    this.budget = budget;
  }

  /** What {@code text} says in other ways than it stands. */
  static Found of(String text) {
    Gate gate = Gate.of(text);
    if (!gate.any()) {
      return Found.NOTHING;
    }
    long most = Math.min(MOST_CHARS, (long) GROWTH * text.length());
    var views = new Views((int) Math.max(LEAST_BUDGET, most));
    views.look(text, gate, DEPTH);
    return new Found(views.all, views.whole);
  }

  /** Which encodings may be in a text. */
  private record Gate(int escapes, boolean blocks) {
    boolean any() {
      return escapes >= FEW_ESCAPES || blocks;
    }

    static Gate of(String text) {
      int escapes = 0;
      int run = 0;
      boolean blocks = false;
      char[] chars = text.toCharArray();
      for (int i = 0; i < chars.length; i++) {
        char c = chars[i];
        if (c < 128 && Blocks.LETTER[c]) {
          blocks |= ++run >= Blocks.LEAST_CHARS;
        } else {
          run = 0;
          if (c == '\\' || c == '%' || c == '&') {
            escapes += Escapes.at(text, i) ? 1 : 0;
          }
        }
      }
      return new Gate(escapes, blocks);
    }
  }

  private void look(String text, Gate gate, int depth) {
    int from = all.size();
    if (gate.escapes >= FEW_ESCAPES) {
      add(Escapes.undone(text));
    }
    if (gate.blocks) {
      Blocks.Read read = Blocks.of(text, budget);
      whole &= read.whole();
      if (read.view() != null) {
        add(read.view());
      }
    }
    int to = all.size();
    for (int i = from; i < to && depth > 1; i++) {
      View outer = all.get(i);
      Gate inner = Gate.of(outer.text());
      if (inner.any()) {
        int first = all.size();
        look(outer.text(), inner, depth - 1);
        for (int j = first; j < all.size(); j++) {
          all.set(j, all.get(j).within(outer));
        }
      }
    }
  }

  private void add(View view) {
    if (view.text().length() < Winnower.K / 2) {
      return;
    }
    if (view.text().length() > budget) {
      whole = false;
      return;
    }
    budget -= view.text().length();
    all.add(view);
  }
}
