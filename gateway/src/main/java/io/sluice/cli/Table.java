package io.sluice.cli;

import io.sluice.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows under headings, as aligned columns for people or as JSON for programs. */
final class Table {
  private final List<String> headings;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headings) {
    this.headings = List.of(headings);
  }

  Table row(String... cells) {
    if (cells.length != headings.size()) {
      throw new IllegalArgumentException("a row has a cell for every heading");
    }
    rows.add(List.of(cells));
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void print(Terminal terminal, boolean json) {
    terminal.out().print(json ? json() : text());
  }

  private String text() {
    int[] widths = new int[headings.size()];
    var all = new ArrayList<List<String>>();
    all.add(
        headings.stream().map(name -> name.replace('_', ' ').toUpperCase(Locale.ROOT)).toList());
    all.addAll(rows);
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var text = new StringBuilder();
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        boolean last = i == widths.length - 1;
        text.append(row.get(i))
            .append(last ? "\n" : " ".repeat(widths[i] - row.get(i).length() + 2));
      }
    }
    return text.toString();
  }

  private String json() {
    var writer = new JsonWriter(1_024).array();
    for (List<String> row : rows) {
      writer.object();
      for (int i = 0; i < headings.size(); i++) {
        writer.field(headings.get(i), row.get(i));
      }
      writer.endObject();
    }
    return writer.endArray().done().utf8() + "\n";
  }
}
