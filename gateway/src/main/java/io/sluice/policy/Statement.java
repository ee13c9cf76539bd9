package io.sluice.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * One rule's text in a file, from its first annotation to its semicolon.
 *
 * @param start the character it starts at
 */
record Statement(SourceFile file, int start, String text) {

  /** The statements of {@code file}; what follows the last semicolon is one too. */
  static List<Statement> of(SourceFile file) {
    var all = new ArrayList<Statement>();
    String text = file.text();
    int at = skipBlank(text, 0);
    while (at < text.length()) {
      int end = end(text, at);
      all.add(new Statement(file, at, text.substring(at, end)));
      at = skipBlank(text, end);
    }
    return all;
  }

  /** Behind white space and comments. */
  private static int skipBlank(String text, int from) {
    int at = from;
    while (at < text.length()) {
      if (text.startsWith("//", at)) {
        at = endOfLine(text, at);
      } else if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\uFEFF') {
        at++;
      } else {
        return at;
      }
    }
    return at;
  }

  private static int end(String text, int from) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        at = endOfString(text, at);
      } else if (text.startsWith("//", at)) {
        at = endOfLine(text, at);
      } else if (c == ';') {
        return at + 1;
      } else {
        at++;
      }
    }
    return text.length();
  }

  private static int endOfString(String text, int quote) {
    int at = quote + 1;
    while (at < text.length() && text.charAt(at) != '"') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at + 1, text.length());
  }

  private static int endOfLine(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end + 1;
  }

  /** What is wrong at the byte {@code offset} of this statement. */
  Problem problemAtByte(int offset, String message, List<String> nearest) {
    return file.problem(start + SourceFile.characters(text, offset), message, nearest);
  }

  /** What is wrong where {@code "word"} stands in this statement, or at its start. */
  Problem problemAtWord(String word, String message, List<String> nearest) {
    int at = text.indexOf('"' + word + '"');
    if (at < 0) {
      at = text.indexOf(word);
    }
    return file.problem(start + Math.max(at, 0), message, nearest);
  }
}
