package io.sluice.inspect.rule;

/**
 * The ways through one pattern that are open in one text, each with the place where it began. Where
 * two ways meet the earlier one goes on, so there are never more than states. Confined to one text.
 */
final class Threads {
  /** Sees that a match of the pattern ends. */
  @FunctionalInterface
  interface Matched {
    /** It stands in [start, end). */
    void match(int start, int end);
  }

  private final Expression expression;
  private final int[] seen;
  private final int[] open;
  private int[] states;
  private int[] starts;
  private int[] nextStates;
  private int[] nextStarts;
  private int size;
  private int nextSize;
  private int round;
  private long steps;

  Threads(Expression expression) {
    this.expression = expression;
    int most = expression.size();
    seen = new int[most];
    open = new int[2 * most + 2];
    states = new int[most];
    starts = new int[most];
    nextStates = new int[most];
    nextStarts = new int[most];
  }

  /** Between which characters it stands: -1 where the text begins or ends. */
  record Gap(int before, int after, int at) {}

  /** Goes over the next character; {@code begin}: a match may begin here too. */
  void step(Gap gap, boolean begin, Matched matched) {
    round++;
    nextSize = 0;
    for (int i = 0; i < size; i++) {
      follow(states[i], starts[i], gap, matched);
    }
    if (begin) {
      follow(expression.entry(), gap.at(), gap, matched);
    }
    int[] state = states;
    states = nextStates;
    nextStates = state;
    int[] start = starts;
    starts = nextStarts;
    nextStarts = start;
    size = nextSize;
  }

  private void follow(int from, int start, Gap gap, Matched matched) {
    int waiting = 0;
    open[waiting++] = from;
    while (waiting > 0) {
      int at = open[--waiting];
      steps++;
      if (seen[at] == round) {
        continue;
      }
      seen[at] = round;
      Expression.State state = expression.state(at);
      if (state.set() != null) {
        if (gap.after() >= 0 && state.set().has(gap.after())) {
          nextStates[nextSize] = state.next();
          nextStarts[nextSize++] = start;
        }
      } else if (state.place() != null) {
        if (state.place().holds(gap.before(), gap.after())) {
          open[waiting++] = state.next();
        }
      } else if (state.end()) {
        matched.match(start, gap.at());
      } else {
        open[waiting++] = state.other();
        open[waiting++] = state.next();
      }
    }
  }

  /** How many states were looked at so far: at most a few for each state and character. */
  long steps() {
    return steps;
  }

  /** True if no way is open. */
  boolean none() {
    return size == 0;
  }

  /** Where the earliest way began. */
  int earliest() {
    return size == 0 ? Integer.MAX_VALUE : starts[0];
  }
}
