package io.sluice.cli;

import io.sluice.cli.CustodyGraph.Edge;
import io.sluice.cli.CustodyGraph.Node;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A custody graph as one page of HTML that loads nothing: content goes from left to right, every
 * box is an exchange. What cannot be read in a box stands in the table below.
 */
final class CustodyPage {
  private static final int BOX_WIDTH = 232;
  private static final int BOX_HEIGHT = 92;
  private static final int GAP_X = 110;
  private static final int GAP_Y = 44;
  private static final int SAG = 40;
  private static final int MARGIN = 16;
  private static final int LINE = 18;
  private static final int MOST_CHARS = 34;

  private static final Map<String, String> LEVEL_COLOURS =
      Map.of(
          "public", "#e3f2e6",
          "internal", "#d5e5f7",
          "confidential", "#fde7c7",
          "restricted", "#f6c9c5");
  private static final String STYLE =
      "body{font:14px/1.45 system-ui,sans-serif;margin:2em;color:#222}"
          + "h1{font-size:1.4em}svg text{font:12px system-ui,sans-serif;fill:#222}"
          + "svg text.dim{fill:#555}svg text.no{fill:#a00;font-weight:600}"
          + "table{border-collapse:collapse;margin:1em 0}"
          + "th,td{border:1px solid #bbb;padding:.4em .6em;text-align:left;vertical-align:top}"
          + "code{font-size:.92em}.key span{padding:.15em .6em;margin-right:.4em}";

  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final CustodyGraph graph;
  private final Map<String, Place> places = new HashMap<>();
  private int width;
  private int height;

  private record Place(int x, int y) {
    Place side() {
      return new Place(x + BOX_WIDTH, y + BOX_HEIGHT / 2);
    }

    /** Where a line of text begins; the first is 1. */
    Place line(int number) {
      return new Place(x + 10, y + 4 + number * LINE);
    }

    Place foot() {
      return new Place(x + BOX_WIDTH / 2, y + BOX_HEIGHT);
    }

    Place by(int right, int down) {
      return new Place(x + right, y + down);
    }
  }

  /** A curve from one box to another: two ends, and what pulls at each. */
  private record Way(Place from, Place pull, Place draw, Place to) {
    /** From side to side; past other columns from foot to foot; in one column downwards. */
    static Way of(Place one, Place other) {
      int columns = (other.x() - one.x()) / (BOX_WIDTH + GAP_X);
      if (columns == 1) {
        var end = other.by(0, BOX_HEIGHT / 2);
        return new Way(one.side(), one.side().by(GAP_X / 2, 0), end.by(-GAP_X / 2, 0), end);
      }
      Place end = columns == 0 ? other.by(BOX_WIDTH / 2, 0) : other.foot();
      int down = columns == 0 ? 0 : SAG;
      return new Way(one.foot(), one.foot().by(0, down), end.by(0, down), end);
    }

    String path() {
      return "M%d %dC%d %d %d %d %d %d"
          .formatted(from.x(), from.y(), pull.x(), pull.y(), draw.x(), draw.y(), to.x(), to.y());
    }

    int nameX() {
      return (from.x() + to.x()) / 2;
    }

    int nameY() {
      return (from.y() + 3 * pull.y() + 3 * draw.y() + to.y()) / 8 - 5;
    }
  }

  CustodyPage(CustodyGraph graph) {
    this.graph = graph;
    place();
  }

  private Place at(String id) {
    return Objects.requireNonNull(places.get(id), "every node has a place");
  }

  /** Columns by how far content has come, rows by time. */
  private void place() {
    var columns = new TreeMap<Integer, List<Node>>();
    for (Node node : graph.nodes()) {
      columns.computeIfAbsent(node.column(), _ -> new ArrayList<>()).add(node);
    }
    int x = MARGIN;
    for (List<Node> column : columns.values()) {
      int y = MARGIN;
      for (Node node : column) {
        places.put(node.id(), new Place(x, y));
        y += BOX_HEIGHT + GAP_Y;
      }
      height = Math.max(height, y);
      x += BOX_WIDTH + GAP_X;
    }
    width = x - GAP_X + MARGIN;
  }

  String html() {
    var page = new StringBuilder("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\">");
    page.append("<title>Custody of ").append(safe(graph.asked())).append("</title><style>");
    page.append(STYLE).append("</style><h1>Where the content of <code>");
    page.append(safe(graph.asked())).append("</code> came from and went to</h1>");
    page.append("<p class=\"key\">");
    for (String level : List.of("public", "internal", "confidential", "restricted")) {
      page.append("<span style=\"background:").append(LEVEL_COLOURS.get(level)).append("\">");
      page.append(level).append("</span>");
    }
    page.append(
        "Solid: an answer stands whole in the next prompt. Dashed: something was recognised."
            + " Dotted: the caller named one trace or session.</p>");
    drawing(page);
    table(page);
    return page.append("</html>\n").toString();
  }

  private void drawing(StringBuilder page) {
    page.append(
        "<svg role=\"img\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">"
            .formatted(width, height, width, height));
    page.append(
        "<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"8\""
            + " markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#456\"/>"
            + "</marker></defs>");
    var ways = new LinkedHashMap<List<String>, List<String>>();
    for (Edge edge : graph.edges()) {
      ways.computeIfAbsent(List.of(edge.from(), edge.to()), _ -> new ArrayList<>()).add(edge.by());
    }
    ways.forEach((ends, by) -> way(page, ends, by));
    graph.nodes().forEach(node -> box(page, node));
    page.append("</svg>");
  }

  private void way(StringBuilder page, List<String> ends, List<String> by) {
    Way way = Way.of(at(ends.getFirst()), at(ends.getLast()));
    String dashes = by.contains("content") ? "" : by.contains("lineage") ? "7 4" : "2 4";
    boolean flows = by.contains("content") || by.contains("lineage");
    page.append("<path d=\"").append(way.path());
    page.append("\" fill=\"none\" stroke=\"#456\" stroke-width=\"1.6\"");
    page.append(" stroke-dasharray=\"").append(dashes).append('"');
    page.append(flows ? " marker-end=\"url(#tip)\">" : ">");
    page.append("<title>").append(safe(String.join(", ", by))).append("</title></path>");
    page.append(
        "<text class=\"dim\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>"
            .formatted(way.nameX(), way.nameY(), safe(String.join(", ", by))));
  }

  private void box(StringBuilder page, Node node) {
    Place at = at(node.id());
    String level = node.label().split(",", 2)[0];
    boolean asked = node.id().equals(graph.asked());
    page.append(
        "<g><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\" fill=\"%s\" stroke=\"%s\""
            .formatted(
                at.x(),
                at.y(),
                BOX_WIDTH,
                BOX_HEIGHT,
                LEVEL_COLOURS.getOrDefault(level, "#eceff1"),
                asked ? "#135" : "#789"));
    page.append(" stroke-width=\"").append(asked ? 3 : 1).append("\"/>");
    String when = WHEN.format(node.at());
    line(page, at.line(1), "", CustodyGraph.brief(node.id()) + "  " + when);
    line(page, at.line(2), "", node.who().app() + " of " + node.who().tenant());
    line(page, at.line(3), "dim", node.label());
    line(page, at.line(4), stops(node) ? "no" : "", fate(node));
    page.append("<title>").append(safe(node.id())).append("</title></g>");
  }

  private static boolean stops(Node node) {
    return !node.fate().verdict().equals("permit")
        || node.fate().rulings().stream().anyMatch(one -> one.contains(": deny"));
  }

  private static String fate(Node node) {
    if (!node.fate().verdict().equals("permit")) {
      return node.fate().verdict().isEmpty() ? "not decided" : "request: " + node.fate().verdict();
    }
    String model = node.who().model().isEmpty() ? "no model answered" : node.who().model();
    return stops(node) ? "stopped after " + model : model;
  }

  private static void line(StringBuilder page, Place at, String kind, String text) {
    String shown =
        text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS - 1) + "\u2026";
    page.append(
        "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>"
            .formatted(kind, at.x(), at.y(), safe(shown)));
  }

  private void table(StringBuilder page) {
    page.append("<table><tr><th>exchange<th>who<th>label<th>what came back in it<th>decided</tr>");
    for (Node node : graph.nodes()) {
      page.append("<tr><td><code>").append(safe(node.id())).append("</code><br>");
      page.append(safe(node.at().toString())).append("<td>").append(safe(node.who().app()));
      page.append(" of ")
          .append(safe(node.who().tenant()))
          .append("<td>")
          .append(safe(node.label()));
      page.append("<td>").append(lines(node.known())).append("<td>").append(safe(fate(node)));
      page.append("<br>").append(lines(node.fate().rulings())).append("</tr>");
    }
    page.append("</table>");
  }

  private static String lines(List<String> lines) {
    return String.join("<br>", lines.stream().map(CustodyPage::safe).toList());
  }

  private static String safe(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
