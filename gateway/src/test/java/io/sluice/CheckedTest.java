package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.admin.ReadMeasures.Control;
import io.sluice.admin.ReadMeasures.Measures;
import io.sluice.admin.ReadMeasures.Paths;
import io.sluice.admin.ReadMeasures.Reach;
import io.sluice.admin.ReadMeasures.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckedTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  private static Control control(String check, Map<String, Duration> ages) {
    var newest = new java.util.HashMap<String, Instant>();
    ages.forEach((kind, age) -> newest.put(kind, NOW.minus(age)));
    var reach = new Reach(Map.of(), Map.of(), new Paths(List.of(), List.of()));
    var measures =
        new Measures(
            new Span(NOW.minus(Duration.ofDays(365)), NOW, 0, 10),
            reach,
            Map.of("audit_completeness", 1.0),
            Map.of("decisions", 5L, "event approval.granted", 1L, "event key.suspended", 1L),
            Map.of("mask-health", 2L),
            newest);
    var stated = new Frameworks.Stated("C 1", "one", List.of(check), List.of());
    return Checked.control(stated, measures);
  }

  @Test
  void evidence_that_is_too_old_counts_against_a_pass() {
    var fresh = control("decisions-recorded", Map.of("decision", Duration.ofDays(7)));
    assertThat(fresh.status()).isEqualTo("PASS");
    assertThat(fresh.newest()).contains(NOW.minus(Duration.ofDays(7)));
    var old = control("decisions-recorded", Map.of("decision", Duration.ofDays(9)));
    assertThat(old.status()).isEqualTo("PARTIAL");
    assertThat(old.findings().getFirst().value()).contains("9 days old, more than 7");
  }

  @Test
  void what_people_do_seldom_may_be_older() {
    var asked = Map.of("approval.granted", Duration.ofDays(89));
    assertThat(control("people-decide", asked).status()).isEqualTo("PASS");
    assertThat(control("people-decide", Map.of("approval.granted", Duration.ofDays(91))).status())
        .isEqualTo("PARTIAL");
    assertThat(control("stop-used", Map.of("key.suspended", Duration.ofDays(91))).status())
        .isEqualTo("PARTIAL");
  }

  @Test
  void each_check_has_evidence_of_its_own() {
    var all = Map.of("decision", Duration.ZERO, "rule mask-health", Duration.ofDays(8));
    assertThat(control("content-masked", all).status()).isEqualTo("PARTIAL");
    assertThat(control("record-complete", Map.of("outcome", Duration.ofDays(8))).status())
        .isEqualTo("PARTIAL");
    assertThat(control("refusals-happen", all).newest()).isEmpty();
  }

  @Test
  void without_evidence_there_is_no_pass() {
    assertThat(control("tools-decided", Map.of()).status()).isEqualTo("GAP");
  }
}
