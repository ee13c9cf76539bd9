package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.egress.CallerClient.Answer;
import io.sluice.egress.CallerClient.Call;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What OpenResponses asks of a server, as data under {@code compliance}: every case towards a
 * provider of the same format and towards providers of others.
 */
class ResponsesComplianceTest {
  private static final List<String> MODELS = List.of("same", "chat", "claude");

  /** Members that every response has. */
  private static final Set<String> MEMBERS =
      Set.of(
          "id",
          "object",
          "created_at",
          "status",
          "error",
          "incomplete_details",
          "instructions",
          "metadata",
          "model",
          "output",
          "parallel_tool_calls",
          "previous_response_id",
          "temperature",
          "text",
          "tool_choice",
          "tools",
          "top_p",
          "truncation",
          "usage",
          "store",
          "reasoning",
          "max_output_tokens",
          "background");

  /** Which event may follow the first: each ends with the response. */
  private static final Map<String, String> ENDS =
      Map.of("completed", "response.completed", "incomplete", "response.incomplete");

  @TempDir static Path directory;
  private static Simulator openAi;
  private static Simulator anthropic;
  private static GatewayProcess gateway;
  private static GatewayProcess.Key key;

  @BeforeAll
  static void start() throws IOException {
    openAi = Simulator.start(SimSettings.of(Kind.OPENAI));
    anthropic = Simulator.start(SimSettings.of(Kind.ANTHROPIC));
    String text =
        Setup.server("")
            + "providers:\n"
            + Setup.provider("same", "openai-responses", openAi.uri() + "/v1")
            + Setup.provider("chat", "openai-chat", openAi.uri() + "/v1")
            + Setup.provider("claude", "anthropic", anthropic.uri().toString())
            + "models:\n"
            + "  same: {provider: same}\n  chat: {provider: chat}\n  claude: {provider: claude}\n";
    Path file = Files.writeString(directory.resolve("sluice.yaml"), text);
    gateway = GatewayProcess.start(file, directory.resolve("data"));
    key = gateway.key("public", "");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    openAi.close();
    anthropic.close();
  }

  @TestFactory
  Stream<DynamicTest> every_case_holds_whoever_answers() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    try (var files = Files.list(Path.of("src/test/resources/compliance"))) {
      for (Path file : files.sorted().toList()) {
        for (String model : MODELS) {
          String name = file.getFileName() + " " + model;
          tests.add(DynamicTest.dynamicTest(name, () -> hold(file, model)));
        }
      }
    }
    assertThat(tests).hasSize(8 * MODELS.size());
    return tests.stream();
  }

  @Test
  void nothing_is_answered_in_the_background_where_nobody_could_look_at_it() throws IOException {
    for (String model : MODELS) {
      Answer refused =
          posted("/v1/responses", "{\"model\":\"%s\",\"input\":\"a\",\"background\":true}", model);
      assertThat(refused.status()).as(model).isEqualTo(400);
      assertThat(refused.text()).contains("unsupported").contains("background");
    }
    Answer cancelled = posted("/v1/responses/resp_1/cancel", "{}", "");
    assertThat(cancelled.status()).isEqualTo(404);
    assertThat(cancelled.text()).contains("unsupported_endpoint");
  }

  private static Answer posted(String path, String body, String model) throws IOException {
    Bytes text = Bytes.utf8(body.formatted(model));
    return gateway.caller().ask(new Call(path, key.secret(), Headers.NONE, text));
  }

  private static void hold(Path file, String model) throws IOException {
    Json root = json(Bytes.owning(Files.readAllBytes(file)));
    Json request = root.at("request");
    Json response = asked(request, model, "");
    check(response, root.at("expect"));
    if (!request.at("then").missing()) {
      String id = response.text("id", "");
      Json next = asked(request.at("then"), model, id);
      check(next, root.at("expect"));
      assertThat(next.text("id", "")).isNotEqualTo(id);
      assertThat((model.equals("claude") ? anthropic : openAi).received().getLast().text())
          .contains("My name is Ada.");
    }
  }

  /** The response, whole or from the last event of a stream that was well formed. */
  private static Json asked(Json request, String model, String previous) throws IOException {
    var body = new JsonWriter(512).object().field("model", model);
    for (Json.Field field : request.fields()) {
      if (!field.name().equals("then")) {
        body.field(field.name(), field.value().raw());
      }
    }
    if (!previous.isEmpty()) {
      body.field("previous_response_id", previous);
    }
    Bytes text = Bytes.utf8(body.endObject().done().utf8().replace("\n", " "));
    Answer answer =
        gateway.caller().ask(new Call("/v1/responses", key.secret(), Headers.NONE, text));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return request.at("stream").bool(false)
        ? last(answer.lines())
        : json(Bytes.utf8(answer.text()));
  }

  private static Json last(List<String> lines) {
    var events = new ArrayList<Json>();
    String named = "";
    for (String line : lines) {
      if (line.startsWith("event: ")) {
        named = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        Json event = json(Bytes.utf8(line.substring("data: ".length())));
        assertThat(event.text("type", "")).isEqualTo(named);
        assertThat(event.integer("sequence_number", -1)).isEqualTo(events.size());
        events.add(event);
      }
    }
    assertThat(events.getFirst().text("type", "")).isEqualTo("response.created");
    Json response = events.getLast().at("response");
    assertThat(events.getLast().text("type", "")).isEqualTo(ENDS.get(response.text("status", "")));
    return response;
  }

  private static void check(Json response, Json expected) {
    var members = response.fields().stream().map(Json.Field::name).toList();
    assertThat(members).containsAll(MEMBERS);
    assertThat(response.text("object", "")).isEqualTo("response");
    assertThat(response.text("status", "")).isEqualTo(expected.text("status", ""));
    var types = response.at("output").items().stream().map(item -> item.text("type", "")).toList();
    var wanted =
        expected.at("items").items().stream().map(item -> item.string().orElse("")).toList();
    assertThat(types).containsAll(wanted);
    for (Json item : response.at("output").items()) {
      assertThat(item.text("id", "")).isNotEmpty();
    }
    assertThat(response.at("usage").integer("total_tokens", 0)).isPositive();
  }

  private static Json json(Bytes text) {
    try {
      return Json.parse(text, JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
