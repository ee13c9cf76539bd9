package io.sluice.cli;

import io.sluice.json.Json;
import java.util.List;
import java.util.Locale;

/** A comparison as a page that loads nothing: one chart of intervals per measure. */
final class ComparePage {
  private static final int WIDTH = 640;
  private static final int ROW = 26;
  private static final int LABEL = 240;

  private ComparePage() {}

  static String of(Json comparison, String[] measures) {
    var page = new StringBuilder();
    String route = escaped(comparison.text("route", ""));
    page.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Sluice: ")
        .append(route)
        .append("</title><style>body{font:15px system-ui;margin:2em;max-width:60em}")
        .append("svg{display:block}text{font:13px system-ui}</style><h1>Route ")
        .append(route)
        .append("</h1><p>Means with 95% intervals, on this gateway's own traffic.</p>");
    List<Json> models = comparison.at("models").items();
    for (String measure : measures) {
      chart(page, measure, models);
    }
    Json saving = comparison.at("savings");
    page.append("<h2>Savings</h2><p>Spent, of what the baseline would have cost (USD): ")
        .append(escaped(CompareCommand.Scoped.saving(saving, "baseline")))
        .append("</p><p>Quality guard: ")
        .append(escaped(CompareCommand.Scoped.guard(saving)))
        .append("</p></html>\n");
    return page.toString();
  }

  private static void chart(StringBuilder page, String measure, List<Json> models) {
    double most = 0;
    for (Json model : models) {
      most = Math.max(most, shown(model.at(measure)));
    }
    page.append("<h2>").append(escaped(measure.replace('_', ' '))).append("</h2>");
    page.append("<svg width=\"%d\" height=\"%d\">".formatted(WIDTH, ROW * models.size() + 6));
    int y = ROW / 2;
    for (Json model : models) {
      String name = model.text("model", "") + " (" + model.text("part", "") + ")";
      page.append("<text x=\"0\" y=\"%d\">%s</text>".formatted(y + 4, escaped(name)));
      interval(page, model.at(measure), most, y);
      y += ROW;
    }
    page.append("</svg>");
  }

  private static double shown(Json figure) {
    return figure.at("high").number().orElse(figure.at("value").number().orElse(0));
  }

  private static void interval(StringBuilder page, Json figure, double most, int y) {
    if (figure.at("observations").number().orElse(0) == 0 || most <= 0) {
      page.append("<text x=\"%d\" y=\"%d\" fill=\"#777\">no data</text>".formatted(LABEL, y + 4));
      return;
    }
    double scale = (WIDTH - LABEL - 90) / most;
    double value = figure.at("value").number().orElse(0);
    double low = LABEL + figure.at("low").number().orElse(0) * scale;
    double high = LABEL + shown(figure) * scale;
    page.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#357\" stroke-width=\"3\"/>"
                + "<circle cx=\"%.1f\" cy=\"%d\" r=\"5\" fill=\"#135\"/>"
                + "<text x=\"%.1f\" y=\"%d\">%.4g</text>",
            low,
            high,
            y,
            y,
            LABEL + value * scale,
            y,
            Math.max(high, low) + 8,
            y + 4,
            value));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
