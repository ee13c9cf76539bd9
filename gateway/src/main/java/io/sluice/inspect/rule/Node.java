package io.sluice.inspect.rule;

import java.util.List;

/** A pattern as it was read. Immutable. */
sealed interface Node {
  /** Nothing; always there. */
  record Empty() implements Node {}

  /** One character. */
  record One(CharSet set) implements Node {}

  /** A place, of no width. */
  record At(Place place) implements Node {}

  /** One after the other. */
  record Then(List<Node> parts) implements Node {}

  /** One of them. */
  record Either(List<Node> parts) implements Node {}

  /** So often; {@code most} -1: without end. */
  record Repeat(Node part, int least, int most) implements Node {}

  /** Places between two characters. */
  enum Place {
    TEXT_BEGIN,
    TEXT_END,
    LINE_BEGIN,
    LINE_END,
    WORD_EDGE,
    NO_WORD_EDGE;

    /** True between these two; -1 stands for where there is no text. */
    boolean holds(int before, int after) {
      return switch (this) {
        case TEXT_BEGIN -> before < 0;
        case TEXT_END -> after < 0;
        case LINE_BEGIN -> before < 0 || before == '\n';
        case LINE_END -> after < 0 || after == '\n';
        case WORD_EDGE -> word(before) != word(after);
        case NO_WORD_EDGE -> word(before) == word(after);
      };
    }

    private static boolean word(int c) {
      return c >= 0 && (c == '_' || Character.isLetterOrDigit(c));
    }
  }

  /** True if it can be there without any character. */
  default boolean canBeEmpty() {
    return switch (this) {
      case Empty _, At _ -> true;
      case One _ -> false;
      case Then(List<Node> parts) -> parts.stream().allMatch(Node::canBeEmpty);
      case Either(List<Node> parts) -> parts.stream().anyMatch(Node::canBeEmpty);
      case Repeat(Node part, int least, int _) -> least == 0 || part.canBeEmpty();
    };
  }
}
