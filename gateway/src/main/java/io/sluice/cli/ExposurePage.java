package io.sluice.cli;

import io.sluice.json.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The exposure matrix as one page of HTML that loads nothing: who by model, for each purpose. */
final class ExposurePage {
  private static final String[] COLOURS = {"#eceff1", "#e3f2e6", "#d5e5f7", "#fde7c7", "#f6c9c5"};

  private final Exposures exposure;

  ExposurePage(Exposures exposure) {
    this.exposure = exposure;
  }

  String html() {
    var page = new StringBuilder();
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">");
    page.append("<title>Who may send what where</title><style>");
    page.append("body{font:14px/1.4 system-ui,sans-serif;margin:2em;color:#222}");
    page.append("table{border-collapse:collapse;margin:1em 0}");
    page.append("th,td{border:1px solid #bbb;padding:.4em .6em;text-align:left}");
    page.append("td.changed{outline:3px solid #b00}</style>");
    page.append("<h1>Who may send what where</h1><p>Policy ").append(safe(exposure.policy()));
    page.append(", ").append(exposure.combinations()).append(" combinations. A cell names the ");
    page.append(
        "highest level that may be sent there; rest the pointer on it for all of them.</p>");
    legend(page);
    tables().forEach((purpose, rows) -> table(page, purpose, rows));
    return page.append("</html>\n").toString();
  }

  private void legend(StringBuilder page) {
    page.append("<p>");
    for (int level = -1; level < exposure.levels().size(); level++) {
      page.append("<span style=\"padding:.2em .6em;background:").append(COLOURS[level + 1]);
      page.append("\">").append(level < 0 ? "nothing" : safe(exposure.levels().get(level)));
      page.append("</span> ");
    }
    page.append("</p>");
  }

  /** Rows by purpose, then by who. */
  private Map<String, Map<String, Map<String, Json>>> tables() {
    var all = new LinkedHashMap<String, Map<String, Map<String, Json>>>();
    for (Json row : exposure.rows("invokeModel")) {
      all.computeIfAbsent(row.text("purpose", ""), _ -> new LinkedHashMap<>())
          .computeIfAbsent(row.text("who", ""), _ -> new LinkedHashMap<>())
          .put(row.text("model", ""), row);
    }
    return all;
  }

  private void table(StringBuilder page, String purpose, Map<String, Map<String, Json>> rows) {
    page.append("<h2>").append(purpose.isEmpty() ? "No purpose stated" : safe(purpose));
    page.append("</h2><table><tr><th></th>");
    Set<String> models = new LinkedHashSet<>();
    rows.values().forEach(row -> models.addAll(row.keySet()));
    models.forEach(model -> page.append("<th>").append(safe(model)).append("</th>"));
    page.append("</tr>");
    rows.forEach(
        (who, row) -> {
          page.append("<tr><th>").append(safe(who)).append("</th>");
          models.forEach(model -> cell(page, row.getOrDefault(model, Json.nothing())));
          page.append("</tr>");
        });
    page.append("</table>");
  }

  private void cell(StringBuilder page, Json row) {
    String cells = row.text("cells", "");
    String then = row.text("candidate", "");
    int highest = exposure.highest(cells);
    boolean changed = exposure.compared() && !cells.equals(then);
    var title = new StringBuilder();
    for (int level = 0; level < exposure.levels().size(); level++) {
      title.append(exposure.levels().get(level)).append(": ");
      title.append(exposure.summary(cells, level)).append('\n');
    }
    page.append("<td").append(changed ? " class=\"changed\"" : "");
    page.append(" style=\"background:").append(COLOURS[highest + 1]).append("\" title=\"");
    page.append(safe(title.toString())).append("\">").append(word(highest));
    if (changed) {
      page.append(" &rarr; ").append(word(exposure.highest(then)));
    }
    page.append("</td>");
  }

  private String word(int level) {
    return level < 0 ? "nothing" : safe(exposure.levels().get(level));
  }

  private static String safe(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
