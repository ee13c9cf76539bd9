package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.MessageCreateParams;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.models.Reasoning;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseReasoningItem;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thinking that the vendors' own clients switch on, at the other vendor's provider: it receives its
 * own switch, and what it thought comes back in the caller's format.
 */
class ThinkingSdkTest {
  private static final String THOUGHT = "The user wrote something.";
  private static Simulator openAi;
  private static Simulator anthropic;
  private static Simulator kin;
  private static Simulator google;
  private static String key;
  private static RunningProcess gateway;
  private static OpenAIClient chat;
  private static AnthropicClient messages;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    openAi = Simulator.start(SimSettings.of(Kind.OPENAI));
    anthropic = Simulator.start(SimSettings.of(Kind.ANTHROPIC));
    kin = Simulator.start(SimSettings.of(Kind.COMPATIBLE));
    google = Simulator.start(SimSettings.of(Kind.GEMINI));
    gateway = RunningProcess.start(directory, configuration());
    key = gateway.key("\"level\":\"public\"");
    String base = gateway.client() + "/v1";
    chat = OpenAIOkHttpClient.builder().baseUrl(base).apiKey(key).maxRetries(0).build();
    messages =
        AnthropicOkHttpClient.builder()
            .baseUrl(gateway.client().toString())
            .apiKey(key)
            .maxRetries(0)
            .build();
  }

  @AfterAll
  static void stop() {
    chat.close();
    messages.close();
    gateway.close();
    openAi.close();
    anthropic.close();
    kin.close();
    google.close();
  }

  private static String configuration() {
    return Setup.server("")
        + "providers:\n"
        + Setup.provider("cloud", "openai", openAi.uri() + "/v1")
        + Setup.provider("answers", "openai-responses", openAi.uri() + "/v1")
        + Setup.provider("kin", "deepseek", kin.uri() + "/v1")
        + Setup.provider("google", "gemini", google.uri().toString())
        + Setup.provider("claude", "anthropic", anthropic.uri().toString())
        + Setup.provider("strict", "anthropic", anthropic.uri().toString())
            .replace("{api", "{unsupported_parameters: refuse, api")
        + "models:\n"
        + "  sonnet: {provider: claude, id: claude-sonnet-4-5}\n"
        + "  opus: {provider: claude, id: claude-opus-4-7}\n"
        + "  flat: {provider: google, id: gemini-flat, capabilities: [tools]}\n"
        + "  plain: {provider: claude, id: claude-haiku-3, capabilities: [tools]}\n"
        + "  strict: {provider: strict, id: claude-haiku-3, capabilities: [tools]}\n"
        + "  deep: {provider: kin, id: deepseek-reasoner}\n"
        + "  gpt: {provider: cloud, id: gpt-5}\n"
        + "  gpt-answers: {provider: answers, id: gpt-5}\n";
  }

  /** What the provider was asked last. */
  private static String asked(Simulator provider) {
    return provider.received().getLast().text();
  }

  private static ChatCompletion chatted(String model, ReasoningEffort effort) {
    return chat.chat()
        .completions()
        .create(
            ChatCompletionCreateParams.builder()
                .model(model)
                .reasoningEffort(effort)
                .addUserMessage("hello")
                .build());
  }

  @SuppressWarnings("deprecation") // the one way to members that this client has no name for
  private static String thoughts(ChatCompletion said) {
    var more = said.choices().getFirst().message()._additionalProperties();
    return String.valueOf(more.get("reasoning_content"));
  }

  @Test
  void openais_client_switches_on_and_sizes_what_anthropics_model_thinks() {
    ChatCompletion said = chatted("sonnet", ReasoningEffort.LOW);
    assertThat(asked(anthropic))
        .contains("\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}");
    assertThat(thoughts(said)).contains(THOUGHT);
    chatted("opus", ReasoningEffort.HIGH);
    assertThat(asked(anthropic))
        .contains(
            "\"thinking\":{\"type\":\"adaptive\"}", "\"output_config\":{\"effort\":\"high\"}");
  }

  @Test
  void openais_client_switches_it_off() {
    ChatCompletion said = chatted("sonnet", ReasoningEffort.NONE);
    assertThat(asked(anthropic)).contains("\"thinking\":{\"type\":\"disabled\"}");
    assertThat(thoughts(said)).isEqualTo("null");
  }

  @Test
  void a_response_holds_what_anthropics_model_thought() {
    var reasoning =
        Reasoning.builder().effort(ReasoningEffort.MEDIUM).summary(Reasoning.Summary.AUTO).build();
    var said =
        chat.responses()
            .create(
                ResponseCreateParams.builder()
                    .model("opus")
                    .reasoning(reasoning)
                    .input("hello")
                    .build());
    assertThat(asked(anthropic)).contains("\"display\":\"summarized\"", "\"effort\":\"medium\"");
    var thought = new ArrayList<String>();
    said.output().stream()
        .flatMap(item -> item.reasoning().stream())
        .map(ResponseReasoningItem::summary)
        .forEach(all -> all.forEach(one -> thought.add(one.text())));
    assertThat(thought).singleElement().asString().contains(THOUGHT);
  }

  @Test
  void anthropics_client_switches_on_and_sizes_what_openais_model_thinks() {
    var asking =
        MessageCreateParams.builder()
            .model("gpt")
            .maxTokens(20_000)
            .enabledThinking(9_000)
            .addUserMessage("hello")
            .build();
    assertThat(lost(asking)).contains("thinking.budget_tokens", "thinking.display");
    assertThat(asked(openAi)).contains("\"reasoning_effort\":\"high\"");
    var another = asking.toBuilder().model("deep").addUserMessage("[[sim: thinking]]").build();
    var shown = messages.messages().create(another);
    assertThat(asked(kin)).contains("\"thinking\":{\"type\":\"enabled\"}");
    assertThat(thoughts(shown.content())).contains(THOUGHT);
  }

  @Test
  void anthropics_client_is_shown_the_summary_of_a_response() {
    var asking =
        MessageCreateParams.builder()
            .model("gpt-answers")
            .maxTokens(20_000)
            .enabledThinking(2_000)
            .addUserMessage("hello")
            .build();
    var said = messages.messages().create(asking);
    assertThat(asked(openAi))
        .contains("\"reasoning\":{\"effort\":\"medium\",\"summary\":\"auto\"}");
    assertThat(thoughts(said.content())).contains(THOUGHT);
  }

  private static String lost(MessageCreateParams asking) {
    try (var said = messages.messages().withRawResponse().create(asking)) {
      return said.headers().values("x-sluice-loss").getFirst();
    }
  }

  private static String thoughts(Iterable<ContentBlock> content) {
    var all = new StringBuilder();
    content.forEach(block -> block.thinking().ifPresent(one -> all.append(one.thinking())));
    return all.toString();
  }

  @Test
  void a_model_that_does_not_think_is_not_asked_to() {
    var asking =
        ChatCompletionCreateParams.builder()
            .model("plain")
            .reasoningEffort(ReasoningEffort.HIGH)
            .addUserMessage("hello")
            .build();
    try (var said = chat.chat().completions().withRawResponse().create(asking)) {
      assertThat(said.headers().values("x-sluice-loss").getFirst()).contains("thinking");
    }
    assertThat(asked(anthropic)).doesNotContain("thinking", "effort");
  }

  @Test
  void in_its_own_format_too_and_every_other_byte_stays() {
    var asking =
        MessageCreateParams.builder()
            .model("plain")
            .maxTokens(20_000)
            .enabledThinking(2_000)
            .addUserMessage("hello")
            .build();
    assertThat(lost(asking)).contains("thinking");
    assertThat(asked(anthropic)).doesNotContain("thinking").contains("\"max_tokens\":20000");
  }

  @Test
  void what_names_a_person_is_taken_out_with_it_or_the_request_is_refused() {
    String body =
        "{\"contents\":[{\"parts\":[{\"text\":\"hello\"}]}],\"labels\":{\"who\":\"ada\"},"
            + "\"generationConfig\":{\"thinkingConfig\":{\"thinkingBudget\":2000}}}";
    String path = "/v1beta/models/flat:generateContent";
    assertThat(gateway.ask(path, body, "x-goog-api-key", key).statusCode()).isEqualTo(200);
    assertThat(asked(google)).contains("hello").doesNotContain("thinking", "ada");
    google.clear();
    var hidden = gateway.ask(path, body.replace("labels", "l\\u0061bels"), "x-goog-api-key", key);
    assertThat(hidden.statusCode()).isEqualTo(400);
    assertThat(google.received()).isEmpty();
  }

  @Test
  void or_the_request_is_refused_where_configuration_wants_that() {
    var refused =
        catchThrowableOfType(
            BadRequestException.class, () -> chatted("strict", ReasoningEffort.HIGH));
    assertThat(refused.getMessage()).contains("'strict' does not take: thinking");
  }
}
