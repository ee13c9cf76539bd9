package io.sluice.cli;

import io.sluice.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What the gateway answered about exposure, cell by cell. */
final class Exposures {
  private static final String USER = "user";

  private final Json said;
  private final List<String> levels;
  private final List<String> integrities;
  private final List<String> categories;

  Exposures(Json said) {
    this.said = said;
    this.levels = texts(said.at("levels"));
    this.integrities = texts(said.at("integrities"));
    this.categories = texts(said.at("categories"));
  }

  private static List<String> texts(Json list) {
    return list.items().stream().map(one -> one.string().orElse("")).toList();
  }

  long combinations() {
    return said.integer("combinations", 0);
  }

  boolean compared() {
    return !said.text("candidate", "").isEmpty();
  }

  String policy() {
    return said.text("policy", "");
  }

  List<String> levels() {
    return levels;
  }

  List<Json> rows(String action) {
    return said.at("rows").items().stream()
        .filter(row -> row.text("action", "").equals(action))
        .toList();
  }

  /** How content of a level may be sent, with what is different for categories and integrities. */
  String summary(String cells, int level) {
    char plain = at(cells, level, integrities.indexOf(USER), 0);
    var text = new StringBuilder(word(plain));
    add(text, categories(cells, level, plain, 'm'), " masked");
    add(text, categories(cells, level, plain, 'h'), " held");
    add(text, categories(cells, level, plain, '-'), " not");
    for (int i = 0; i < integrities.size(); i++) {
      char other = at(cells, level, i, 0);
      if (other != plain) {
        text.append("; ").append(integrities.get(i)).append(' ').append(word(other));
      }
    }
    return text.toString();
  }

  private static void add(StringBuilder text, List<String> names, String what) {
    if (!names.isEmpty()) {
      text.append("; ").append(String.join(" ", names)).append(what);
    }
  }

  private List<String> categories(String cells, int level, char plain, char wanted) {
    var all = new ArrayList<String>();
    for (int c = 1; c < categories.size(); c++) {
      char one = at(cells, level, integrities.indexOf(USER), c);
      if (one == wanted && one != plain) {
        all.add(categories.get(c));
      }
    }
    return all;
  }

  /** The highest level that may be sent in any way; -1: none. */
  int highest(String cells) {
    int highest = -1;
    for (int level = 0; level < levels.size(); level++) {
      char plain = at(cells, level, integrities.indexOf(USER), 0);
      if (plain == 'y' || plain == 'm') {
        highest = level;
      }
    }
    return highest;
  }

  private char at(String cells, int level, int integrity, int category) {
    int index = (level * integrities.size() + integrity) * categories.size() + category;
    return index < cells.length() ? cells.charAt(index) : '-';
  }

  private static String word(char code) {
    return switch (code) {
      case 'y' -> "yes";
      case 'm' -> "masked";
      case 'h' -> "held";
      default -> "no";
    };
  }

  /** Every combination as a line. */
  void csv(Consumer<String> lines) {
    String more = compared() ? ",candidate" : "";
    lines.accept("action,who,model,from,purpose,level,integrity,category,outcome" + more + "\n");
    for (Json row : said.at("rows").items()) {
      String start =
          quoted(row.text("action", ""))
              + ","
              + quoted(row.text("who", ""))
              + ","
              + quoted(row.text("model", ""))
              + ","
              + quoted(row.text("from", ""))
              + ","
              + quoted(row.text("purpose", ""));
      String cells = row.text("cells", "");
      String then = row.text("candidate", "");
      for (int i = 0; i < cells.length(); i++) {
        String end = compared() ? "," + word(i < then.length() ? then.charAt(i) : '-') : "";
        lines.accept(start + where(row, i) + "," + word(cells.charAt(i)) + end + "\n");
      }
    }
  }

  private String where(Json row, int cell) {
    if (row.text("action", "").equals("fallback")) {
      return "," + levels.get(cell) + ",,";
    }
    int category = cell % categories.size();
    int integrity = cell / categories.size() % integrities.size();
    int level = cell / categories.size() / integrities.size();
    return ","
        + levels.get(level)
        + ","
        + integrities.get(integrity)
        + ","
        + categories.get(category);
  }

  /** A field; one that a spreadsheet would take for a formula is led by an apostrophe. */
  private static String quoted(String text) {
    String safe = !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    return safe.contains(",") || safe.contains("\"") || safe.contains("\n")
        ? "\"" + safe.replace("\"", "\"\"") + "\""
        : safe;
  }
}
