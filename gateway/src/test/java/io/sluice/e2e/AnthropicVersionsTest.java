package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Versions of Anthropic's format: its provider gets what the caller said, and an answer of another
 * one's provider is told in those that are known.
 */
class AnthropicVersionsTest {
  private static Simulator openAi;
  private static Simulator anthropic;
  private static RunningProcess gateway;
  private static String key;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    openAi = Simulator.start(SimSettings.of(Kind.OPENAI));
    anthropic = Simulator.start(SimSettings.of(Kind.ANTHROPIC));
    gateway =
        RunningProcess.start(
            directory,
            Setup.server("")
                + "providers:\n"
                + Setup.provider("cloud", "openai", openAi.uri() + "/v1")
                + Setup.provider("claude", "anthropic", anthropic.uri().toString())
                + "models:\n  own: {provider: claude, id: m}\n  other: {provider: cloud, id: m}\n");
    key = gateway.key("\"level\":\"public\"");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    openAi.close();
    anthropic.close();
  }

  @BeforeEach
  void clear() {
    openAi.clear();
    anthropic.clear();
  }

  private static HttpResponse<String> ask(String path, String model, String... version) {
    String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"[[sim: say=so]]\"}]";
    String limit = path.endsWith("count_tokens") ? "" : "\"max_tokens\":50,";
    String body = "{\"model\":\"%s\",%s%s}".formatted(model, limit, messages);
    String[] headers = new String[2 + version.length];
    headers[0] = "x-api-key";
    headers[1] = key;
    System.arraycopy(version, 0, headers, 2, version.length);
    return gateway.ask(path, body, headers);
  }

  private static String got(Simulator provider) {
    return provider.received().getLast().header("anthropic-version").orElse("");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2023-06-01", "2026-10-21"})
  void a_version_passes_and_is_answered_whoever_answers(String version) {
    for (String path : new String[] {"/v1/messages", "/v1/messages/count_tokens"}) {
      var own = ask(path, "own", "anthropic-version", version);
      assertThat(own.statusCode()).as(own.body()).isEqualTo(200);
      assertThat(got(anthropic)).isEqualTo(version);
      var other = ask(path, "other", "anthropic-version", version);
      assertThat(other.statusCode()).as(other.body()).isEqualTo(200);
    }
    String said = ask("/v1/messages", "other", "anthropic-version", version).body();
    assertThat(said).contains("\"type\":\"message\"", "\"text\":\"so\"", "\"end_turn\"");
  }

  @Test
  void beta_headers_the_query_and_unknown_fields_pass() {
    String body =
        "{ \"model\": \"own\", \"max_tokens\": 50, \"a_field_of_tomorrow\": {\"x\": [1e0, null]},"
            + " \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}] }";
    var answer =
        gateway.ask(
            "/v1/messages?beta=true",
            body,
            "x-api-key",
            key,
            "anthropic-version",
            "2026-10-21",
            "anthropic-beta",
            "one-2026-01-01,two-2026-02-02");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var received = anthropic.received().getLast();
    assertThat(received.target()).isEqualTo("/v1/messages?beta=true");
    assertThat(received.header("anthropic-beta")).hasValue("one-2026-01-01,two-2026-02-02");
    assertThat(received.text()).isEqualTo(body.replace("\"own\"", "\"m\""));
  }

  @Test
  void without_one_a_provider_is_told_the_oldest_that_is_known() {
    assertThat(ask("/v1/messages", "own").statusCode()).isEqualTo(200);
    assertThat(got(anthropic)).isEqualTo("2023-06-01");
    assertThat(ask("/v1/messages", "other").statusCode()).isEqualTo(200);
  }

  @Test
  void of_an_unknown_one_the_provider_speaks_itself() {
    var refused = ask("/v1/messages", "own", "anthropic-version", "2031-01-01");
    assertThat(got(anthropic)).isEqualTo("2031-01-01");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("invalid_request_error", "is not a valid version");
  }

  @Test
  void where_another_would_have_to_answer_it_is_refused_before_that_one_is_asked() {
    for (String path : new String[] {"/v1/messages", "/v1/messages/count_tokens"}) {
      var refused = ask(path, "other", "anthropic-version", "2031-01-01");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body())
          .contains("invalid_request_error", "anthropic-version must be one of 2023-06-01");
    }
    assertThat(openAi.received()).isEmpty();
  }
}
