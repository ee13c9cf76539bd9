package io.sluice.cli;

import io.sluice.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The exchanges that one piece of content went through, and how they hang together, as the record
 * tells it. Pure.
 *
 * @param asked the exchange that the question is about
 * @param nodes every exchange that can be reached from it, itself included, oldest first
 */
record CustodyGraph(String asked, List<Node> nodes, List<Edge> edges) {
  /** More exchanges than these are not drawn. */
  static final int MOST_NODES = 60;

  private static final int BRIEF_CHARS = 12;
  private static final List<String> FLOWS = List.of("content", "lineage");

  /**
   * One exchange.
   *
   * @param column how many steps content took to come here at most; 0: it began here
   * @param known what was recognised in its request, one line a stretch
   */
  record Node(
      String id, Instant at, Who who, String label, int column, List<String> known, Fate fate) {}

  /** Who asked, and which model answered; empty: none did. */
  record Who(String tenant, String app, String model) {}

  /**
   * What became of it: {@code permit}, {@code deny} or {@code hold}, and the rulings after that.
   */
  record Fate(String verdict, List<String> rulings) {}

  /** That two belong together; {@code by} as the record says it. */
  record Edge(String from, String to, String by) {
    /** True where content went from one to the other. */
    boolean flow() {
      return FLOWS.contains(by);
    }
  }

  CustodyGraph {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /**
   * The graph around one exchange.
   *
   * @param told what the record says of it
   * @param others gives what the record says of another one; empty: nothing
   */
  static CustodyGraph of(String asked, Json told, Function<String, Optional<Json>> others) {
    var edges = new LinkedHashSet<Edge>();
    for (Json link : told.at("links").items()) {
      edges.add(new Edge(link.text("from", ""), link.text("to", ""), link.text("by", "")));
    }
    Set<String> ids = new LinkedHashSet<>();
    ids.add(asked);
    for (Edge edge : edges) {
      ids.add(edge.from());
      ids.add(edge.to());
    }
    Map<String, Integer> columns = columns(ids, edges);
    var nodes = new ArrayList<Node>();
    for (String id : ids) {
      if (nodes.size() == MOST_NODES) {
        break;
      }
      Optional<Json> said = id.equals(asked) ? Optional.of(told) : others.apply(id);
      said.ifPresent(json -> nodes.add(node(id, columns.getOrDefault(id, 0), json)));
    }
    nodes.sort(Comparator.comparing(Node::at).thenComparing(Node::id));
    Set<String> there = new LinkedHashSet<>(nodes.stream().map(Node::id).toList());
    edges.removeIf(edge -> !there.contains(edge.from()) || !there.contains(edge.to()));
    return new CustodyGraph(asked, nodes, List.copyOf(edges));
  }

  /** The longest way to each; where exchanges lead back to themselves it ends at their number. */
  private static Map<String, Integer> columns(Set<String> ids, Set<Edge> edges) {
    var columns = new HashMap<String, Integer>();
    ids.forEach(id -> columns.put(id, 0));
    boolean moved = true;
    for (int turn = 0; moved && turn < ids.size(); turn++) {
      moved = false;
      for (Edge edge : edges) {
        int next = columns.getOrDefault(edge.from(), 0) + 1;
        int known = columns.getOrDefault(edge.to(), 0);
        if (edge.flow() && next > known && next < ids.size()) {
          columns.put(edge.to(), next);
          moved = true;
        }
      }
    }
    return columns;
  }

  private static Node node(String id, int column, Json told) {
    var entries = new LinkedHashMap<String, Json>();
    var rulings = new ArrayList<String>();
    for (Json entry : told.at("entries").items()) {
      String kind = entry.text("entry", "");
      entries.putIfAbsent(kind, entry);
      if (kind.equals("ruling")) {
        rulings.add(ruling(entry));
      }
    }
    Json first =
        told.at("entries").items().isEmpty() ? told : told.at("entries").items().getFirst();
    Json decision = entries.getOrDefault("decision", first);
    Json principal = decision.at("facts").at("principal");
    var who =
        new Who(
            principal.text("tenant", ""),
            principal.text("app", principal.text("id", "")),
            entries.getOrDefault("outcome", told).at("served").text("model", ""));
    var at = Instant.ofEpochMilli(millis(first.at("at")));
    String verdict = decision.text("verdict", entries.containsKey("refusal") ? "deny" : "");
    return new Node(
        id, at, who, label(decision), column, known(decision), new Fate(verdict, rulings));
  }

  /** Numbers that are too large for some readers are texts in the record. */
  private static long millis(Json at) {
    return at.isString() ? Long.parseLong(at.string().orElse("0")) : at.integer().orElse(0);
  }

  /** The end of an id, which tells exchanges of one day apart. */
  static String brief(String id) {
    return id.length() <= BRIEF_CHARS ? id : id.substring(id.length() - BRIEF_CHARS);
  }

  private static String ruling(Json entry) {
    var would =
        entry.at("would_stop").items().stream().map(one -> one.string().orElse("")).toList();
    String what = entry.text("question", "") + " " + entry.text("subject", "");
    String said = entry.text("verdict", "");
    String reason = entry.text("reason", "");
    return what
        + ": "
        + (would.isEmpty() ? said : "would be stopped in " + String.join(" and ", would))
        + (reason.isEmpty() ? "" : " (" + reason + ")");
  }

  private static String label(Json decision) {
    Json context = decision.at("flow").at("context");
    Json label = context.missing() ? decision.at("facts").at("exposure").at("base") : context;
    return text(label);
  }

  private static String text(Json label) {
    String categories = names(label.at("categories"));
    return label.text("level", "?")
        + (categories.isEmpty() ? "" : ", " + categories)
        + ", "
        + label.text("integrity", "?")
        + (label.at("readers").missing() ? "" : ", for " + names(label.at("readers")));
  }

  private static String names(Json list) {
    return String.join(" ", list.items().stream().map(one -> one.string().orElse("")).toList());
  }

  private static List<String> known(Json decision) {
    var lines = new ArrayList<String>();
    for (Json one : decision.at("flow").at("known").items()) {
      var from = new LinkedHashSet<String>();
      for (Json origin : one.at("origins").items()) {
        String id = origin.text("exchange", "");
        from.add((id.isEmpty() ? "" : brief(id) + " ") + origin.text("segment", ""));
      }
      lines.add(
          "%s [%d, %d): %s, from %s"
              .formatted(
                  one.text("segment", ""),
                  one.integer("from", 0),
                  one.integer("to", 0),
                  text(one.at("label")),
                  String.join(", ", from)));
    }
    return lines;
  }
}
