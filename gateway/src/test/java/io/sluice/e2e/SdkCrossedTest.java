package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Tool;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The vendors' own clients, answered by the other vendor's provider through the gateway: what they
 * are told, in which order, and what they throw, is what their own vendor's provider tells them.
 */
class SdkCrossedTest {
  private static final List<Integer> FAILURES = List.of(400, 404, 429, 500, 503, 529);

  private static Simulator openAi;
  private static Simulator anthropic;
  private static RunningProcess gateway;
  private static OpenAIClient chatDirect;
  private static OpenAIClient chatThrough;
  private static AnthropicClient messagesDirect;
  private static AnthropicClient messagesThrough;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    openAi = Simulator.start(SimSettings.of(Kind.OPENAI));
    anthropic = Simulator.start(SimSettings.of(Kind.ANTHROPIC));
    gateway = RunningProcess.start(directory, configuration());
    String key = gateway.key("\"level\":\"public\"");
    chatDirect = chat(openAi.uri() + "/v1", "any");
    chatThrough = chat(gateway.client() + "/v1", key);
    messagesDirect = messages(anthropic.uri().toString(), "any");
    messagesThrough = messages(gateway.client().toString(), key);
  }

  @AfterAll
  static void stop() {
    chatDirect.close();
    chatThrough.close();
    messagesDirect.close();
    messagesThrough.close();
    gateway.close();
    openAi.close();
    anthropic.close();
  }

  /** Every name stands for the other family than the one it is asked in. */
  private static String configuration() {
    var text = new StringBuilder(Setup.server("")).append("providers:\n");
    text.append(Setup.provider("cloud", "openai", openAi.uri() + "/v1"));
    text.append(Setup.provider("claude", "anthropic", anthropic.uri().toString()));
    text.append("models:\n");
    for (String kind : List.of("", "-400", "-404", "-429", "-500", "-503", "-529")) {
      text.append("  chat%s: {provider: claude, id: m%s}\n".formatted(kind, kind));
      text.append("  messages%s: {provider: cloud, id: m%s}\n".formatted(kind, kind));
    }
    return text.toString();
  }

  private static OpenAIClient chat(String base, String key) {
    return OpenAIOkHttpClient.builder().baseUrl(base).apiKey(key).maxRetries(0).build();
  }

  private static AnthropicClient messages(String base, String key) {
    return AnthropicOkHttpClient.builder().baseUrl(base).apiKey(key).maxRetries(0).build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello there",
        "[[sim: tokens=40]]",
        "[[sim: tool=weather args={\"city\":\"Oslo\"}]]",
        "[[sim: say=Both.]] [[sim: tool=weather args={\"city\":\"Oslo\"}]]"
            + " [[sim: tool=weather args={\"city\":\"Rome\"}]]",
        "[[sim: tool=weather args={}]]",
      })
  void lesson_02_openais_client_is_told_the_same_by_anthropics_provider(String prompt) {
    var asked = chatParams("chat", prompt);
    var direct = chatDirect.chat().completions().create(asked);
    var through = chatThrough.chat().completions().create(asked).validate();
    assertThat(result(through)).isEqualTo(result(direct));
    assertThat(steps(chatThrough, asked)).isEqualTo(steps(chatDirect, asked));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello there",
        "[[sim: tokens=40]]",
        "[[sim: tool=weather args={\"city\":\"Oslo\"}]]",
        "[[sim: say=Both.]] [[sim: tool=weather args={\"city\":\"Oslo\"}]]"
            + " [[sim: tool=weather args={\"city\":\"Rome\"}]]",
        "[[sim: tool=weather args={}]]",
      })
  void lesson_02_anthropics_client_is_told_the_same_by_openais_provider(String prompt) {
    var asked = messageParams("messages", prompt);
    var direct = messagesDirect.messages().create(asked);
    var through = messagesThrough.messages().create(asked).validate();
    assertThat(result(through)).isEqualTo(result(direct));
    assertThat(steps(messagesThrough, asked)).isEqualTo(steps(messagesDirect, asked));
  }

  @Test
  void lesson_09_openais_client_throws_the_same_class_for_anthropics_failures() {
    for (int status : FAILURES) {
      String fault = "[[sim: fault=status=" + status + "]]";
      var direct = failure(chatDirect, chatParams("chat-" + status, fault));
      var through = failure(chatThrough, chatParams("chat-" + status, fault));
      assertThat(through.getClass()).as("status " + status).isEqualTo(direct.getClass());
    }
  }

  @Test
  void lesson_09_anthropics_client_throws_the_same_class_for_openais_failures() {
    for (int status : FAILURES) {
      String fault = "[[sim: fault=status=" + status + "]]";
      var direct = failure(messagesDirect, messageParams("messages-" + status, fault));
      var through = failure(messagesThrough, messageParams("messages-" + status, fault));
      assertThat(through.getClass()).as("status " + status).isEqualTo(direct.getClass());
    }
  }

  private static ChatCompletionCreateParams chatParams(String model, String prompt) {
    var city = Map.of("city", Map.of("type", "string"));
    var schema =
        FunctionParameters.builder()
            .putAdditionalProperty("type", com.openai.core.JsonValue.from("object"))
            .putAdditionalProperty("properties", com.openai.core.JsonValue.from(city))
            .build();
    return ChatCompletionCreateParams.builder()
        .model(model)
        .addUserMessage(prompt)
        .addFunctionTool(FunctionDefinition.builder().name("weather").parameters(schema).build())
        .build();
  }

  private static MessageCreateParams messageParams(String model, String prompt) {
    var city = JsonValue.from(Map.of("type", "string"));
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

  private static List<String> result(ChatCompletion said) {
    var all = new ArrayList<String>();
    var choice = said.choices().getFirst();
    choice.message().content().filter(text -> !text.isEmpty()).ifPresent(all::add);
    choice
        .message()
        .toolCalls()
        .ifPresent(
            calls ->
                calls.forEach(
                    call ->
                        all.add(
                            call.asFunction().function().name()
                                + call.asFunction().function().arguments())));
    all.add(choice.finishReason().asString());
    all.add(said.usage().map(usage -> usage.completionTokens() > 0).toString());
    return all;
  }

  private static List<String> result(Message said) {
    var all = new ArrayList<String>();
    for (var block : said.content()) {
      block.text().ifPresent(text -> all.add(text.text()));
      block.toolUse().ifPresent(use -> all.add(use.name() + use._input()));
    }
    all.add(said.stopReason().orElseThrow().asString());
    all.add(Boolean.toString(said.usage().outputTokens() > 0));
    return all;
  }

  /** What a stream says, piece by piece; pieces of one text are joined, their cuts are free. */
  private static final class Steps {
    private final List<String> all = new ArrayList<>();
    private String open = "";

    void piece(String kind, String text) {
      if (kind.equals(open)) {
        all.add(all.removeLast() + text);
      } else {
        all.add(kind + " " + text);
        open = kind;
      }
    }

    void mark(String what) {
      all.add(what);
      open = "";
    }

    /** Calls one after another: one vendor sends them interleaved, the other never does. */
    List<String> inOrder() {
      var calls = new ArrayList<String>();
      var joined = new TreeMap<String, String>();
      var rest = new ArrayList<String>();
      for (String step : all) {
        if (step.startsWith("call ")) {
          calls.add(step);
        } else if (step.startsWith("arguments ")) {
          String call = step.substring(0, "arguments 0 ".length());
          joined.merge(call, step.substring(call.length()), String::concat);
        } else {
          rest.add(calls.size() + " calls begun: " + step);
        }
      }
      rest.addAll(calls);
      joined.forEach((call, text) -> rest.add(call + text));
      return rest;
    }
  }

  private static List<String> steps(OpenAIClient client, ChatCompletionCreateParams asked) {
    var steps = new Steps();
    try (var events = client.chat().completions().createStreaming(asked)) {
      events.stream().forEach(event -> step(event, steps));
    }
    return steps.inOrder();
  }

  private static void step(ChatCompletionChunk event, Steps steps) {
    for (var choice : event.choices()) {
      choice
          .delta()
          .content()
          .filter(text -> !text.isEmpty())
          .ifPresent(text -> steps.piece("text", text));
      for (var call : choice.delta().toolCalls().orElse(List.of())) {
        var function = call.function().orElseThrow();
        function.name().ifPresent(name -> steps.mark("call " + call.index() + " " + name));
        function
            .arguments()
            .filter(text -> !text.isEmpty())
            .ifPresent(text -> steps.piece("arguments " + call.index(), text));
      }
      choice.finishReason().ifPresent(reason -> steps.mark("finish " + reason.asString()));
    }
  }

  private static List<String> steps(AnthropicClient client, MessageCreateParams asked) {
    var steps = new Steps();
    try (var events = client.messages().createStreaming(asked)) {
      events.stream().forEach(event -> step(event, steps));
    }
    return steps.all;
  }

  private static void step(RawMessageStreamEvent event, Steps steps) {
    event.messageStart().ifPresent(_ -> steps.mark("message_start"));
    event
        .contentBlockStart()
        .ifPresent(
            start -> {
              String what =
                  start.contentBlock().toolUse().map(use -> "tool " + use.name()).orElse("text");
              steps.mark("start " + start.index() + " " + what);
            });
    event
        .contentBlockDelta()
        .ifPresent(
            delta -> {
              String at = delta.index() + "";
              delta.delta().text().ifPresent(text -> steps.piece("text " + at, text.text()));
              delta
                  .delta()
                  .inputJson()
                  .map(json -> json.partialJson())
                  .filter(json -> !json.equals("{}")) // said as nothing by this vendor itself
                  .ifPresent(json -> steps.piece("input " + at, json));
            });
    event.contentBlockStop().ifPresent(stop -> steps.mark("stop " + stop.index()));
    event
        .messageDelta()
        .ifPresent(
            delta ->
                steps.mark("message_delta " + delta.delta().stopReason().orElseThrow().asString()));
    event.messageStop().ifPresent(_ -> steps.mark("message_stop"));
  }

  private static OpenAIServiceException failure(
      OpenAIClient client, ChatCompletionCreateParams asked) {
    return catchThrowableOfType(
        OpenAIServiceException.class, () -> client.chat().completions().create(asked));
  }

  private static AnthropicServiceException failure(
      AnthropicClient client, MessageCreateParams asked) {
    return catchThrowableOfType(
        AnthropicServiceException.class, () -> client.messages().create(asked));
  }
}
