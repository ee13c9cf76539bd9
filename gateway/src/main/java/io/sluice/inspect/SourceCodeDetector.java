package io.sluice.inspect;

import java.util.List;
import java.util.Locale;

/**
 * Lines of program text: a word of a programming language in exactly the surroundings that its
 * grammar gives it, so that prose that only uses the word does not count. Cheap, and not complete.
 */
final class SourceCodeDetector implements Detector {
  private static final int LINE_CHARS = 120;

  @Override
  public String type() {
    return "source_code";
  }

  @Override
  public List<String> words() {
    return List.of(
        "def ",
        "class ",
        "#include",
        "import ",
        "function ",
        "public ",
        "private ",
        "const ",
        "let ",
        "var ",
        "func ",
        "fn ",
        "package ",
        "select ",
        "insert into ",
        "<?php",
        "#!/",
        "using ",
        "struct ");
  }

  @Override
  public void word(Window window, int start, int end) {
    char before = window.at(start - 1);
    if (Letters.letterOrDigit(before) && !window.escape(start - 1)
        || before == '_'
        || before == '.') {
      return;
    }
    int stop = lineEnd(window, end);
    String word = window.text().substring(start, end);
    String line = window.text().substring(start, stop);
    if (is(word.toLowerCase(Locale.ROOT), line)) {
      window.found(start, stop);
    }
  }

  private static int lineEnd(Window window, int from) {
    int i = from;
    while (i - from < LINE_CHARS && window.at(i) != '\n' && window.at(i) != 0) {
      if (window.at(i) == '\\' && window.at(i + 1) == 'n') {
        return i;
      }
      i++;
    }
    return i;
  }

  /** The shapes are simple enough that no matcher could be made to run long on them. */
  private static boolean is(String word, String line) {
    String text = line.strip();
    return switch (word) {
      case "def ", "fn ", "func ", "function " -> called(text, word.length());
      case "class ", "struct " ->
          text.endsWith("{") || text.endsWith(":") && text.indexOf(' ', word.length()) < 0;
      case "#include" -> text.indexOf('<') > 0 && text.endsWith(">") || text.endsWith(".h\"");
      case "import " ->
          text.endsWith(";")
              || text.contains(" from \"")
              || text.contains(" from '")
              || module(text);
      case "public ", "private " ->
          text.endsWith("{") || text.endsWith(";") || text.contains(") {");
      case "const ", "let ", "var " -> text.contains(" = ") && (text.endsWith(";") || call(text));
      case "package " -> text.endsWith(";") && text.indexOf(' ', word.length()) < 0;
      case "using " -> text.endsWith(";") && text.indexOf(' ', word.length()) < 0;
      case "select " -> upper(text, " from ") && (upper(text, " where ") || text.endsWith(";"));
      case "insert into " -> upper(text, " values");
      default -> true;
    };
  }

  /** A name, an opening bracket at once, and something that opens a body. */
  private static boolean called(String text, int from) {
    int i = from;
    while (i < text.length() && (Letters.letterOrDigit(text.charAt(i)) || text.charAt(i) == '_')) {
      i++;
    }
    boolean bracket = i > from && i < text.length() && text.charAt(i) == '(';
    return bracket && (text.endsWith(":") || text.endsWith("{") || text.indexOf(')') > 0);
  }

  /** {@code import name} or {@code import name.name as name}, and nothing else on the line. */
  private static boolean module(String text) {
    String[] words = text.split(" ", -1);
    boolean one = words.length == 2 || words.length == 4 && words[2].equals("as");
    return one
        && text.startsWith("import ")
        && words[1].equals(words[1].toLowerCase(Locale.ROOT))
        && words[1].chars().allMatch(c -> Letters.letterOrDigit((char) c) || c == '_' || c == '.');
  }

  private static boolean call(String text) {
    return text.indexOf('(') > 0 || text.indexOf("=>") > 0 || text.indexOf('{') > 0;
  }

  private static boolean upper(String text, String word) {
    return text.toLowerCase(Locale.ROOT).contains(word)
        && text.contains(word.strip().toUpperCase(Locale.ROOT));
  }
}
