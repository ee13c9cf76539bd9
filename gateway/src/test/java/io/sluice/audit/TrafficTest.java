package io.sluice.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The definitions of docs/measures.md, on entries small enough to count by hand. */
class TrafficTest {
  private static final String OWN = "{\"clearance\":\"restricted\",\"zone\":\"own\"}";
  private static final String GOOD = terms("internal", 0, "no", "valid");
  private static final String SAME = terms("confidential", 0, "no", "valid");
  private static final String WORSE = terms("internal", 90, "unknown", "expired");

  private final Traffic traffic = new Traffic();

  private static String terms(String clearance, int days, String training, String review) {
    return ("{\"clearance\":\"%s\",\"jurisdiction\":\"US\",\"retention_days\":%d,\"review\":\"%s\","
            + "\"training\":\"%s\",\"zone\":\"external\"}")
        .formatted(clearance, days, review, training);
  }

  @Test
  void the_last_entry_of_each_kind_and_rule_is_known() {
    for (int at = 1; at <= 3; at++) {
      traffic.add(
          json(
              """
              {"entry":"decision","at":%d000,"verdict":"deny","verdicts":[{"rules":["r%d"]}]}\
              """
                  .formatted(at, at % 2)));
    }
    traffic.add(json("{\"entry\":\"ruling\",\"at\":5000,\"question\":\"tool\"}"));
    assertThat(traffic.newest())
        .containsEntry("decision", Instant.ofEpochSecond(3))
        .containsEntry("decision deny", Instant.ofEpochSecond(3))
        .containsEntry("rule r0", Instant.ofEpochSecond(2))
        .containsEntry("rule r1", Instant.ofEpochSecond(3))
        .containsEntry("ruling.tool", Instant.ofEpochSecond(5));
  }

  private static Json json(String text) {
    try {
      return Json.parse(Bytes.utf8(text), JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** A permit of two candidates, the first of which is tried first. */
  private void permit(String exchange, String first, String second) {
    traffic.add(
        json(
            """
            {"entry":"decision","exchange":"%s","order":["a/m"],"verdict":"permit","verdicts":[
             {"allowed":true,"model":"a/m","rules":["cleared"],"terms":%s},
             {"allowed":true,"model":"b/m","rules":["cleared","extra"],"terms":%s}]}
            """
                .formatted(exchange, first, second)));
  }

  private void answered(String exchange, String model) {
    traffic.add(
        json(
            "{\"entry\":\"outcome\",\"exchange\":\"%s\",\"served\":{\"model\":\"%s\"}}"
                .formatted(exchange, model)));
  }

  @Test
  void a_rule_counts_once_per_decision() {
    permit("1", GOOD, SAME);
    permit("2", GOOD, SAME);
    assertThat(traffic.rules()).containsEntry("cleared", 2L).containsEntry("extra", 2L);
    assertThat(traffic.verdicts()).containsEntry("permit", 2L);
  }

  @Test
  void what_has_no_outcome_is_not_complete() {
    assertThat(traffic.completeness()).isEqualTo(1);
    permit("1", GOOD, SAME);
    permit("2", GOOD, SAME);
    answered("1", "a/m");
    answered("elsewhere", "a/m");
    assertThat(traffic.completeness()).isEqualTo(0.5);
  }

  @Test
  void traffic_can_move_to_what_is_no_worse_alone() {
    permit("1", GOOD, SAME);
    permit("2", GOOD, OWN);
    permit("3", GOOD, WORSE);
    permit("4", WORSE, GOOD);
    assertThat(traffic.movable()).isEqualTo(0.75);
  }

  @Test
  void risk_is_by_terms() {
    assertThat(Traffic.risk(json(OWN))).isZero();
    assertThat(Traffic.risk(json(GOOD))).isEqualTo(0.5);
    assertThat(Traffic.risk(json(WORSE))).isEqualTo(1.0, within(1e-9));
    assertThat(Traffic.risk(json("{}"))).as("unknown is the worst").isEqualTo(1.0, within(1e-9));
  }

  @Test
  void content_whose_level_cannot_be_read_counts_as_restricted() {
    permit("1", GOOD, SAME);
    answered("1", "a/m");
    assertThat(traffic.providers()).containsOnlyKeys("restricted");
    assertThat(traffic.paths()).containsExactly("restricted -> a");
    assertThat(traffic.residualRisk()).isEqualTo(0.5);
  }
}
