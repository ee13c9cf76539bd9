package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures and evidence reports, from outside. */
class ReportTest {
  @TempDir static Path directory;
  private static Simulator provider;
  private static RunningProcess gateway;

  @BeforeAll
  static void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    gateway = RunningProcess.start(directory, Setup.openAi(provider.uri(), ""));
    String key = gateway.key("\"level\":\"confidential\"");
    String body = "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    for (int i = 0; i < 3; i++) {
      var answer = gateway.ask("/v1/chat/completions", body, "authorization", "Bearer " + key);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      String exchange = answer.headers().firstValue("x-sluice-exchange").orElseThrow();
      assertThat(gateway.record(exchange, text -> text.contains("\"outcome\""))).isNotEmpty();
    }
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.close();
  }

  private static Json get(String path) throws JsonException {
    var answer = gateway.administer("GET", path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(Bytes.utf8(answer.body()), JsonLimits.DEFAULT);
  }

  private static GatewayProcess.Ended report(String... more) throws Exception {
    var all = new String[more.length + 3];
    all[0] = "report";
    System.arraycopy(more, 0, all, 1, more.length);
    all[more.length + 1] = "--data";
    all[more.length + 2] = gateway.data().toString();
    return GatewayProcess.run(all);
  }

  @Test
  void measures_count_what_the_ledger_holds() throws Exception {
    Json measures = get("/api/v1/measures?since=1d");
    assertThat(measures.at("counts").integer("decisions_permit", 0)).isEqualTo(3);
    assertThat(measures.at("shares").at("audit_completeness").raw().utf8()).startsWith("1");
    assertThat(measures.at("shares").at("residual_risk").raw().utf8()).startsWith("0.5");
    assertThat(measures.at("exposure_paths").at("used").raw().utf8())
        .isEqualTo("[\"confidential -> cloud\"]");
    assertThat(measures.at("decisions_by_rule").integer("cleared", 0)).isEqualTo(3);
    assertThat(gateway.administer("GET", "/metrics", "").body())
        .contains("sluice_governance{measure=\"providers_for_confidential\"} 1");
    assertThat(gateway.administer("GET", "/api/v1/measures?since=never", "").statusCode())
        .isEqualTo(400);
  }

  @Test
  void the_measures_of_a_day_are_an_entry_of_the_ledger() {
    var record = gateway.administer("GET", "/api/v1/ledger/entries?from=0&limit=1000", "");
    assertThat(record.body()).contains("measures.daily", "audit_completeness");
  }

  @Test
  void a_report_is_made_from_data_alone_and_recorded() throws Exception {
    var done = report("--framework", "nist-ai-rmf", "--since", "1d");
    assertThat(done.status()).as(done.text()).isZero();
    assertThat(done.text())
        .contains("# Evidence for the NIST AI Risk Management Framework")
        .contains("MEASURE 2.8 Transparency and accountability are examined: PASS")
        .contains("MANAGE 2.4 Systems can be disengaged or deactivated: GAP")
        .contains("recorded as")
        .containsPattern(
            "From \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ to \\d{4}-\\d\\d-\\d\\dT[0-9:]{8}Z:")
        .containsPattern("Newest evidence: \\d{4}-\\d\\d-\\d\\dT[0-9:]{8}Z \\(\\d min old\\)")
        .contains("Newest evidence: none");
    var record = gateway.administer("GET", "/api/v1/ledger/entries?from=0&limit=1000", "");
    assertThat(record.body()).contains("report.made", "control MANAGE 2.4");
  }

  @Test
  void whoever_has_a_report_can_make_its_hash_and_find_it_in_the_ledger() throws Exception {
    String text =
        gateway.administer("GET", "/api/v1/report?since=1d&framework=owasp-llm", "").body();
    Json made = Json.parse(Bytes.utf8(text), JsonLimits.DEFAULT);
    String content = text.substring(0, text.indexOf(",\"sha256\":\"")) + "}";
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(hash)).isEqualTo(made.text("sha256", ""));
    var record = gateway.administer("GET", "/api/v1/ledger/entries?from=0&limit=1000", "");
    assertThat(record.body()).contains(made.text("sha256", "-"));
  }

  @Test
  void each_control_says_how_old_its_newest_evidence_is() throws Exception {
    Json made = get("/api/v1/report?since=1d&framework=nist-ai-rmf");
    Json control = control(made, "MEASURE 2.8");
    assertThat(control.text("newest", "")).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:]{8}Z");
    assertThat(control.integer("age_seconds", -1)).isBetween(0L, 600L);
    assertThat(control.at("findings").items())
        .allSatisfy(one -> assertThat(one.integer("age_seconds", -1)).isNotNegative());
    assertThat(control(made, "MANAGE 2.4").at("newest").missing()).isTrue();
    String page =
        gateway
            .administer("GET", "/api/v1/report?since=1d&framework=nist-ai-rmf&format=html", "")
            .body();
    assertThat(page).containsPattern("<p>Newest evidence: [0-9T:Z-]{20} \\(\\d min old\\)</p>");
  }

  private static Json control(Json report, String id) {
    return report.at("controls").items().stream()
        .filter(one -> one.text("id", "").equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void every_framework_and_format_is_there_and_others_are_refused() throws Exception {
    assertThat(report("--framework", "owasp-llm", "--json").text())
        .contains("\"id\":\"LLM09\",\"title\":\"Misinformation\",\"status\":\"GAP\"");
    assertThat(report("--framework", "owasp-agentic", "--format", "html").text())
        .startsWith("<!doctype html>");
    for (String name : List.of("nist-csf", "maestro", "iso-42001", "eu-ai-act")) {
      Json made = get("/api/v1/report?since=1d&framework=" + name);
      assertThat(made.at("controls").items()).as(name).hasSizeGreaterThan(6);
      assertThat(made.raw().utf8()).contains("\"PASS\"").doesNotContain("nothing measures this");
    }
    var unknown = report("--framework", "owasp-lm");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.text()).contains("owasp-llm");
    assertThat(report("--framework", "owasp-llm", "--format", "pdf").status()).isEqualTo(2);
  }
}
