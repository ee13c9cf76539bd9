package io.sluice.inspect.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pattern made into an automaton (Thompson 1968; Cox, "Regular Expression Matching Can Be Simple
 * And Fast", 2007). It is walked by all its ways at once and never goes back, so that no text takes
 * more than its length times the pattern's, and a text may come in pieces. Immutable.
 *
 * <p>States are numbered; the last is the end of a match. A state waits for a character, stands at
 * a place, or goes on in two ways.
 */
public final class Expression {
  /** The longest pattern. */
  public static final int MOST_CHARS = 1_000;

  /** The most states, counted repetitions written out. */
  static final int MOST_STATES = 2_000;

  private final String source;
  private final List<State> states = new ArrayList<>();
  private final int entry;
  private final CharSet first;

  /** One state: exactly one of a set, a place and a second way is there, or none at the end. */
  record State(@Nullable CharSet set, Node.@Nullable Place place, int next, int other) {
    boolean end() {
      return set == null && place == null && next < 0;
    }
  }

  private Expression(String source) throws ExpressionException {
    this.source = source;
    Node node = ExpressionReader.read(source);
    if (node.canBeEmpty()) {
      throw new ExpressionException("it matches the empty text, and so every text", 0);
    }
    int end = add(new State(null, null, -1, -1));
    entry = build(node, end);
    first = first();
  }

  /**
   * Reads a pattern.
   *
   * @throws ExpressionException if it is none, is too long, or cannot be matched in linear time
   */
  public static Expression of(String source) throws ExpressionException {
    if (source.length() > MOST_CHARS) {
      throw new ExpressionException("a pattern has at most " + MOST_CHARS + " characters", 0);
    }
    return new Expression(source);
  }

  private int add(State state) throws ExpressionException {
    if (states.size() == MOST_STATES) {
      throw new ExpressionException(
          "with its repetitions written out it has more than " + MOST_STATES + " states", 0);
    }
    states.add(state);
    return states.size() - 1;
  }

  /** States for {@code node} that go on at {@code next}; where they begin. */
  private int build(Node node, int next) throws ExpressionException {
    return switch (node) {
      case Node.Empty _ -> next;
      case Node.One(CharSet set) -> add(new State(set, null, next, -1));
      case Node.At(Node.Place place) -> add(new State(null, place, next, -1));
      case Node.Then(List<Node> parts) -> {
        int to = next;
        for (Node part : parts.reversed()) {
          to = build(part, to);
        }
        yield to;
      }
      case Node.Either(List<Node> parts) -> {
        int to = build(parts.getLast(), next);
        for (Node part : parts.reversed().subList(1, parts.size())) {
          to = add(new State(null, null, build(part, next), to));
        }
        yield to;
      }
      case Node.Repeat repeat -> repeated(repeat, next);
    };
  }

  private int repeated(Node.Repeat repeat, int next) throws ExpressionException {
    int to = next;
    if (repeat.most() < 0) {
      int loop = add(new State(null, null, next, next));
      int body = build(repeat.part(), loop);
      states.set(loop, new State(null, null, body, next));
      to = repeat.least() == 0 ? loop : body;
    }
    for (int i = Math.max(0, repeat.most() - repeat.least()); i > 0; i--) {
      to = add(new State(null, null, build(repeat.part(), to), next));
    }
    int written = repeat.most() < 0 ? 1 : 0; // the loop's body is one of those that must be there
    for (int i = repeat.least(); i > written; i--) {
      to = build(repeat.part(), to);
    }
    return to;
  }

  /** Every character that a match can begin with. */
  private CharSet first() {
    CharSet all = CharSet.of();
    var seen = new boolean[states.size()];
    var open = new ArrayList<Integer>(List.of(entry));
    while (!open.isEmpty()) {
      int at = open.removeLast();
      if (at < 0 || seen[at]) {
        continue;
      }
      seen[at] = true;
      State state = states.get(at);
      if (state.set() != null) {
        all = all.or(state.set());
      } else {
        open.add(state.next());
        open.add(state.other());
      }
    }
    return all;
  }

  /** True if a match can begin with {@code c}. */
  boolean begins(int c) {
    return first.has(c);
  }

  int entry() {
    return entry;
  }

  /** How many states it has. */
  public int size() {
    return states.size();
  }

  State state(int number) {
    return states.get(number);
  }

  /** The pattern as it was written; it is the operator's, and may be told. */
  public String source() {
    return source;
  }
}
