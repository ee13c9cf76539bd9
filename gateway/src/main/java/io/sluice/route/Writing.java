package io.sluice.route;

import java.util.Locale;
import java.util.Set;

/**
 * How a text is written, from its characters alone.
 *
 * @param options lettered options, A, B, C in order; 0 where there are none
 * @param numericOptions whether most of them hold a digit
 * @param code whether it is written like a program, or asks for something that is
 * @param formulas whether it holds formulas
 * @param foreign whether most of its letters are beyond the Latin ones
 */
record Writing(
    int options, boolean numericOptions, boolean code, boolean formulas, boolean foreign) {
  /** A share of a hundred, of symbols that programs are full of, in text that is one. */
  private static final int CODE_PERCENT = 6;

  static Writing of(String text) {
    var options = new Options();
    int symbols = 0;
    int letters = 0;
    int beyond = 0;
    int marks = 0;
    boolean fence = text.contains("```");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      options.see(text, i);
      if (Character.isLetter(c)) {
        letters++;
        beyond += c > 0x24F ? 1 : 0;
      } else if (program(c)) {
        symbols++;
      }
      marks += formula(text, i) ? 1 : 0;
    }
    boolean dense = text.length() >= 80 && symbols * 100 > text.length() * CODE_PERCENT;
    boolean formulas = marks >= 2;
    boolean code = fence || named(text) || ((dense || Trade.of(text)) && !formulas);
    return new Writing(
        options.seen(text), options.numeric(text), code, formulas, beyond * 2 > letters);
  }

  private static boolean program(char c) {
    return c == '{' || c == '}' || c == ';' || c == '(' || c == ')' || c == '=' || c == '<'
        || c == '>' || c == '_' || c == '[' || c == ']';
  }

  /** The beginning or end of a formula, or a command in one, as TeX writes them. */
  private static boolean formula(String text, int i) {
    char c = text.charAt(i);
    if (c == '$') {
      boolean money = i + 1 < text.length() && Character.isDigit(text.charAt(i + 1));
      return !money;
    }
    return (c == '\\' && i + 1 < text.length() && Character.isLetter(text.charAt(i + 1)))
        || c == '^'
        || (c >= 0x2200 && c <= 0x22FF);
  }

  /** Whether something is called by a name that only a program has: {@code a_b()}, {@code aB()}. */
  private static boolean named(String text) {
    int call = text.indexOf("()");
    while (call > 0) {
      if (Character.isLetterOrDigit(text.charAt(call - 1))) {
        return true;
      }
      call = text.indexOf("()", call + 1);
    }
    return false;
  }

  /** Words of the programmers' trade, which most languages borrow as they are. */
  private static final class Trade {
    private static final int MOST_CHARS = 2_048;
    private static final int LONGEST = 10;

    /** One says it. */
    private static final Set<String> STRONG =
        Set.of(
            "python",
            "javascript",
            "typescript",
            "java",
            "kotlin",
            "golang",
            "rust",
            "sql",
            "html",
            "css",
            "bash",
            "php",
            "regex",
            "json",
            "yaml",
            "api",
            "backend",
            "frontend",
            "docker");

    /** Two different ones say it. */
    private static final Set<String> WEAK =
        Set.of(
            "function",
            "array",
            "string",
            "strings",
            "integer",
            "integers",
            "tuple",
            "tuples",
            "list",
            "lists",
            "loop",
            "variable",
            "code",
            "script",
            "algorithm",
            "method",
            "compile",
            "bug",
            "parse",
            "dictionary",
            "element",
            "elements",
            "boolean",
            "query");

    static boolean of(String text) {
      String weak = "";
      int end = Math.min(text.length(), MOST_CHARS);
      int from = 0;
      for (int i = 0; i <= end; i++) {
        if (i < end && Character.isLetter(text.charAt(i))) {
          continue;
        }
        if (i - from >= 3 && i - from <= LONGEST) {
          String word = text.substring(from, i).toLowerCase(Locale.ROOT);
          if (STRONG.contains(word)
              || (WEAK.contains(word) && !weak.isEmpty() && differ(weak, word))) {
            return true;
          }
          weak = WEAK.contains(word) ? word : weak;
        }
        from = i + 1;
      }
      return false;
    }

    /** One and its plural are one. */
    private static boolean differ(String one, String other) {
      return !one.startsWith(other) && !other.startsWith(one);
    }
  }

  /** Finds options: a letter with a mark behind it, at the start of a line or in brackets. */
  private static final class Options {
    private int count;
    private int first = -1;
    private int from = -1;
    private int withDigits;

    void see(String text, int i) {
      char expected = (char) ('A' + count);
      char c = text.charAt(i);
      if ((c != expected && (c != 'A' || count == 0)) || i + 1 >= text.length()) {
        return;
      }
      char before = i == 0 ? '\n' : text.charAt(i - 1);
      char after = text.charAt(i + 1);
      boolean bracket = before == '(' && after == ')';
      boolean line = starts(text, i) && (after == ')' || after == '.' || after == ':');
      if (!bracket && !line) {
        return;
      }
      if (c == expected) {
        finish(text, i);
        count++;
      } else { // a new list begins: the last one counts
        count = 1;
        withDigits = 0;
      }
      first = count == 1 ? i : first;
      from = i + 2;
    }

    private static boolean starts(String text, int i) {
      int at = i - 1;
      while (at >= 0 && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
        at--;
      }
      return at < 0 || text.charAt(at) == '\n';
    }

    private void finish(String text, int end) {
      if (count == 0 || from < 0) {
        return;
      }
      for (int i = from; i < Math.min(end, text.length()); i++) {
        if (Character.isDigit(text.charAt(i))) {
          withDigits++;
          return;
        }
      }
    }

    int seen(String text) {
      finish(text, lineEnd(text));
      return count >= 2 ? count : 0;
    }

    boolean numeric(String text) {
      return count >= 2 && withDigits * 2 > count && !text.isEmpty();
    }

    private int lineEnd(String text) {
      int end = from < 0 ? -1 : text.indexOf('\n', from);
      return end < 0 ? text.length() : end;
    }
  }
}
