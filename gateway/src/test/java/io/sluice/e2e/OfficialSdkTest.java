package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Tool;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.InternalServerException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
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

/** The vendors' own clients see through the gateway what they see without it, to the field. */
class OfficialSdkTest {
  private static final Pattern ID = Pattern.compile("(chatcmpl-|call_|msg_|toolu_|req_)\\w+");
  private static final Pattern MOMENT = Pattern.compile("created=\\d+");
  private static final List<Integer> FAILURES = List.of(400, 401, 404, 429, 500, 529);

  private static Simulator openAi;
  private static Simulator anthropic;
  private static RunningProcess gateway;
  private static OpenAIClient openAiDirect;
  private static OpenAIClient openAiThrough;
  private static AnthropicClient anthropicDirect;
  private static AnthropicClient anthropicThrough;
  private static OpenAIClient openAiNarrow;
  private static AnthropicClient anthropicNarrow;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    openAi = Simulator.start(SimSettings.of(Kind.OPENAI));
    anthropic = Simulator.start(SimSettings.of(Kind.ANTHROPIC));
    gateway = RunningProcess.start(directory, configuration());
    String key = gateway.key("\"level\":\"public\"");
    String narrow = gateway.key("\"level\":\"public\",\"models\":[\"o\",\"a\"]");
    openAiNarrow = openAi(gateway.client() + "/v1", narrow);
    anthropicNarrow = anthropic(gateway.client().toString(), narrow);
    openAiDirect = openAi(openAi.uri() + "/v1", "any");
    openAiThrough = openAi(gateway.client() + "/v1", key);
    anthropicDirect = anthropic(anthropic.uri().toString(), "any");
    anthropicThrough = anthropic(gateway.client().toString(), key);
  }

  @AfterAll
  static void stop() {
    openAiNarrow.close();
    anthropicNarrow.close();
    openAiDirect.close();
    openAiThrough.close();
    anthropicDirect.close();
    anthropicThrough.close();
    gateway.close();
    openAi.close();
    anthropic.close();
  }

  /** Names are the providers' own; every failure has a model of its own. */
  private static String configuration() {
    var text = new StringBuilder(Setup.server("")).append("providers:\n");
    text.append(Setup.provider("cloud", "openai", openAi.uri() + "/v1"));
    text.append(Setup.provider("claude", "anthropic", anthropic.uri().toString()));
    text.append("models:\n");
    for (String kind : List.of("", "-400", "-401", "-404", "-429", "-500", "-529")) {
      text.append("  o%s: {provider: cloud, id: o%s}\n".formatted(kind, kind));
      text.append("  a%s: {provider: claude, id: a%s}\n".formatted(kind, kind));
    }
    return text.toString();
  }

  private static OpenAIClient openAi(String base, String key) {
    return OpenAIOkHttpClient.builder().baseUrl(base).apiKey(key).maxRetries(0).build();
  }

  private static AnthropicClient anthropic(String base, String key) {
    return AnthropicOkHttpClient.builder().baseUrl(base).apiKey(key).maxRetries(0).build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello there",
        "[[sim: tokens=40]]",
        "[[sim: tool=weather args={\"city\":\"Oslo\"}]]",
        "[[sim: tool=weather args={\"city\":\"Oslo\"}]] [[sim: tool=weather"
            + " args={\"city\":\"Rome\"}]]",
        "[[sim: refuse]]",
      })
  void chat_is_the_same_through_the_gateway(String prompt) {
    var asked = openAiParams("o", prompt).build();
    assertThat(whole(openAiThrough, asked)).isEqualTo(whole(openAiDirect, asked));
    assertThat(stream(openAiThrough, asked)).isEqualTo(stream(openAiDirect, asked));
    var usage = ChatCompletionStreamOptions.builder().includeUsage(true).build();
    var metered = openAiParams("o", prompt).streamOptions(usage).build();
    assertThat(stream(openAiThrough, metered)).isEqualTo(stream(openAiDirect, metered));
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
  void messages_are_the_same_through_the_gateway(String prompt) {
    var asked = anthropicParams("a", prompt);
    assertThat(whole(anthropicThrough, asked)).isEqualTo(whole(anthropicDirect, asked));
    assertThat(stream(anthropicThrough, asked)).isEqualTo(stream(anthropicDirect, asked));
  }

  @Test
  void openais_client_is_told_of_one_model_that_its_key_may_use() {
    var found = openAiThrough.models().retrieve("o-404").validate();
    assertThat(found.id()).isEqualTo("o-404");
    assertThat(found.ownedBy()).isEqualTo("cloud");
    assertThat(openAiNarrow.models().list().data())
        .extracting(one -> one.id())
        .containsOnly("a", "o");
    assertThat(openAiNarrow.models().retrieve("o").id()).isEqualTo("o");
    for (String other : List.of("o-404", "nowhere")) {
      var failed =
          catchThrowableOfType(
              OpenAIServiceException.class, () -> openAiNarrow.models().retrieve(other));
      assertThat(failed).as(other).isInstanceOf(com.openai.errors.NotFoundException.class);
      assertThat(failed.code()).hasValue("unknown_model");
    }
  }

  @Test
  void anthropics_client_is_told_of_one_model_that_its_key_may_use() {
    var found = anthropicThrough.models().retrieve("a-404").validate();
    assertThat(found.id()).isEqualTo("a-404");
    assertThat(anthropicNarrow.models().list().data())
        .extracting(one -> one.id())
        .containsOnly("a", "o");
    assertThat(anthropicNarrow.models().retrieve("a").id()).isEqualTo("a");
    for (String other : List.of("a-404", "nowhere")) {
      var failed =
          catchThrowableOfType(
              AnthropicServiceException.class, () -> anthropicNarrow.models().retrieve(other));
      assertThat(failed).as(other).isInstanceOf(com.anthropic.errors.NotFoundException.class);
      assertThat(failed.body().toString()).contains("not_found_error", "unknown_model");
    }
  }

  @Test
  void lesson_09_openais_client_throws_the_same_class() {
    for (int status : FAILURES) {
      var asked = openAiParams("o-" + status, "[[sim: fault=status=" + status + "]]").build();
      var direct = openAiFailure(openAiDirect, asked);
      var through = openAiFailure(openAiThrough, asked);
      assertThat(direct.statusCode()).isEqualTo(status);
      Class<?> expected = status == 401 ? InternalServerException.class : direct.getClass();
      assertThat(through.getClass()).as("status " + status).isEqualTo(expected);
    }
  }

  @Test
  void lesson_09_anthropics_client_throws_the_same_class() {
    for (int status : FAILURES) {
      var asked = anthropicParams("a-" + status, "[[sim: fault=status=" + status + "]]");
      var direct = anthropicFailure(anthropicDirect, asked);
      var through = anthropicFailure(anthropicThrough, asked);
      assertThat(direct.statusCode()).isEqualTo(status);
      Class<?> expected =
          status == 401 ? com.anthropic.errors.InternalServerException.class : direct.getClass();
      assertThat(through.getClass()).as("status " + status).isEqualTo(expected);
      if (status == 529) {
        assertThat(through.statusCode()).isEqualTo(529);
        assertThat(through.getMessage()).contains("overloaded_error");
      }
    }
  }

  private static ChatCompletionCreateParams.Builder openAiParams(String model, String prompt) {
    var city = Map.of("city", Map.of("type", "string"));
    var schema =
        FunctionParameters.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .putAdditionalProperty("properties", JsonValue.from(city))
            .build();
    return ChatCompletionCreateParams.builder()
        .model(model)
        .addUserMessage(prompt)
        .addFunctionTool(FunctionDefinition.builder().name("weather").parameters(schema).build());
  }

  private static MessageCreateParams anthropicParams(String model, String prompt) {
    var city = com.anthropic.core.JsonValue.from(Map.of("type", "string"));
    var properties =
        Tool.InputSchema.Properties.builder().putAdditionalProperty("city", city).build();
    var schema = Tool.InputSchema.builder().properties(properties).build();
    return MessageCreateParams.builder()
        .model(model)
        .maxTokens(200)
        .addUserMessage(prompt)
        .addTool(Tool.builder().name("weather").inputSchema(schema).build())
        .build();
  }

  private static String whole(OpenAIClient client, ChatCompletionCreateParams asked) {
    return plain(client.chat().completions().create(asked).toString());
  }

  private static String whole(AnthropicClient client, MessageCreateParams asked) {
    return plain(client.messages().create(asked).toString());
  }

  private static String stream(OpenAIClient client, ChatCompletionCreateParams asked) {
    var all = new StringBuilder();
    try (var events = client.chat().completions().createStreaming(asked)) {
      events.stream().forEach(event -> all.append(event).append('\n'));
    }
    return plain(all.toString());
  }

  private static String stream(AnthropicClient client, MessageCreateParams asked) {
    var all = new StringBuilder();
    try (var events = client.messages().createStreaming(asked)) {
      events.stream()
          .map(event -> event.toString())
          .forEach(event -> all.append(event).append('\n'));
    }
    return plain(all.toString());
  }

  private static OpenAIServiceException openAiFailure(
      OpenAIClient client, ChatCompletionCreateParams asked) {
    return catchThrowableOfType(
        OpenAIServiceException.class, () -> client.chat().completions().create(asked));
  }

  private static AnthropicServiceException anthropicFailure(
      AnthropicClient client, MessageCreateParams asked) {
    return catchThrowableOfType(
        AnthropicServiceException.class, () -> client.messages().create(asked));
  }

  /** The text with ids numbered in the order of their first appearance, and no moments. */
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
    return MOMENT.matcher(numbered).replaceAll("created=0");
  }
}
