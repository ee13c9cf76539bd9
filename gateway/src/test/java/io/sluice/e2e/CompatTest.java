package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.egress.CallerClient;
import io.sluice.egress.CallerClient.Answer;
import io.sluice.egress.CallerClient.Call;
import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Secret;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ollama and Cohere, what models can do, and imported lists, through the real process. */
class CompatTest {
  @TempDir static Path directory;
  private static Simulator ollama;
  private static Simulator cohere;
  private static Simulator openai;
  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws IOException {
    ollama = Simulator.start(SimSettings.of(Kind.OLLAMA));
    cohere = Simulator.start(SimSettings.of(Kind.COHERE));
    openai = Simulator.start(SimSettings.of(Kind.OPENAI));
    Path file =
        Files.writeString(
            directory.resolve("sluice.yaml"),
            Setup.server("")
                + "providers:\n"
                + Setup.provider("box", "ollama", ollama.uri().toString())
                + Setup.provider("co", "cohere", cohere.uri().toString())
                + Setup.provider("cloud", "openai", openai.uri() + "/v1")
                + Setup.provider("strict", "openai", openai.uri() + "/v1")
                    .replace("profile:", "unsupported_parameters: refuse, profile:")
                + """
                models:
                  qwen: {provider: box, id: qwen-sim, price: {input: 0, output: 0}}
                  command: {provider: co, id: command-sim, price: {input: 1, output: 2}}
                  vectors: {provider: co, id: embed-sim, capabilities: [embed]}
                  gpt: {provider: cloud, id: gpt-4o-sim, context: 50, capabilities: [tools],
                        rejects: [temperature, parallel_tool_calls], price: {input: 1, output: 2}}
                  picky: {provider: strict, id: gpt-4o-sim, rejects: [temperature]}
                  dated: {provider: cloud, id: gpt-x-sim}
                """);
    gateway = GatewayProcess.start(file, directory.resolve("data"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    ollama.close();
    cohere.close();
    openai.close();
  }

  private static Answer ask(String path, String body) throws IOException {
    var key = gateway.key("public", "");
    return gateway.caller().ask(new Call(path, key.secret(), Headers.NONE, Bytes.utf8(body)));
  }

  private static Json json(String text) {
    try {
      return Json.parse(Bytes.utf8(text), JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new AssertionError(text, e);
    }
  }

  private static String chat(String model, String more) {
    return """
    {"model": "%s", "messages": [{"role": "user", "content": "[[sim:say=Hello there]]"}]%s}\
    """
        .formatted(model, more);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", \"stream\": false", ", \"think\": true"})
  void ollamas_own_format_passes_byte_for_byte(String more) throws IOException {
    var direct =
        new CallerClient(ollama.uri())
            .ask(
                new Call(
                    "/api/chat",
                    Secret.of("none"),
                    Headers.NONE,
                    Bytes.utf8(chat("qwen-sim", more))));
    Answer through = ask("/api/chat", chat("qwen", more));
    assertThat(through.status()).as(through.text()).isEqualTo(200);
    assertThat(through.text()).isEqualTo(direct.text());
    assertThat(through.headers().first("content-type", ""))
        .startsWith(more.contains("false") ? "application/json" : "application/x-ndjson");
    assertThat(through.headers().first("x-sluice-loss")).isEmpty();
  }

  @Test
  void a_client_of_ollama_is_answered_by_any_provider() throws IOException {
    for (String model : List.of("gpt", "command", "qwen")) {
      Answer lines = ask("/api/chat", chat(model, ""));
      assertThat(lines.status()).as(lines.text()).isEqualTo(200);
      var said = new StringBuilder();
      for (String line : lines.text().strip().split("\n")) {
        said.append(json(line).at("message").text("content", ""));
      }
      assertThat(said.toString()).as(model).isEqualTo("Hello there");
      Json last = json(lines.lines().getLast());
      assertThat(last.at("done").bool(false)).isTrue();
      assertThat(last.integer("eval_count", 0)).as(model).isPositive();
      assertThat(last.integer("prompt_eval_count", 0)).as(model).isPositive();
      Answer whole = ask("/api/chat", chat(model, ", \"stream\": false"));
      assertThat(json(whole.text()).at("message").text("content", "")).isEqualTo("Hello there");
    }
  }

  @Test
  void a_tool_is_called_through_ollama_and_cohere() throws IOException {
    String body =
        """
        {"model": "%s", "stream": %s, "messages": [{"role": "user",
          "content": "[[sim:tool=weather]]"}], "tools": [{"type": "function",
          "function": {"name": "weather", "parameters": {"type": "object", "properties":
            {"town": {"type": "string"}}}}}]}\
        """;
    for (String model : List.of("qwen", "command")) {
      Json whole = json(ask("/v1/chat/completions", body.formatted(model, "false")).text());
      Json choice = whole.at("choices").items().getFirst();
      Json call = choice.at("message").at("tool_calls").items().getFirst();
      assertThat(choice.text("finish_reason", "")).as(model).isEqualTo("tool_calls");
      assertThat(call.text("id", "")).isNotEmpty();
      assertThat(call.at("function").text("name", "")).isEqualTo("weather");
      assertThat(json(call.at("function").text("arguments", "")).at("town").isString()).isTrue();
      String stream = ask("/v1/chat/completions", body.formatted(model, "true")).text();
      assertThat(stream).contains("\"finish_reason\":\"tool_calls\"", "[DONE]", "weather");
    }
  }

  @Test
  void cohere_is_asked_by_its_own_names_and_charged_by_what_it_bills() throws IOException {
    Answer answer =
        ask(
            "/v1/chat/completions",
            chat("command", ", \"top_p\": 0.5, \"stop\": [\"zz\"], \"user\": \"u\""));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.headers().first("x-sluice-loss", "")).contains("user");
    Json usage = json(answer.text()).at("usage");
    assertThat(usage.integer("prompt_tokens", 0)).isPositive();
    Answer vectors = ask("/v1/embeddings", "{\"model\":\"vectors\",\"input\":[\"a\",\"b\"]}");
    assertThat(json(vectors.text()).at("data").items()).hasSize(2);
    assertThat(vectors.headers().first("x-sluice-loss", "")).contains("input_type");
  }

  @Test
  void errors_of_both_have_their_class() throws IOException {
    for (String model : List.of("qwen", "command")) {
      String body = chat(model, "").replace("[[sim:say=Hello there]]", "[[sim:fault=status=429]]");
      Answer answer = ask("/v1/chat/completions", body);
      assertThat(answer.status()).as(answer.text()).isEqualTo(429);
      assertThat(json(answer.text()).at("error").text("code", ""))
          .isEqualTo("upstream_rate_limited");
    }
    Answer unknown = ask("/api/chat", chat("nobody", ""));
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(json(unknown.text()).text("error", "")).contains("nobody");
    assertThat(json(unknown.text()).at("sluice").text("code", "")).isEqualTo("unknown_model");
    Answer bad =
        ask("/api/chat", "{\"model\":\"qwen\",\"messages\":[{\"role\":\"user\",\"content\":5}]}");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(json(bad.text()).text("error", "")).contains("messages[0].content");
  }

  @Test
  void a_parameter_that_a_model_does_not_take_is_left_out_or_refused() throws IOException {
    String more = ", \"temperature\": 0.5, \"seed\": 4";
    Answer dropped = ask("/v1/chat/completions", chat("gpt", more));
    assertThat(dropped.status()).as(dropped.text()).isEqualTo(200);
    assertThat(dropped.headers().first("x-sluice-loss", "")).contains("temperature");
    assertThat(openai.received().getLast().text())
        .doesNotContain("temperature")
        .contains("\"seed\": 4");
    Answer crossed =
        ask("/api/chat", chat("gpt", ", \"options\": {\"temperature\": 0.5, \"seed\": 4}"));
    assertThat(crossed.headers().first("x-sluice-loss", "")).contains("temperature");
    assertThat(openai.received().getLast().text()).doesNotContain("temperature").contains("seed");
    int before = openai.received().size();
    Answer refused = ask("/v1/chat/completions", chat("picky", more));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.headers().first("x-sluice-code", "")).isEqualTo("unsupported");
    assertThat(refused.text()).contains("temperature");
    assertThat(openai.received()).hasSize(before);
  }

  @Test
  void what_no_model_can_do_is_refused_before_anybody_is_asked() throws IOException {
    int before = openai.received().size();
    String schema =
        ", \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"n\","
            + " \"schema\": {\"type\": \"object\"}}}";
    Answer shape = ask("/v1/chat/completions", chat("gpt", schema));
    assertThat(shape.status()).isEqualTo(400);
    assertThat(shape.text()).contains("json_schema");
    Answer tooLong =
        ask("/v1/chat/completions", chat("gpt", "").replace("Hello there", "word ".repeat(100)));
    assertThat(tooLong.status()).isEqualTo(400);
    assertThat(json(tooLong.text()).at("error").text("code", "")).isEqualTo("context_length");
    Answer own = ask("/api/chat", chat("gpt", "").replace("Hello there", "word ".repeat(100)));
    assertThat(json(own.text()).at("sluice").text("code", "")).isEqualTo("context_length");
    assertThat(openai.received()).hasSize(before);
  }

  private static Reply put(String list, String more) throws IOException {
    return gateway
        .admin()
        .call("POST", "/api/v1/catalogue?as_of=2026-07-02" + more, Bytes.utf8(list));
  }

  private static Json model(String name) throws IOException {
    Reply models = gateway.admin().call("GET", "/api/v1/models", Bytes.EMPTY);
    return models.body().at("models").items().stream()
        .filter(one -> one.text("name", "").equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_list_is_put_in_force_whole_recorded_and_kept_when_the_next_is_bad() throws IOException {
    String list =
        """
        {"openai": {"models": {"gpt-x-sim": {"tool_call": true, "limit": {"context": 9000},
          "cost": {"input": 1.5, "output": 6, "cache_read": 0.5}}}}}\
        """;
    String at = "127.0.0.1"; // the provider's own host stands for the vendor's
    String named =
        list.replace("{\"openai\": {", "{\"mine\": {\"api\": \"https://" + at + "/v1\", ");
    assertThat(model("dated").text("origin", "none")).isEmpty();
    assertThat(put(named.replace("1.5", "-1.5"), "").status()).isEqualTo(409);
    assertThat(model("dated").text("origin", "none")).isEmpty();
    Reply made = put(named, "");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    Json known = model("dated");
    assertThat(known.text("origin", "")).isEqualTo("models.dev");
    assertThat(known.text("as_of", "")).isEqualTo("2026-07-02");
    assertThat(known.text("input", "")).isEqualTo("1.5");
    assertThat(Integer.parseInt(known.text("age_days", "-1"))).isPositive();
    assertThat(known.integer("context", 0)).isEqualTo(9_000);
    assertThat(model("gpt").text("origin", ""))
        .as("the operator's word")
        .isEqualTo("configuration");
    Reply bad = put(named.replace("\"output\": 6", "\"output\": 6e9"), "");
    assertThat(bad.status()).isEqualTo(409);
    assertThat(bad.text()).contains("not plausible", "gpt-x-sim");
    assertThat(put(named.replace("1.5", "150"), "").text()).contains("twenty times");
    assertThat(model("dated").text("input", "")).isEqualTo("1.5");
    assertThat(put(named.replace("1.5", "150"), "&anyway=true").status()).isEqualTo(201);
    assertThat(model("dated").text("input", "")).isEqualTo("150");
    Reply lists = gateway.admin().call("GET", "/api/v1/catalogue", Bytes.EMPTY);
    assertThat(lists.body().at("lists").items()).hasSize(1);
    assertThat(Files.exists(directory.resolve("data/catalogue/models.dev.json"))).isTrue();
    assertThat(Files.exists(directory.resolve("data/catalogue/models.dev.before.json"))).isTrue();
  }
}
