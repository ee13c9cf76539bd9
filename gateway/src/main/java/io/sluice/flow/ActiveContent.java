package io.sluice.flow;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Notices text that does something where it is carried out and not just read: markup with scripts,
 * statements for databases, commands. It only tells kinds apart and stops nothing: an answer may be
 * meant so. Time is linear in the text. Confined to one thread.
 */
public final class ActiveContent {
  /** What a text may be carried out as. */
  public enum Kind {
    HTML,
    SCRIPT,
    SQL,
    SHELL;

    /** The name used in configuration and the record. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What marks each kind, in lower case; a space stands for any white space. */
  private static final Map<Kind, List<String>> MARKS =
      Map.of(
          Kind.HTML,
              List.of(
                  "<script", "<iframe", "<object", "<embed", "<form", "<svg", "<meta ", "<base "),
          Kind.SCRIPT,
              List.of("javascript:", "document.cookie", "eval(", "onerror=", "onload=", "onclick="),
          Kind.SQL,
              List.of(
                  "drop table", "delete from ", "insert into ", "union select", "truncate table"),
          Kind.SHELL,
              List.of("rm -rf", "| sh", "| bash", "#!/bin/", "chmod +x", "sudo ", "powershell -"));

  /** Longer than any mark: so much of a text is looked at again with what follows it. */
  private static final int AGAIN_CHARS = 24;

  private final Set<Kind> wanted;
  private final EnumSet<Kind> found = EnumSet.noneOf(Kind.class);
  private String tail = "";

  /** Looks for these kinds. */
  public ActiveContent(Set<Kind> wanted) {
    this.wanted = Set.copyOf(wanted);
  }

  /** The next piece of one text. */
  public void feed(String piece) {
    if (found.size() == wanted.size()) {
      return;
    }
    String text = plain(tail + piece);
    for (Kind kind : wanted) {
      if (!found.contains(kind)
          && MARKS.getOrDefault(kind, List.of()).stream().anyMatch(text::contains)) {
        found.add(kind);
      }
    }
    tail = text.substring(Math.max(0, text.length() - AGAIN_CHARS));
  }

  /** Lower case, and one space for all white space in a row. */
  private static String plain(String text) {
    var out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isWhitespace(c)) {
        out.append(Character.toLowerCase(c));
      } else if (out.isEmpty() || out.charAt(out.length() - 1) != ' ') {
        out.append(' ');
      }
    }
    return out.toString();
  }

  /** The kinds that were there, by name. */
  public List<String> found() {
    return found.stream().map(Kind::word).toList();
  }
}
