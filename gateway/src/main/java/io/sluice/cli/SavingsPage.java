package io.sluice.cli;

import io.sluice.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was saved as a page that loads nothing: for each day a bar of what was spent, before one of
 * what the baseline would have cost, and every line with its quality guard. A share is claimed only
 * where the guard is held.
 */
final class SavingsPage {
  private static final int WIDTH = 720;
  private static final int ROW = 30;
  private static final int LABEL = 110;
  private static final int FIGURES = 190;

  private SavingsPage() {}

  /** Of one day: what was spent, what the baseline would have cost, and whether all guards hold. */
  private record Day(double spent, double would, boolean held) {
    Day plus(Day other) {
      return new Day(spent + other.spent, would + other.would, held && other.held);
    }
  }

  static String of(Json savings) {
    List<Json> lines = savings.at("savings").items();
    var days = new TreeMap<String, Day>();
    for (Json line : lines) {
      Json baseline = line.at("saving").at("baseline");
      double would = dollars(baseline, "would_have_usd");
      if (would > 0) {
        boolean held = line.at("saving").text("quality_guard", "").equals("held");
        var day = new Day(dollars(baseline, "spent_usd"), would, held);
        days.merge(line.text("day", ""), day, Day::plus);
      }
    }
    var page = new StringBuilder();
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Sluice: savings")
        .append("</title><style>body{font:15px system-ui;margin:2em;max-width:60em}")
        .append("svg{display:block}text{font:13px system-ui}td,th{padding:.2em .8em;")
        .append("text-align:left}</style><h1>Savings</h1><p>Dark: spent. Light: what the same ")
        .append("tokens would have cost at the route's baseline (USD). A share is told only ")
        .append("where answers were scored no worse than the baseline's.</p>");
    chart(page, days);
    table(page, lines);
    return page.append("</html>\n").toString();
  }

  private static double dollars(Json saving, String name) {
    return saving.at(name).number().orElse(0);
  }

  private static void chart(StringBuilder page, Map<String, Day> days) {
    double most = days.values().stream().mapToDouble(Day::would).max().orElse(0);
    most = Math.max(most, days.values().stream().mapToDouble(Day::spent).max().orElse(0));
    if (most <= 0) {
      page.append("<p>No route with a baseline was used.</p>");
      return;
    }
    page.append("<svg width=\"%d\" height=\"%d\">".formatted(WIDTH, ROW * days.size() + 6));
    double scale = (WIDTH - LABEL - FIGURES) / most;
    int y = 4;
    for (var entry : days.entrySet()) {
      Day day = entry.getValue();
      page.append("<text x=\"0\" y=\"%d\">%s</text>".formatted(y + 15, escaped(entry.getKey())));
      bar(page, y, day.would() * scale, "#bcd");
      bar(page, y, day.spent() * scale, "#135");
      double end = LABEL + Math.max(day.would(), day.spent()) * scale + 8;
      page.append(
          String.format(
              Locale.ROOT, "<text x=\"%.1f\" y=\"%d\">%s</text>", end, y + 15, told(day)));
      y += ROW;
    }
    page.append("</svg>");
  }

  private static void bar(StringBuilder page, int y, double width, String colour) {
    page.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"20\" fill=\"%s\"/>",
            LABEL,
            y,
            width,
            colour));
  }

  private static String told(Day day) {
    String money = String.format(Locale.ROOT, "%.4f of %.4f", day.spent(), day.would());
    return day.held()
        ? money
            + String.format(Locale.ROOT, " (%.1f%% less)", 100 * (1 - day.spent() / day.would()))
        : money;
  }

  private static void table(StringBuilder page, List<Json> lines) {
    page.append("<table><tr>");
    for (String heading : CompareCommand.Savings.HEADINGS) {
      page.append("<th>").append(escaped(heading)).append("</th>");
    }
    page.append("</tr>");
    for (Json line : lines) {
      page.append("<tr>");
      for (String cell : CompareCommand.Savings.cells(line)) {
        page.append("<td>").append(escaped(cell)).append("</td>");
      }
      page.append("</tr>");
    }
    page.append("</table>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
