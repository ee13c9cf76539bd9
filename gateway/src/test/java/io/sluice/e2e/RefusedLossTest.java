package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.Bundle;
import io.sluice.policy.SourceFile;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policy refuses translations that lose what must not be lost, in a running process: candidate by
 * candidate, in the caller's format, recorded and explained.
 */
class RefusedLossTest {
  private static final String RULE =
      """
      @id("faithful") @owner("research") @reason("'{model}' would not be told: {losses}")
      forbid (principal, action == Action::"invokeModel", resource)
      when { context.losses.containsAny(["seed", "top_k", "thinking"]) };
      """;

  private static Simulator openAi;
  private static Simulator anthropic;
  private static RunningProcess gateway;
  private static String key;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    openAi = Simulator.start(SimSettings.of(Kind.OPENAI));
    anthropic = Simulator.start(SimSettings.of(Kind.ANTHROPIC));
    Path bundle = directory.resolve("policy");
    for (SourceFile file : Bundle.starter().files()) {
      Path path = bundle.resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.text().replace("// losses: Set<String>", "losses: Set<String>"));
    }
    Files.writeString(bundle.resolve("faithful.cedar"), RULE);
    gateway =
        RunningProcess.start(
            directory,
            Setup.server("")
                + "policy: ./policy\nproviders:\n"
                + Setup.provider("cloud", "openai", openAi.uri() + "/v1")
                + Setup.provider("claude", "anthropic", anthropic.uri().toString())
                + """
                models:
                  cheap: {provider: claude, id: claude-haiku-4-5, price: {input: 1, output: 1}}
                  dear: {provider: cloud, id: gpt-5, price: {input: 9, output: 9}}
                routes:
                  auto: {models: [cheap, dear], optimise: {cost: 1.0}}
                """);
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

  private static HttpResponse<String> chat(String model, String more) {
    String messages = "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]";
    String body = "{\"model\":\"%s\",%s%s}".formatted(model, messages, more);
    return gateway.ask("/v1/chat/completions", body, "authorization", "Bearer " + key);
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void a_route_answers_by_the_candidate_that_is_told_everything() {
    assertThat(header(chat("auto", ""), "x-sluice-model")).isEqualTo("claude/claude-haiku-4-5");
    var seeded = chat("auto", ",\"seed\":7");
    assertThat(seeded.statusCode()).isEqualTo(200);
    assertThat(header(seeded, "x-sluice-model")).isEqualTo("cloud/gpt-5");
    assertThat(openAi.received().getLast().text()).contains("\"seed\":7");
    String exchange = header(seeded, "x-sluice-exchange");
    String record = gateway.record(exchange, text -> text.contains("\"outcome\""));
    assertThat(record)
        .contains("\"losses\":[{\"fields\":[\"seed\"],\"model\":\"claude/claude-haiku-4-5\"}]");
    assertThat(gateway.administer("GET", "/api/v1/exchanges/" + exchange + "/explain", "").body())
        .contains("would be lost", "claude/claude-haiku-4-5: seed", "faithful");
  }

  @Test
  void a_loss_that_no_rule_minds_is_told_as_ever() {
    var answer = chat("cheap", ",\"logit_bias\":{\"1\":2}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "x-sluice-loss")).contains("logit_bias");
  }

  @Test
  void a_named_model_is_refused_naming_the_field_and_nothing_is_sent() {
    var refused = chat("cheap", ",\"seed\":7,\"stream\":true");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(header(refused, "x-sluice-code")).isEqualTo("policy_denied");
    assertThat(header(refused, "x-should-retry")).isEqualTo("false");
    assertThat(refused.body()).contains("'cheap' would not be told: seed", "faithful");
    assertThat(anthropic.received()).isEmpty();
    String exchange = header(refused, "x-sluice-exchange");
    assertThat(gateway.record(exchange, text -> text.contains("\"outcome\"")))
        .contains("\"verdict\":\"deny\"", "\"fields\":[\"seed\"]");
  }

  @Test
  void in_anthropics_format_too_where_it_is_the_other_way_round() {
    String body =
        "{\"model\":\"dear\",\"max_tokens\":50,\"top_k\":4,\"messages\":"
            + "[{\"role\":\"user\",\"content\":\"hello\"}]}";
    var refused = gateway.ask("/v1/messages", body, "x-api-key", key);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body())
        .contains("\"type\":\"error\"", "permission_error", "'dear' would not be told: top_k");
    var told = gateway.ask("/v1/messages", body.replace("dear", "cheap"), "x-api-key", key);
    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(openAi.received()).isEmpty();
  }

  @Test
  void what_a_later_limit_makes_a_translation_lose_is_not_sent_unasked() {
    String poor = gateway.key("\"level\":\"public\",\"budget\":\"0.001/day\"");
    String body =
        "{\"model\":\"cheap\",\"reasoning_effort\":\"low\",\"messages\":"
            + "[{\"role\":\"user\",\"content\":\"hello\"}]}";
    var refused = gateway.ask("/v1/chat/completions", body, "authorization", "Bearer " + poor);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
    assertThat(refused.body()).contains("thinking, which policy was not asked about");
    assertThat(anthropic.received()).isEmpty();
  }
}
