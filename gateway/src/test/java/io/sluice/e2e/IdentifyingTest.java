package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.Bundle;
import io.sluice.policy.SourceFile;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who a caller asks for is no business of a provider, unless configuration says so. */
class IdentifyingTest {
  private static final String LESS =
      """
      @id("kept-less") @owner("test") @reason("nothing of this is kept") @storage("none")
      permit (principal, action == Action::"invokeModel", resource)
      when { principal.app == "quiet" };
      @id("few-tokens") @owner("test") @reason("short answers") @max_tokens("7")
      permit (principal, action == Action::"invokeModel", resource)
      when { principal.app == "quiet" };
      """;

  @TempDir Path directory = Path.of("");
  private Simulator provider;
  private RunningProcess gateway;

  @BeforeEach
  void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    Path bundle = directory.resolve("policy");
    for (SourceFile file : Bundle.starter().files()) {
      Path path = bundle.resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.text());
    }
    Files.writeString(bundle.resolve("less.cedar"), LESS);
    gateway =
        RunningProcess.start(
            directory,
            """
            server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
            policy: ./policy
            payloads: {default: full}
            providers:
              plain: {api: openai, base_url: %1$s/v1, profile: %2$s}
              told: {api: openai, base_url: %1$s/v1, forward: [user, traceparent], profile: %2$s}
            models:
              plain-model: {provider: plain, price: {input: 1, output: 1}}
              told-model: {provider: told, price: {input: 1, output: 1}}
            """
                .formatted(provider.uri(), Stated.reviewed("external", "internal")));
  }

  @AfterEach
  void stop() {
    gateway.close();
    provider.close();
  }

  private static String body(String model) {
    return """
    {"model":"%s","user":"ann","messages":[{"role":"user","content":"Good morning"}],\
    "metadata":{"ticket":"7"},"seed":4}\
    """
        .formatted(model);
  }

  @Test
  void fields_and_headers_that_name_somebody_go_only_where_forward_lists_them() {
    String key = "Bearer " + gateway.key("\"level\":\"internal\"");
    String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    var plain =
        gateway.ask(
            "/v1/chat/completions",
            body("plain-model"),
            "authorization",
            key,
            "traceparent",
            parent);
    assertThat(plain.statusCode()).as(plain.body()).isEqualTo(200);
    assertThat(plain.headers().firstValue("x-sluice-loss").orElse("")).contains("user", "metadata");
    var first = provider.received().getLast();
    assertThat(first.text()).doesNotContain("ann", "ticket").contains("\"seed\":4");
    assertThat(first.header("traceparent")).isEmpty();
    var told =
        gateway.ask(
            "/v1/chat/completions",
            body("told-model"),
            "authorization",
            key,
            "traceparent",
            parent);
    assertThat(told.statusCode()).as(told.body()).isEqualTo(200);
    var second = provider.received().getLast();
    assertThat(second.text()).contains("\"user\":\"ann\"").doesNotContain("ticket");
    assertThat(second.header("traceparent")).contains(parent);
    var other =
        gateway.ask(
            "/v1/messages",
            """
            {"model":"plain-model","max_tokens":9,"metadata":{"user_id":"ann"},\
            "messages":[{"role":"user","content":"Good morning"}]}\
            """,
            "authorization",
            key);
    assertThat(other.statusCode()).as(other.body()).isEqualTo(200);
    assertThat(provider.received().getLast().text()).doesNotContain("ann");
  }

  @Test
  void obligations_bound_what_is_kept_and_how_long_an_answer_is() {
    String quiet = "Bearer " + gateway.key("\"level\":\"internal\",\"app\":\"quiet\"");
    String usual = "Bearer " + gateway.key("\"level\":\"internal\"");
    var bound = gateway.ask("/v1/chat/completions", body("plain-model"), "authorization", quiet);
    assertThat(bound.statusCode()).as(bound.body()).isEqualTo(200);
    assertThat(provider.received().getLast().text()).contains(":7");
    String record = gateway.record(id(bound), text -> text.contains("\"verdicts\""));
    assertThat(record).contains("\"max_tokens\":7").contains("\"storing\":\"none\"");
    var free = gateway.ask("/v1/chat/completions", body("plain-model"), "authorization", usual);
    String other = gateway.record(id(free), text -> text.contains("\"verdicts\""));
    assertThat(other).contains("\"storing\":\"full\"").doesNotContain("\"max_tokens\":7");
  }

  private static String id(java.net.http.HttpResponse<String> answer) {
    return answer.headers().firstValue("x-sluice-exchange").orElse("");
  }
}
