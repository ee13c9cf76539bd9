package io.sluice.cli;

import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated values (RFC 4180); semicolons and tabs too, whichever the header has. */
final class Csv {
  private final String text;
  private final char mark;
  private int at;

  private Csv(String text) {
    this.text = text.startsWith("\ufeff") ? text.substring(1) : text;
    int end = this.text.indexOf('\n');
    String header = end < 0 ? this.text : this.text.substring(0, end);
    mark = header.indexOf(',') >= 0 ? ',' : header.indexOf(';') >= 0 ? ';' : '\t';
  }

  /** Every row, the header first; empty lines are none. */
  static List<List<String>> read(String text) {
    var csv = new Csv(text);
    var rows = new ArrayList<List<String>>();
    while (csv.at < csv.text.length()) {
      List<String> row = csv.row();
      if (row.size() > 1 || !row.getFirst().isBlank()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private List<String> row() {
    var cells = new ArrayList<String>();
    while (true) {
      cells.add(cell());
      if (at >= text.length()) {
        return cells;
      }
      char c = text.charAt(at++);
      if (c != mark) {
        at += c == '\r' && at < text.length() && text.charAt(at) == '\n' ? 1 : 0;
        return cells;
      }
    }
  }

  /** One cell; what follows it is a mark or the end of a line. */
  private String cell() {
    var out = new StringBuilder();
    boolean quoted = at < text.length() && text.charAt(at) == '"';
    at += quoted ? 1 : 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (quoted && c == '"') {
        boolean twice = at + 1 < text.length() && text.charAt(at + 1) == '"';
        at += twice ? 2 : 1;
        quoted = twice;
        if (twice) {
          out.append('"');
        }
      } else if (!quoted && (c == mark || c == '\n' || c == '\r')) {
        break;
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString().strip();
  }
}
