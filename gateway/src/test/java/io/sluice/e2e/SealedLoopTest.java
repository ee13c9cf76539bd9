package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.MessageParam;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.google.genai.Client;
import com.google.genai.types.Content;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.Part;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import io.sluice.json.JsonWriter;
import io.sluice.sim.Kind;
import io.sluice.sim.Received;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tool loops of three turns in which a model thinks, through the vendors' own clients of another
 * format. The simulated providers refuse what they sealed if it is not what comes back.
 */
class SealedLoopTest {
  private static final int TURNS = 3;
  private static final String SHOWN = "[[sim: thinking]] [[sim: tool=weather args={}]]";
  private static final String REDACTED = "[[sim: thinking=redacted]] [[sim: tool=weather args={}]]";

  private static final String CONTENT = "/v1beta/models/gemini-3.5-flash:generateContent";
  private static final Pattern THINKING =
      Pattern.compile("\"thinking\",\"thinking\":\"[^\"]+\",\"signature\":\"([^\"]+)\"");
  private static final Pattern DATA =
      Pattern.compile("\"redacted_thinking\",\"data\":\"([^\"]+)\"");
  private static final Pattern SIGNATURE = Pattern.compile("\"thoughtSignature\":\"([^\"]+)\"");

  private static Simulator anthropic;
  private static Simulator google;
  private static RunningProcess gateway;
  private static String key;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    anthropic = Simulator.start(SimSettings.of(Kind.ANTHROPIC));
    google = Simulator.start(SimSettings.of(Kind.GEMINI));
    String text =
        Setup.server("")
            + "providers:\n"
            + Setup.provider("claude", "anthropic", anthropic.uri().toString())
            + Setup.provider("google", "gemini", google.uri().toString())
            + "models:\n"
            + "  claude: {provider: claude, id: claude-opus-4-6}\n"
            + "  gemini: {provider: google, id: gemini-3.5-flash}\n";
    gateway = RunningProcess.start(directory, text);
    key = gateway.key("\"level\":\"public\"");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    google.close();
    anthropic.close();
  }

  @BeforeEach
  void clear() {
    anthropic.clear();
    google.clear();
  }

  @ParameterizedTest
  @CsvSource({"shown, false", "shown, true", "redacted, false", "redacted, true"})
  void openais_client_gives_anthropic_back_what_it_sealed(String thinking, boolean stream) {
    chat("claude", prompt(thinking), stream);
    came(anthropic, seal(thinking), sealed(anthropic, "/v1/messages", thinking));
  }

  @ParameterizedTest
  @CsvSource({"shown, false", "shown, true", "redacted, false"})
  void openais_client_gives_gemini_back_what_it_sealed(String thinking, boolean stream) {
    chat("gemini", prompt(thinking), stream);
    came(google, SIGNATURE, sealed(google, CONTENT, thinking));
  }

  @ParameterizedTest
  @CsvSource({"shown, false", "shown, true", "redacted, false", "redacted, true"})
  void anthropics_client_gives_gemini_back_what_it_sealed(String thinking, boolean stream) {
    messages(prompt(thinking), stream);
    came(google, SIGNATURE, sealed(google, CONTENT, thinking));
  }

  @ParameterizedTest
  @CsvSource({"shown, false", "shown, true", "redacted, false", "redacted, true"})
  void googles_client_gives_anthropic_back_what_it_sealed(String thinking, boolean stream) {
    content(prompt(thinking), stream);
    came(anthropic, seal(thinking), sealed(anthropic, "/v1/messages", thinking));
  }

  private static String prompt(String thinking) {
    return thinking.equals("shown") ? SHOWN : REDACTED;
  }

  private static Pattern seal(String thinking) {
    return thinking.equals("shown") ? THINKING : DATA;
  }

  private static void chat(String model, String prompt, boolean stream) {
    var client = OpenAIOkHttpClient.builder().baseUrl(gateway.client() + "/v1").apiKey(key).build();
    var asked = ChatCompletionCreateParams.builder().model(model).addUserMessage(prompt);
    for (int turn = 0; turn < TURNS; turn++) {
      var said = said(client, asked.build(), stream);
      var calls = said.toolCalls().orElseThrow();
      asked.addMessage(said);
      for (var call : calls) {
        String id = call.asFunction().id();
        asked.addMessage(
            ChatCompletionToolMessageParam.builder().toolCallId(id).content("sunny").build());
      }
      asked.addUserMessage(turn + 1 < TURNS ? prompt : "thanks");
    }
    assertThat(said(client, asked.build(), stream).content()).isPresent();
    client.close();
  }

  private static ChatCompletionMessage said(
      OpenAIClient client, ChatCompletionCreateParams asked, boolean stream) {
    if (!stream) {
      return client.chat().completions().create(asked).choices().getFirst().message();
    }
    var accumulator = ChatCompletionAccumulator.create();
    try (var events = client.chat().completions().createStreaming(asked)) {
      events.stream().forEach(accumulator::accumulate);
    }
    return accumulator.chatCompletion().choices().getFirst().message();
  }

  private static void messages(String prompt, boolean stream) {
    var client =
        AnthropicOkHttpClient.builder().baseUrl(gateway.client().toString()).apiKey(key).build();
    var history = new ArrayList<MessageParam>();
    history.add(user(List.of(), prompt));
    for (int turn = 0; turn < TURNS; turn++) {
      var said = said(client, history, stream);
      history.add(said.toParam());
      var results = new ArrayList<ContentBlockParam>();
      said.content().stream()
          .flatMap(block -> block.toolUse().stream())
          .map(use -> ToolResultBlockParam.builder().toolUseId(use.id()).content("sunny").build())
          .forEach(result -> results.add(ContentBlockParam.ofToolResult(result)));
      assertThat(results).as("turn " + turn).hasSize(1);
      history.add(user(results, turn + 1 < TURNS ? prompt : "thanks"));
    }
    assertThat(said(client, history, stream).content()).isNotEmpty();
    client.close();
  }

  private static Message said(AnthropicClient client, List<MessageParam> history, boolean stream) {
    var asked =
        MessageCreateParams.builder().model("gemini").maxTokens(400).messages(history).build();
    if (!stream) {
      return client.messages().create(asked);
    }
    var accumulator = MessageAccumulator.create();
    try (var events = client.messages().createStreaming(asked)) {
      events.stream().forEach(accumulator::accumulate);
    }
    return accumulator.message();
  }

  private static MessageParam user(List<ContentBlockParam> results, String prompt) {
    var all = new ArrayList<>(results);
    all.add(ContentBlockParam.ofText(TextBlockParam.builder().text(prompt).build()));
    return MessageParam.ofUserOfContentBlockParams(all);
  }

  private static void content(String prompt, boolean stream) {
    var options = HttpOptions.builder().baseUrl(gateway.client().toString()).build();
    try (var client = Client.builder().apiKey(key).vertexAI(false).httpOptions(options).build()) {
      var history = new ArrayList<Content>();
      history.add(Content.fromParts(Part.fromText(prompt)));
      for (int turn = 0; turn < TURNS; turn++) {
        history.add(said(client, history, stream));
        var result = Part.fromFunctionResponse("weather", Map.of("output", "sunny"));
        var text = Part.fromText(turn + 1 < TURNS ? prompt : "thanks");
        history.add(Content.builder().role("user").parts(result, text).build());
      }
      assertThat(said(client, history, stream).parts()).isPresent();
    }
  }

  private static Content said(Client client, List<Content> history, boolean stream) {
    if (!stream) {
      var answer = client.models.generateContent("claude", history, null);
      return answer.candidates().orElseThrow().getFirst().content().orElseThrow();
    }
    var parts = new ArrayList<Part>();
    try (var pieces = client.models.generateContentStream("claude", history, null)) {
      pieces.forEach(
          piece ->
              parts.addAll(
                  piece
                      .candidates()
                      .orElseThrow()
                      .getFirst()
                      .content()
                      .flatMap(Content::parts)
                      .orElse(List.of())));
    }
    return Content.builder().role("model").parts(parts).build();
  }

  /** What the provider seals in its answer to that prompt, asked without the gateway. */
  private static String sealed(Simulator provider, String path, String thinking) {
    String text = JsonWriter.escaped(prompt(thinking)).utf8();
    String body =
        provider == google
            ? "{\"contents\":[{\"parts\":[{\"text\":\"" + text + "\"}]}]}"
            : "{\"model\":\"m\",\"max_tokens\":400,\"messages\":[{\"role\":\"user\",\"content\":\""
                + text
                + "\"}]}";
    var request =
        HttpRequest.newBuilder(provider.uri().resolve(path))
            .header("anthropic-version", "2023-06-01")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      Pattern seal = provider == google ? SIGNATURE : seal(thinking);
      return all(seal, answer.body()).getFirst();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The last request through the gateway brings every seal of every turn. */
  private static void came(Simulator provider, Pattern seal, String expected) {
    var bodies =
        provider.received().stream()
            .map(Received::body)
            .map(body -> new String(body, StandardCharsets.UTF_8))
            .filter(body -> body.contains("thanks"))
            .toList();
    assertThat(bodies).hasSize(1);
    assertThat(all(seal, bodies.getFirst())).isEqualTo(Collections.nCopies(TURNS, expected));
    assertThat(bodies.getFirst()).doesNotContain("sluicev1");
  }

  private static List<String> all(Pattern seal, String text) {
    return seal.matcher(text).results().map(found -> found.group(1)).toList();
  }
}
