package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The way of content through exchanges, as what the record says of each makes it. */
class CustodyGraphTest {
  private static Json json(String text) {
    try {
      return Json.parse(Bytes.utf8(text), JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new AssertionError(e);
    }
  }

  private static String decided(String id, String app, long at) {
    return """
    {"entry":"decision","at":%d,"exchange":"%s","verdict":"permit","facts":{"principal":
    {"tenant":"acme","app":"%s","id":"k"},"exposure":{"base":{"level":"public",
    "integrity":"user","categories":[]}}}}\
    """
        .formatted(at, id, app);
  }

  private static String link(String from, String to, String by) {
    return "{\"from\":\"%s\",\"to\":\"%s\",\"by\":\"%s\"}".formatted(from, to, by);
  }

  private static Json told(String entries, String... links) {
    return json("{\"entries\":[" + entries + "],\"links\":[" + String.join(",", links) + "]}");
  }

  private static Optional<Json> other(String id) {
    return Optional.of(told(decided(id, "app-" + id, 1_000 + id.charAt(0))));
  }

  @Test
  void content_goes_from_left_to_right_by_the_longest_way() {
    var graph =
        CustodyGraph.of(
            "a",
            told(
                decided("a", "first", 1),
                link("a", "b", "lineage"),
                link("b", "c", "content"),
                link("a", "c", "lineage"),
                link("a", "d", "session")),
            CustodyGraphTest::other);
    assertThat(graph.nodes())
        .extracting(node -> node.id() + node.column())
        .containsExactly("a0", "b1", "c2", "d0");
    assertThat(graph.edges()).hasSize(4);
    String page = new CustodyPage(graph).html();
    assertThat(page)
        .contains("app-b of acme", "stroke-dasharray=\"7 4\"", "stroke-dasharray=\"2 4\"");
  }

  @Test
  void exchanges_that_lead_back_to_themselves_come_to_an_end() {
    var graph =
        CustodyGraph.of(
            "a",
            told(decided("a", "x", 1), link("a", "b", "lineage"), link("b", "a", "lineage")),
            CustodyGraphTest::other);
    assertThat(graph.nodes()).hasSize(2).allMatch(node -> node.column() < 2);
    assertThat(new CustodyPage(graph).html()).contains("</html>");
  }

  @Test
  void an_exchange_that_the_record_does_not_have_is_left_out_with_its_links() {
    var graph =
        CustodyGraph.of(
            "a",
            told(decided("a", "x", 1), link("a", "b", "lineage"), link("a", "c", "lineage")),
            id -> id.equals("b") ? Optional.empty() : other(id));
    assertThat(graph.nodes()).extracting(CustodyGraph.Node::id).containsExactly("a", "c");
    assertThat(graph.edges()).singleElement().matches(edge -> edge.to().equals("c"));
  }

  @Test
  void more_exchanges_than_can_be_read_are_not_drawn() {
    List<String> links = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      links.add(link("a", "n" + i, "lineage"));
    }
    Json told = told(decided("a", "x", 1), links.toArray(String[]::new));
    var graph = CustodyGraph.of("a", told, CustodyGraphTest::other);
    assertThat(graph.nodes()).hasSize(CustodyGraph.MOST_NODES);
    assertThat(graph.edges()).hasSize(CustodyGraph.MOST_NODES - 1);
  }

  @Test
  void what_was_stopped_says_so_and_what_stricter_modes_would_stop_too() {
    String entries =
        decided("a", "x", 1)
            + ",{\"entry\":\"ruling\",\"question\":\"tool\",\"subject\":\"send_email\","
            + "\"verdict\":\"permit\",\"reason\":\"no\",\"would_stop\":[\"balanced\",\"strict\"]}"
            + ",{\"entry\":\"ruling\",\"question\":\"tool\",\"subject\":\"pay\","
            + "\"verdict\":\"deny\",\"reason\":\"never\"}";
    var node = CustodyGraph.of("a", told(entries), CustodyGraphTest::other).nodes().getFirst();
    assertThat(node.fate().rulings())
        .containsExactly(
            "tool send_email: would be stopped in balanced and strict (no)",
            "tool pay: deny (never)");
  }
}
