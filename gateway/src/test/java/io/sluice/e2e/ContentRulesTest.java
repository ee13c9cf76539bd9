package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What content rules do besides what the scenarios play: reasoning, translation, metrics. */
class ContentRulesTest {
  private static Simulator claude;
  private static RunningProcess gateway;
  private static String key;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    claude = Simulator.start(SimSettings.of(Kind.ANTHROPIC));
    gateway =
        RunningProcess.start(
            directory,
            Setup.server("metrics: open")
                + "providers:\n"
                + Setup.provider("c", "anthropic", claude.uri().toString())
                + """
                models: {m: {provider: c}}
                routes:
                  masked: {models: [m]}
                  blocked: {models: [m]}
                content_rules:
                  - {name: wrote, terms: [The user wrote something], verdict: mask, routes: [masked]}
                  - {name: line, terms: [answer it in one line], verdict: block, routes: [blocked]}
                """);
    key = gateway.key("\"level\":\"public\"");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    claude.close();
  }

  private static HttpResponse<String> think(String route, boolean stream) {
    String body =
        """
        {"model":"%s","stream":%s,"max_tokens":4000,"thinking":{"type":"enabled","budget_tokens":1024},\
        "messages":[{"role":"user","content":"Hi [[sim: say=Hello.]] [[sim: thinking=shown]]"}]}\
        """
            .formatted(route, stream);
    return gateway.ask("/v1/messages", body, "x-api-key", key, "anthropic-version", "2023-06-01");
  }

  @Test
  void reasoning_is_masked_and_its_block_stays_whole() {
    for (boolean stream : new boolean[] {false, true}) {
      String body = think("masked", stream).body();
      assertThat(body).contains("[wrote]", "Hello").doesNotContain("user wrote");
      if (stream) {
        assertThat(body.indexOf("[wrote]"))
            .isLessThan(body.indexOf("signature_delta"))
            .isGreaterThan(body.indexOf("\"type\":\"thinking\""));
        assertThat(body.split("content_block_start", -1)).as(body).hasSize(5); // twice a block
      }
    }
  }

  @Test
  void reasoning_is_stopped_before_what_it_may_not_say() {
    var whole = think("blocked", false);
    assertThat(whole.statusCode()).as(whole.body()).isEqualTo(403);
    String stream = think("blocked", true).body();
    assertThat(stream).contains("\"stop_reason\":\"refusal\"").doesNotContain("one line", "answer");
  }

  @Test
  void what_is_found_is_counted() {
    think("masked", false);
    String counted = "sluice_findings_total{type=\"wrote\",direction=\"out\"}";
    String metrics = "";
    for (int i = 0;
        i < 200 && !metrics.contains(counted);
        i++) { // an exchange ends after its answer
      LockSupport.parkNanos(25_000_000);
      metrics = gateway.administer("", "GET", "/metrics", "").body();
    }
    assertThat(metrics).contains(counted);
  }
}
