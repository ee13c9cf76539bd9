package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.azure.AzureOpenAIServiceVersion;
import com.openai.azure.AzureUrlPathMode;
import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseInputItem;
import io.sluice.sim.Kind;
import io.sluice.sim.Received;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * OpenAI's own client speaks Responses to the real process: the same as without it, towards every
 * format, and over several turns.
 */
class ResponsesProcessTest {
  private static final Pattern ID = Pattern.compile("(resp_|msg_|fc_|rs_|call_)\\w+");
  private static final Pattern MOMENT = Pattern.compile("(created_?[aA]t)=[0-9.E]+");
  private static final String KEEPS =
      "{zone: external, clearance: confidential, reviewed: 2026-01-01, review_expires: 2099-01-01,"
          + " reviewer: r, trains_on_data: false, retention_days: 30, jurisdiction: US}";
  private static final List<Integer> FAILURES = List.of(400, 401, 404, 429, 500);
  private static final String SECRET_WORD = "tangerine";

  /** Models of providers that keep answers, that must not, and that speak other formats. */
  private static final JsonValue PROMPT = JsonValue.from(Map.of("id", "pmpt_1"));

  private static final List<String> EVERYWHERE = List.of("keeps", "brief", "chat", "claude", "az");

  private static Simulator openAi;
  private static Simulator anthropic;
  private static RunningProcess gateway;
  private static OpenAIClient direct;
  private static OpenAIClient through;
  private static OpenAIClient other;
  private static String key;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    openAi = Simulator.start(SimSettings.of(Kind.OPENAI));
    anthropic = Simulator.start(SimSettings.of(Kind.ANTHROPIC));
    gateway = RunningProcess.start(directory, configuration());
    key = gateway.key("\"level\":\"public\"");
    direct = client(openAi.uri() + "/v1", "any");
    through = client(gateway.client() + "/v1", key);
    other = client(gateway.client() + "/v1", gateway.key("\"level\":\"public\""));
  }

  @AfterAll
  static void stop() {
    direct.close();
    through.close();
    other.close();
    gateway.close();
    openAi.close();
    anthropic.close();
  }

  private static String configuration() {
    var text = new StringBuilder(Setup.server("")).append("providers:\n");
    String base = openAi.uri() + "/v1";
    text.append("  vendor: {api: openai, base_url: \"%s\", profile: %s}\n".formatted(base, KEEPS));
    text.append(Setup.provider("brief", "openai-responses", base));
    text.append(Setup.provider("chat", "openai-chat", base));
    text.append(Setup.provider("claude", "anthropic", anthropic.uri().toString()));
    text.append(
        "  az: {api: azure, base_url: \"%s\", api_version: 2024-10-21, profile: %s}\n"
            .formatted(openAi.uri(), KEEPS));
    text.append("models:\n");
    for (int status : FAILURES) {
      text.append("  keeps-%d: {provider: vendor, id: keeps-%1$d}\n".formatted(status));
    }
    text.append("  keeps: {provider: vendor, id: keeps}\n");
    text.append("  asked: {provider: vendor, id: asked, api: openai-responses}\n");
    text.append("  brief: {provider: brief, id: brief}\n");
    text.append("  chat: {provider: chat, id: chat}\n");
    text.append("  claude: {provider: claude, id: claude}\n");
    return text.append("  az: {provider: az, id: az}\n").toString();
  }

  private static OpenAIClient client(String base, String key) {
    return OpenAIOkHttpClient.builder().baseUrl(base).apiKey(key).maxRetries(0).build();
  }

  private static ResponseCreateParams.Builder asked(String model, String prompt) {
    var city = Map.of("city", Map.of("type", "string"));
    var parameters =
        FunctionTool.Parameters.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .putAdditionalProperty("properties", JsonValue.from(city))
            .build();
    var tool = FunctionTool.builder().name("weather").parameters(parameters).strict(false).build();
    return ResponseCreateParams.builder().model(model).input(prompt).addTool(tool);
  }

  private static String whole(OpenAIClient client, ResponseCreateParams asked) {
    return plain(client.responses().create(asked).toString());
  }

  private static String events(OpenAIClient client, ResponseCreateParams asked) {
    var all = new StringBuilder();
    try (var stream = client.responses().createStreaming(asked)) {
      stream.stream().forEach(event -> all.append(event).append('\n'));
    }
    return plain(all.toString());
  }

  private static Response streamed(OpenAIClient client, ResponseCreateParams asked) {
    var accumulator = ResponseAccumulator.create();
    try (var stream = client.responses().createStreaming(asked)) {
      stream.stream().forEach(accumulator::accumulate);
    }
    return accumulator.response();
  }

  private static String plain(String text) {
    var numbers = new LinkedHashMap<String, Integer>();
    String numbered =
        ID.matcher(text)
            .replaceAll(
                found ->
                    "%s%d"
                        .formatted(
                            found.group(1).toUpperCase(Locale.ROOT),
                            numbers.computeIfAbsent(found.group(), id -> numbers.size())));
    return MOMENT.matcher(numbered).replaceAll("$1=0");
  }

  private static String text(Response response) {
    var text = new StringBuilder();
    response
        .output()
        .forEach(
            item ->
                item.message()
                    .ifPresent(
                        message ->
                            message
                                .content()
                                .forEach(
                                    part ->
                                        part.outputText()
                                            .ifPresent(said -> text.append(said.text())))));
    return text.toString();
  }

  private static Received last(Simulator simulator) {
    return simulator.received().getLast();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello there",
        "[[sim: tokens=40]]",
        "[[sim: tool=weather args={\"city\":\"Oslo\"}]]",
        "[[sim: tool=weather args={\"city\":\"Oslo\"}]] [[sim: tool=weather"
            + " args={\"city\":\"Rome\"}]]",
        "[[sim: thinking]] [[sim: say=so]]",
        "[[sim: refuse]]",
      })
  void responses_are_the_same_through_the_gateway(String prompt) {
    var asked = asked("keeps", prompt).build();
    assertThat(whole(through, asked)).isEqualTo(whole(direct, asked));
    assertThat(events(through, asked)).isEqualTo(events(direct, asked));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello there",
        "[[sim: tool=weather args={\"city\":\"Oslo\"}]] [[sim: tool=weather"
            + " args={\"city\":\"Rome\"}]]",
        "[[sim: refuse]]",
      })
  void every_provider_answers_in_events_that_the_client_accumulates(String prompt) {
    for (String model : EVERYWHERE) {
      var asked = asked(model, prompt).build();
      Response said = streamed(through, asked);
      Response at = through.responses().create(asked);
      assertThat(text(said)).as(model).isEqualTo(text(at));
      assertThat(said.output()).as(model).hasSameSizeAs(at.output());
      assertThat(said.usage()).as(model).isPresent();
      assertThat(said.status()).as(model).isEqualTo(at.status());
    }
  }

  @Test
  void a_conversation_goes_on_from_its_last_answer_whoever_gives_it() {
    for (String model : EVERYWHERE) {
      Simulator simulator = model.equals("claude") ? anthropic : openAi;
      var first = asked(model, "Remember " + SECRET_WORD).build();
      Response before = streamed(through, first);
      var second = asked(model, "And now?").previousResponseId(before.id()).build();
      assertThat(text(through.responses().create(second))).as(model).contains("And now?");
      boolean known = model.equals("keeps") || model.equals("az");
      String sent = last(simulator).text();
      assertThat(sent.contains(SECRET_WORD)).as(model + " " + sent).isEqualTo(!known);
      assertThat(sent.contains("\"previous_response_id\":\"")).as(model).isEqualTo(known);
      assertThat(sent).as(model).contains("And now?");
    }
  }

  @Test
  void a_conversation_can_go_on_at_another_provider() {
    Response before = through.responses().create(asked("keeps", "Say " + SECRET_WORD).build());
    var next = asked("claude", "Again?").previousResponseId(before.id()).build();
    Response then = through.responses().create(next);
    assertThat(last(anthropic).text()).contains(SECRET_WORD).contains("Again?");
    var back = asked("keeps", "Once more?").previousResponseId(then.id()).build();
    assertThat(text(through.responses().create(back))).contains("Once more?");
    assertThat(last(openAi).text()).contains(SECRET_WORD).contains("Again?");
  }

  @Test
  void a_provider_whose_retention_relies_on_it_is_told_to_keep_nothing() {
    through.responses().create(asked("brief", "hello").build());
    assertThat(last(openAi).text()).contains("\"store\":false");
    through.responses().create(asked("keeps", "hello").build());
    assertThat(last(openAi).text()).doesNotContain("\"store\"");
  }

  @Test
  void what_is_kept_is_shown_to_its_own_caller_until_it_is_erased() {
    for (String model : EVERYWHERE) {
      Response made = through.responses().create(asked(model, "Keep " + SECRET_WORD).build());
      assertThat(through.responses().retrieve(made.id()).output()).isEqualTo(made.output());
      var items = through.responses().inputItems().list(made.id()).items();
      assertThat(items.toString()).contains(SECRET_WORD);
      assertThat(
              catchThrowableOfType(
                  NotFoundException.class, () -> other.responses().retrieve(made.id())))
          .as("another key")
          .isNotNull();
      through.responses().delete(made.id());
      boolean forwarded = model.equals("keeps") || model.equals("az");
      assertThat(last(openAi).method().equals("DELETE")).as(model).isEqualTo(forwarded);
      assertThat(
              catchThrowableOfType(
                  NotFoundException.class, () -> through.responses().retrieve(made.id())))
          .as("erased")
          .isNotNull();
      var next = asked(model, "And?").previousResponseId(made.id()).build();
      assertThat(
              catchThrowableOfType(
                  BadRequestException.class, () -> through.responses().create(next)))
          .hasMessageContaining("previous_response_id");
      openAi.received(); // the next model's own
      through.responses().create(asked("brief", "between").build());
    }
  }

  @Test
  void what_must_not_be_kept_is_not_and_nobody_goes_on_from_anothers_answer() {
    Response unkept = through.responses().create(asked("claude", "hello").store(false).build());
    Response kept = through.responses().create(asked("claude", "hello").build());
    var fromUnkept = asked("claude", "And?").previousResponseId(unkept.id()).build();
    assertThat(
            catchThrowableOfType(
                BadRequestException.class, () -> through.responses().create(fromUnkept)))
        .isNotNull();
    var foreign = asked("claude", "And?").previousResponseId(kept.id()).build();
    assertThat(
            catchThrowableOfType(
                BadRequestException.class, () -> other.responses().create(foreign)))
        .isNotNull();
  }

  @Test
  void what_is_kept_lies_sealed_on_the_disk() throws IOException {
    through.responses().create(asked("claude", "The word is " + SECRET_WORD).build());
    try (var files = Files.walk(gateway.data())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes.contains(SECRET_WORD)).as(file.toString()).isFalse();
      }
    }
  }

  @Test
  void an_item_that_is_only_named_is_said_to_a_provider_that_never_had_it() {
    String prompt = "[[sim: tool=weather args={\"city\":\"Oslo\"}]]";
    for (String model : List.of("claude", "chat")) {
      var call = through.responses().create(asked(model, prompt).build()).output().getLast();
      var named =
          ResponseInputItem.ItemReference.builder()
              .id(call.asFunctionCall().id().orElseThrow())
              .type(ResponseInputItem.ItemReference.Type.ITEM_REFERENCE)
              .build();
      var result =
          ResponseInputItem.FunctionCallOutput.builder()
              .callId(call.asFunctionCall().callId())
              .output("19 degrees")
              .build();
      var next =
          asked(model, "x")
              .inputOfResponse(
                  List.of(
                      ResponseInputItem.ofItemReference(named),
                      ResponseInputItem.ofFunctionCallOutput(result)))
              .build();
      assertThat(text(through.responses().create(next))).as(model).contains("19 degrees");
      assertThat(
              catchThrowableOfType(BadRequestException.class, () -> other.responses().create(next)))
          .as("another key")
          .hasMessageContaining("item_reference");
    }
  }

  @Test
  void what_only_a_provider_of_the_format_can_mean_is_refused_elsewhere() {
    var asked = asked("claude", "hello").putAdditionalBodyProperty("prompt", PROMPT).build();
    var failure =
        catchThrowableOfType(BadRequestException.class, () -> through.responses().create(asked));
    assertThat(failure.code()).contains("unsupported");
    assertThat(failure).hasMessageContaining("prompt");
  }

  @Test
  void lesson_03_what_another_format_sealed_comes_back_to_its_provider_with_the_next_turn() {
    String prompt = "[[sim: thinking]] [[sim: tool=weather args={\"city\":\"Oslo\"}]]";
    Response before = streamed(through, asked("claude", prompt).build());
    var call = before.output().getLast().asFunctionCall();
    assertThat(before.output().getFirst().asReasoning().encryptedContent()).isPresent();
    var result =
        ResponseInputItem.ofFunctionCallOutput(
            ResponseInputItem.FunctionCallOutput.builder()
                .callId(call.callId())
                .output("19 degrees")
                .build());
    var next =
        asked("claude", "x")
            .inputOfResponse(List.of(result))
            .previousResponseId(before.id())
            .build();
    assertThat(text(through.responses().create(next))).contains("19 degrees");
    String sent = last(anthropic).text();
    assertThat(sent).contains("\"type\":\"thinking\"").contains("\"signature\":\"");
    assertThat(sent).doesNotContain("sluicev1");
  }

  @Test
  void other_front_doors_reach_a_model_that_is_asked_in_responses() {
    for (String model : List.of("asked", "brief")) {
      var chat = ChatCompletionCreateParams.builder().model(model).addUserMessage("Hi").build();
      var said = through.chat().completions().create(chat);
      assertThat(said.choices().getFirst().message().content()).contains("You said: Hi");
      assertThat(last(openAi).path()).isEqualTo("/v1/responses");
      assertThat(last(openAi).text()).contains("\"store\":false");
    }
  }

  @Test
  void azures_own_client_is_served_at_deployment_paths_and_at_v1() {
    var azure =
        OpenAIOkHttpClient.builder()
            .baseUrl(gateway.client().toString())
            .credential(AzureApiKeyCredential.create(key))
            .azureUrlPathMode(AzureUrlPathMode.LEGACY)
            .azureServiceVersion(AzureOpenAIServiceVersion.fromString("2024-10-21"))
            .maxRetries(0)
            .build();
    var chat = ChatCompletionCreateParams.builder().model("az").addUserMessage("Hi").build();
    assertThat(azure.chat().completions().create(chat).choices().getFirst().message().content())
        .contains("You said: Hi");
    assertThat(last(openAi).target())
        .isEqualTo("/openai/deployments/az/chat/completions?api-version=2024-10-21");
    azure.close();
    var v1 = client(gateway.client() + "/openai/v1", key);
    assertThat(text(v1.responses().create(asked("az", "Hi").build()))).contains("You said: Hi");
    assertThat(v1.models().list().data()).isNotEmpty();
    v1.close();
  }

  @Test
  void lesson_09_the_client_throws_the_same_class() {
    for (int status : FAILURES) {
      var asked = asked("keeps-" + status, "[[sim: fault=status=" + status + "]]").build();
      var straight =
          catchThrowableOfType(
              OpenAIServiceException.class, () -> direct.responses().create(asked));
      var passed =
          catchThrowableOfType(
              OpenAIServiceException.class, () -> through.responses().create(asked));
      assertThat(straight.statusCode()).isEqualTo(status);
      Class<?> expected = status == 401 ? InternalServerException.class : straight.getClass();
      assertThat(passed.getClass()).as("status " + status).isEqualTo(expected);
    }
  }
}
