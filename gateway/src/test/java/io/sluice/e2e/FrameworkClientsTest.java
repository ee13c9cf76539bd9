package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.api.OpenAiApi;
import org.springframework.retry.support.RetryTemplate;

/**
 * LangChain4j and Spring AI, which bring clients of their own: what they make of an answer through
 * the gateway is what they make of it without, whichever provider gives it.
 */
class FrameworkClientsTest {
  private static final List<String> PROMPTS =
      List.of(
          "hello there",
          "[[sim: tokens=40]]",
          "[[sim: tool=weather args={\"city\":\"Oslo\"}]]",
          "[[sim: say=Both.]] [[sim: tool=weather args={\"city\":\"Oslo\"}]]"
              + " [[sim: tool=weather args={\"city\":\"Rome\"}]]");

  private static final ToolSpecification WEATHER =
      ToolSpecification.builder()
          .name("weather")
          .parameters(JsonObjectSchema.builder().addStringProperty("city").build())
          .build();

  private static Simulator openAi;
  private static Simulator anthropic;
  private static RunningProcess gateway;
  private static String key;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    openAi = Simulator.start(SimSettings.of(Kind.OPENAI));
    anthropic = Simulator.start(SimSettings.of(Kind.ANTHROPIC));
    gateway = RunningProcess.start(directory, configuration());
    key = gateway.key("\"level\":\"public\"");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    openAi.close();
    anthropic.close();
  }

  /** What is asked of one model fails by the prompt, of each client's own model. */
  private static String configuration() {
    var text = new StringBuilder(Setup.server("")).append("providers:\n");
    text.append(Setup.provider("cloud", "openai", openAi.uri() + "/v1"));
    text.append(Setup.provider("claude", "anthropic", anthropic.uri().toString()));
    text.append("models:\n");
    for (String model : List.of("o", "l-o-429", "s-o-429")) {
      text.append("  %s: {provider: cloud, id: %1$s}\n".formatted(model));
    }
    for (String model : List.of("a", "l-a-429")) {
      text.append("  %s: {provider: claude, id: %1$s}\n".formatted(model));
    }
    return text.toString();
  }

  /** What a client was told. */
  private record Said(String text, List<String> calls, String end) {
    static Said of(ChatResponse answer) {
      var calls =
          answer.aiMessage().toolExecutionRequests().stream()
              .map(call -> call.name() + call.arguments().replaceAll("\\s", ""))
              .toList();
      String text = answer.aiMessage().text();
      return new Said(text == null ? "" : text, calls, answer.finishReason().name());
    }

    static Said of(org.springframework.ai.chat.model.ChatResponse answer) {
      var message = answer.getResult().getOutput();
      var calls =
          message.getToolCalls().stream().map(call -> call.name() + call.arguments()).toList();
      String end = answer.getResult().getMetadata().getFinishReason();
      return new Said(message.getText() == null ? "" : message.getText(), calls, end);
    }
  }

  private static ChatModel openAiModel(String base, String secret, String model) {
    return OpenAiChatModel.builder()
        .baseUrl(base + "/v1")
        .apiKey(secret)
        .modelName(model)
        .maxRetries(0)
        .build();
  }

  private static ChatModel anthropicModel(String base, String secret, String model) {
    return AnthropicChatModel.builder()
        .baseUrl(base + "/v1")
        .apiKey(secret)
        .modelName(model)
        .maxRetries(0)
        .build();
  }

  private static ChatRequest asked(ChatMessage... messages) {
    return ChatRequest.builder().messages(messages).toolSpecifications(WEATHER).build();
  }

  private static String client() {
    return gateway.client().toString();
  }

  @Test
  void langchain4j_is_told_the_same_by_every_provider() {
    var chat = openAiModel(openAi.uri().toString(), "any", "o");
    var messages = anthropicModel(anthropic.uri().toString(), "any", "a");
    for (String prompt : PROMPTS) {
      ChatRequest asked = asked(UserMessage.from(prompt));
      for (String model : List.of("o", "a")) {
        assertThat(Said.of(openAiModel(client(), key, model).chat(asked)))
            .as("%s from %s", prompt, model)
            .isEqualTo(Said.of(chat.chat(asked)));
        assertThat(Said.of(anthropicModel(client(), key, model).chat(asked)))
            .as("%s from %s", prompt, model)
            .isEqualTo(Said.of(messages.chat(asked)));
      }
    }
  }

  @Test
  void langchain4j_goes_on_after_a_tools_result() {
    for (String model : List.of("o", "a")) {
      for (ChatModel client :
          List.of(openAiModel(client(), key, model), anthropicModel(client(), key, model))) {
        var user = UserMessage.from(PROMPTS.get(2));
        var first = client.chat(asked(user)).aiMessage();
        var call = first.toolExecutionRequests().getFirst();
        var result = ToolExecutionResultMessage.from(call, "19 degrees");
        var last = client.chat(asked(user, first, result)).aiMessage();
        assertThat(last.text()).as(model).contains("19 degrees");
      }
    }
  }

  @Test
  void langchain4j_reads_streams_of_every_provider() {
    for (String prompt : PROMPTS) {
      ChatRequest asked = asked(UserMessage.from(prompt));
      for (String model : List.of("o", "a")) {
        if (model.equals("a") || !prompt.equals(PROMPTS.getLast())) {
          assertThat(streamed(openAiStreams(model), asked))
              .as("%s from %s", prompt, model)
              .isEqualTo(Said.of(openAiModel(client(), key, model).chat(asked)));
        } // calls whose pieces come in turns are refused by this client itself
        assertThat(streamed(anthropicStreams(model), asked))
            .as("%s from %s", prompt, model)
            .isEqualTo(Said.of(anthropicModel(client(), key, model).chat(asked)));
      }
    }
  }

  private static StreamingChatModel openAiStreams(String model) {
    return OpenAiStreamingChatModel.builder()
        .baseUrl(client() + "/v1")
        .apiKey(key)
        .modelName(model)
        .build();
  }

  private static StreamingChatModel anthropicStreams(String model) {
    return AnthropicStreamingChatModel.builder()
        .baseUrl(client() + "/v1")
        .apiKey(key)
        .modelName(model)
        .build();
  }

  /** Hears a stream to its end. */
  private static final class Hearing implements StreamingChatResponseHandler {
    private final StringBuilder pieces = new StringBuilder();
    private final CompletableFuture<ChatResponse> whole = new CompletableFuture<>();

    @Override
    public void onPartialResponse(String piece) {
      pieces.append(piece);
    }

    @Override
    public void onCompleteResponse(ChatResponse answer) {
      whole.complete(answer);
    }

    @Override
    public void onError(Throwable error) {
      whole.completeExceptionally(error);
    }
  }

  /** The whole answer; the pieces of text must add up to its own. */
  private static Said streamed(StreamingChatModel model, ChatRequest asked) {
    var hearing = new Hearing();
    model.chat(asked, hearing);
    Said said = Said.of(hearing.whole.orTimeout(30, TimeUnit.SECONDS).join());
    assertThat(hearing.pieces).hasToString(said.text());
    return said;
  }

  @Test
  void lesson_09_langchain4j_throws_the_same_class() {
    ChatRequest asked = asked(UserMessage.from("[[sim: fault=status=429]]"));
    var direct = openAiModel(openAi.uri().toString(), "any", "l-o-429");
    var through = openAiModel(client(), key, "l-o-429");
    assertThat(catchThrowable(() -> through.chat(asked)))
        .hasSameClassAs(catchThrowable(() -> direct.chat(asked)));
    var directly = anthropicModel(anthropic.uri().toString(), "any", "l-a-429");
    var behind = anthropicModel(client(), key, "l-a-429");
    assertThat(catchThrowable(() -> behind.chat(asked)))
        .hasSameClassAs(catchThrowable(() -> directly.chat(asked)));
  }

  private static org.springframework.ai.openai.OpenAiChatModel spring(String base, String secret) {
    var api = OpenAiApi.builder().baseUrl(base).apiKey(secret).build();
    return org.springframework.ai.openai.OpenAiChatModel.builder()
        .openAiApi(api)
        .retryTemplate(RetryTemplate.builder().maxAttempts(1).build())
        .build();
  }

  private static org.springframework.ai.chat.prompt.Prompt prompt(String model, String text) {
    var function =
        new OpenAiApi.FunctionTool.Function(
            "Weather of a city", "weather", "{\"type\":\"object\",\"properties\":{}}");
    var options =
        OpenAiChatOptions.builder()
            .model(model)
            .tools(List.of(new OpenAiApi.FunctionTool(function)))
            .internalToolExecutionEnabled(false)
            .build();
    return new org.springframework.ai.chat.prompt.Prompt(text, options);
  }

  @Test
  void spring_ai_is_told_the_same_by_every_provider_whole_and_streamed() {
    var direct = spring(openAi.uri().toString(), "any");
    var through = spring(client(), key);
    for (String text : PROMPTS) {
      Said said = Said.of(direct.call(prompt("o", text)));
      for (String model : List.of("o", "a")) {
        assertThat(Said.of(through.call(prompt(model, text)))).as(model).isEqualTo(said);
      }
      // calls whose pieces come in turns are mixed up by this client itself
      Said streamed = pieces(direct, prompt("o", text));
      assertThat(pieces(through, prompt("o", text))).isEqualTo(streamed);
      assertThat(pieces(through, prompt("a", text))).isEqualTo(said);
    }
  }

  private static Said pieces(
      org.springframework.ai.openai.OpenAiChatModel model,
      org.springframework.ai.chat.prompt.Prompt asked) {
    var text = new StringBuilder();
    var calls = new ArrayList<String>();
    var end = new StringBuilder();
    for (var piece : model.stream(asked).collectList().block(Duration.ofSeconds(30))) {
      if (piece.getResult() != null) {
        Said said = Said.of(piece);
        text.append(said.text());
        calls.addAll(said.calls());
        end.append(said.end() == null || !end.isEmpty() ? "" : said.end());
      }
    }
    return new Said(text.toString(), calls, end.toString());
  }

  @Test
  void lesson_09_spring_ai_throws_the_same_class() {
    var asked = prompt("s-o-429", "[[sim: fault=status=429]]");
    var direct = spring(openAi.uri().toString(), "any");
    var through = spring(client(), key);
    assertThat(catchThrowable(() -> through.call(asked)))
        .hasSameClassAs(catchThrowable(() -> direct.call(asked)));
  }
}
