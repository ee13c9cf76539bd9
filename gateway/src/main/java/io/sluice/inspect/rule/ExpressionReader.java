package io.sluice.inspect.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a pattern: the part of the usual syntax (RE2's) that an automaton without memory can match.
 * What needs to look back at what was matched, or around without matching, is refused by name.
 */
final class ExpressionReader {
  private static final int MOST_NESTED = 32;
  private static final int MOST_REPEATED = 1_000;
  private static final int END = -1;

  /** General categories by the name that follows {@code \p}. */
  private static final Map<String, CharSet> PROPERTIES =
      Map.of(
          "L", CharSet.where(Character::isLetter),
          "Lu", CharSet.where(Character::isUpperCase),
          "Ll", CharSet.where(Character::isLowerCase),
          "N", CharSet.where(c -> type(c, 9, 10, 11)),
          "Nd", CharSet.where(Character::isDigit),
          "P", CharSet.where(c -> type(c, 20, 21, 22, 23, 24, 29, 30)),
          "S", CharSet.where(c -> type(c, 25, 26, 27, 28)),
          "Z", CharSet.where(Character::isSpaceChar));

  private final int[] text;
  private int at;
  private int nested;
  private Flags flags = new Flags(false, false, false);

  /** What the letters i, m and s between {@code (?} and {@code )} say. */
  private record Flags(boolean anyCase, boolean lines, boolean dotAll) {
    Flags with(int letter, boolean on) {
      return switch (letter) {
        case 'i' -> new Flags(on, lines, dotAll);
        case 'm' -> new Flags(anyCase, on, dotAll);
        default -> new Flags(anyCase, lines, on);
      };
    }
  }

  private ExpressionReader(String text) {
    this.text = text.codePoints().toArray();
  }

  private static boolean type(int c, int... types) {
    int own = Character.getType(c);
    for (int type : types) {
      if (own == type) {
        return true;
      }
    }
    return false;
  }

  static Node read(String text) throws ExpressionException {
    var reader = new ExpressionReader(text);
    Node node = reader.either();
    if (reader.at < reader.text.length) {
      throw reader.wrong("')' without '('");
    }
    return node;
  }

  private ExpressionException wrong(String message) {
    return new ExpressionException(message, at);
  }

  private int peek() {
    return at < text.length ? text[at] : END;
  }

  private boolean take(int c) {
    boolean there = peek() == c;
    at += there ? 1 : 0;
    return there;
  }

  private Node either() throws ExpressionException {
    Flags outer = flags;
    var parts = new ArrayList<Node>();
    do {
      parts.add(sequence());
    } while (take('|'));
    flags = outer;
    return parts.size() == 1 ? parts.getFirst() : new Node.Either(List.copyOf(parts));
  }

  private Node sequence() throws ExpressionException {
    var parts = new ArrayList<Node>();
    while (peek() != END && peek() != '|' && peek() != ')') {
      parts.add(repeated(part()));
    }
    return parts.isEmpty() ? new Node.Empty() : new Node.Then(List.copyOf(parts));
  }

  private Node repeated(Node part) throws ExpressionException {
    Node node = part;
    while (true) {
      int from = at;
      if (take('*')) {
        node = new Node.Repeat(node, 0, -1);
      } else if (take('+')) {
        node = new Node.Repeat(node, 1, -1);
      } else if (take('?')) {
        node = new Node.Repeat(node, 0, 1);
      } else if (peek() == '{' && counted()) {
        node = count(node);
      } else {
        return node;
      }
      boolean more = take('?'); // the whole of a match is wanted, whichever way it is found
      if (!more && take('+')) {
        at = from;
        throw wrong("possessive repetition cannot be matched in linear time");
      }
      if (part instanceof Node.At) {
        at = from;
        throw wrong("a place cannot be repeated");
      }
    }
  }

  /** True if a repetition stands here, and not the character itself. */
  private boolean counted() {
    int i = at + 1;
    while (i < text.length && text[i] >= '0' && text[i] <= '9') {
      i++;
    }
    return i > at + 1 && i < text.length && (text[i] == '}' || text[i] == ',');
  }

  private Node count(Node node) throws ExpressionException {
    at++;
    int least = number();
    int most = least;
    if (take(',')) {
      most = peek() == '}' ? -1 : number();
    }
    if (!take('}')) {
      throw wrong("'{' without '}'");
    }
    if (most >= 0 && most < least || most == 0) {
      throw wrong("a repetition goes from the lower to the higher number, from 1");
    }
    return new Node.Repeat(node, least, most);
  }

  private int number() throws ExpressionException {
    int number = 0;
    while (peek() >= '0' && peek() <= '9') {
      number = number * 10 + text[at++] - '0';
      if (number > MOST_REPEATED) {
        throw wrong("at most " + MOST_REPEATED + " repetitions can be counted");
      }
    }
    return number;
  }

  private Node part() throws ExpressionException {
    int c = text[at++];
    return switch (c) {
      case '(' -> group();
      case '[' -> new Node.One(bracket());
      case '.' -> new Node.One(flags.dotAll ? CharSet.ANY : CharSet.DOT);
      case '^' -> new Node.At(flags.lines ? Node.Place.LINE_BEGIN : Node.Place.TEXT_BEGIN);
      case '$' -> new Node.At(flags.lines ? Node.Place.LINE_END : Node.Place.TEXT_END);
      case '\\' -> escaped();
      case '*', '+', '?' -> {
        at--;
        throw wrong("nothing to repeat");
      }
      default -> one(CharSet.of(c, c));
    };
  }

  private Node one(CharSet set) {
    return new Node.One(flags.anyCase ? set.anyCase() : set);
  }

  private Node group() throws ExpressionException {
    if (++nested > MOST_NESTED) {
      throw wrong("groups are nested at most " + MOST_NESTED + " deep");
    }
    int from = at - 1;
    Flags outer = flags;
    if (take('?') && opening()) {
      nested--;
      return new Node.Empty(); // flags for the rest of the group around it
    }
    Node node = either();
    if (!take(')')) {
      at = from;
      throw wrong("'(' without ')'");
    }
    flags = outer;
    nested--;
    return node;
  }

  /** What stands after {@code (?}; true if it was flags alone. */
  private boolean opening() throws ExpressionException {
    if (take(':')) {
      return false;
    }
    if (peek() == '=' || peek() == '!' || peek() == '>') {
      throw wrong("looking around and atomic groups cannot be matched in linear time");
    }
    boolean named = take('P');
    if (take('<') || named) {
      if (peek() == '=' || peek() == '!') {
        throw wrong("looking around cannot be matched in linear time");
      }
      while (peek() != END && peek() != '>') {
        at++;
      }
      if (!take('>')) {
        throw wrong("a group's name ends with '>'");
      }
      return false;
    }
    boolean on = true;
    Flags now = flags;
    while (peek() == 'i' || peek() == 'm' || peek() == 's' || peek() == '-') {
      int letter = text[at++];
      on = letter != '-' && on;
      now = letter == '-' ? now : now.with(letter, on);
    }
    boolean alone = peek() == ')';
    if (!alone && peek() != ':') {
      throw wrong("an unknown kind of group: (?i), (?m), (?s), (?:...) and (?<name>...) are known");
    }
    at++;
    flags = now;
    return alone;
  }

  private Node escaped() throws ExpressionException {
    int c = peek();
    if (c >= '1' && c <= '9' || c == 'k') {
      throw wrong("a reference to what was matched cannot be matched in linear time");
    }
    Node.@Nullable Place place =
        switch (c) {
          case 'b' -> Node.Place.WORD_EDGE;
          case 'B' -> Node.Place.NO_WORD_EDGE;
          case 'A' -> Node.Place.TEXT_BEGIN;
          case 'z' -> Node.Place.TEXT_END;
          default -> null;
        };
    if (place != null) {
      at++;
      return new Node.At(place);
    }
    return one(escape());
  }

  /** The set that stands after a backslash. */
  private CharSet escape() throws ExpressionException {
    if (peek() == END) {
      throw wrong("a backslash at the end");
    }
    int c = text[at++];
    return switch (c) {
      case 'd' -> CharSet.DIGIT;
      case 'D' -> CharSet.DIGIT.not();
      case 'w' -> CharSet.WORD;
      case 'W' -> CharSet.WORD.not();
      case 's' -> CharSet.SPACE;
      case 'S' -> CharSet.SPACE.not();
      case 'p' -> property();
      case 'P' -> property().not();
      default -> {
        int single = character(c);
        yield CharSet.of(single, single);
      }
    };
  }

  private int character(int c) throws ExpressionException {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'f' -> '\f';
      case 'x' -> peek() == '{' ? braced() : hex(2);
      case 'u' -> hex(4);
      default -> {
        boolean plain = c < 128 && !Character.isLetterOrDigit(c);
        if (!plain) {
          at--;
          throw wrong("unknown escape '\\" + Character.toString(c) + "'");
        }
        yield c;
      }
    };
  }

  private int hex(int digits) throws ExpressionException {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = Character.digit(Math.max(0, peek()), 16);
      if (digit < 0) {
        throw wrong("a hexadecimal digit is needed");
      }
      value = value << 4 | digit;
      at++;
    }
    return value;
  }

  private int braced() throws ExpressionException {
    int from = ++at;
    int value = 0;
    while (Character.digit(Math.max(0, peek()), 16) >= 0 && at - from < 6) {
      value = value << 4 | Character.digit(text[at++], 16);
    }
    if (at == from || !take('}') || value > Character.MAX_CODE_POINT) {
      throw wrong("a character is written as \\x{1F600}");
    }
    return value;
  }

  private CharSet property() throws ExpressionException {
    int from = at;
    var name = new StringBuilder();
    if (take('{')) {
      while (peek() != END && peek() != '}') {
        name.appendCodePoint(text[at++]);
      }
      at++;
    } else if (peek() != END) {
      name.appendCodePoint(text[at++]);
    }
    CharSet known = PROPERTIES.get(name.toString());
    if (known == null) {
      at = from;
      throw wrong("\\p knows L, Lu, Ll, N, Nd, P, S and Z");
    }
    return known;
  }

  private CharSet bracket() throws ExpressionException {
    int from = at - 1;
    boolean not = take('^');
    CharSet all = CharSet.of();
    boolean first = true;
    while (first || peek() != ']') {
      if (peek() == END) {
        at = from;
        throw wrong("'[' without ']'");
      }
      all = all.or(member());
      first = false;
    }
    at++;
    CharSet cased = flags.anyCase ? all.anyCase() : all;
    return not ? cased.not() : cased;
  }

  private CharSet member() throws ExpressionException {
    int c = text[at++];
    if (c == '[' && peek() == ':' || c == '&' && peek() == '&') {
      throw wrong("named and intersected classes are not known");
    }
    if (c == '\\' && "dDwWsSpP".indexOf(Math.max(0, peek())) >= 0) {
      return escape();
    }
    int low = c == '\\' ? character(text[next()]) : c;
    boolean range = peek() == '-' && at + 1 < text.length && text[at + 1] != ']';
    if (!range) {
      return CharSet.of(low, low);
    }
    at++;
    int end = text[next()];
    int high = end == '\\' ? character(text[next()]) : end;
    if (high < low) {
      throw wrong("a range goes from the lower to the higher character");
    }
    return CharSet.of(low, high);
  }

  private int next() throws ExpressionException {
    if (at >= text.length) {
      throw wrong("'[' without ']'");
    }
    return at++;
  }
}
