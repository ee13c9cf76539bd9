package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever was refused before the request was read can still be told so, by the exchange's id. */
class TurnedAwayTest {
  private static final String BODY =
      "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"canary-text\"}]}";

  @TempDir Path directory;

  private static HttpResponse<String> ask(RunningProcess gateway, String key, String body) {
    return gateway.ask("/v1/chat/completions", body, "authorization", "Bearer " + key);
  }

  private static String traced(RunningProcess gateway, HttpResponse<String> refused, String what) {
    String id = refused.headers().firstValue("x-sluice-exchange").orElseThrow();
    var told = gateway.administer("GET", "/api/v1/exchanges/" + id + what, "");
    assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
    assertThat(told.body()).contains(id).doesNotContain("canary-text");
    return told.body();
  }

  @Test
  void a_refusal_that_was_only_counted_is_told_with_its_stage_and_reason() throws IOException {
    try (var provider = Simulator.start(SimSettings.of(Kind.OPENAI))) {
      String configuration = Setup.openAi(provider.uri(), "");
      HttpResponse<String> stranger;
      try (var gateway = RunningProcess.start(directory, configuration)) {
        String key = gateway.key("\"level\":\"public\"");
        HttpResponse<String> first = ask(gateway, "nobody", BODY.formatted("small"));
        stranger = ask(gateway, "nobody", BODY.formatted("small"));
        assertThat(first.statusCode()).isEqualTo(401);
        assertThat(traced(gateway, stranger, ""))
            .contains("refused before it was read, at stage authenticate: unauthenticated")
            .contains("127.0.0.1");
        var lost = ask(gateway, key, BODY.formatted("smal"));
        assertThat(traced(gateway, lost, "/explain")).contains("stage resolve: unknown_model");
        var junk = ask(gateway, key, "{");
        assertThat(traced(gateway, junk, "")).contains("stage read: invalid_request");
        var none =
            gateway.administer("GET", "/api/v1/exchanges/01890000-0000-7000-8000-000000000000", "");
        assertThat(none.statusCode()).isEqualTo(404);
      }
      // the counts are on disk, and the one that asked second is remembered by nobody
      try (var gateway = RunningProcess.start(directory, configuration)) {
        assertThat(traced(gateway, stranger, ""))
            .contains("has no entry of its own", "it may be one of these")
            .contains("2 x authenticate unauthenticated from 127.0.0.1");
      }
    }
  }
}
