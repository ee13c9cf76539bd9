package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.genai.Client;
import com.google.genai.errors.ApiException;
import com.google.genai.types.Content;
import com.google.genai.types.CountTokensConfig;
import com.google.genai.types.EmbedContentConfig;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.ListModelsConfig;
import com.google.genai.types.Part;
import com.google.genai.types.Schema;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.Tool;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Google's own client sees through the gateway what it sees without it, to the field. */
class GeminiSdkTest {
  private static final List<Integer> FAILURES = List.of(400, 401, 404, 429, 500, 503);
  private static final Pattern ID = Pattern.compile("\"(?:responseId|id)\":\"(\\w+)\"");

  private static Simulator google;
  private static Simulator openAi;
  private static RunningProcess gateway;
  private static String key;
  private static Client direct;
  private static Client through;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    google = Simulator.start(SimSettings.of(Kind.GEMINI));
    openAi = Simulator.start(SimSettings.of(Kind.OPENAI));
    gateway = RunningProcess.start(directory, configuration());
    key = gateway.key("\"level\":\"public\"");
    direct = client(google.uri().toString(), "any");
    through = client(gateway.client().toString(), key);
  }

  @AfterAll
  static void stop() {
    direct.close();
    through.close();
    gateway.close();
    google.close();
    openAi.close();
  }

  private static String configuration() {
    var text = new StringBuilder(Setup.server("")).append("providers:\n");
    text.append(Setup.provider("google", "gemini", google.uri().toString()));
    text.append(vertex());
    text.append(Setup.provider("cloud", "openai", openAi.uri() + "/v1"));
    text.append("models:\n");
    for (String kind : List.of("", "-400", "-401", "-404", "-429", "-500", "-503")) {
      text.append("  g%s: {provider: google, id: g%s}\n".formatted(kind, kind));
    }
    text.append(
        "  \"google/gemini-embedding-001\": {provider: google, id: gemini-embedding-001}\n");
    text.append("  on-vertex: {provider: vertex, id: gemini-2.5-flash}\n");
    text.append("  o: {provider: cloud, id: o}\n");
    return text.toString();
  }

  /** The same simulator at the addresses of Vertex AI. */
  private static String vertex() {
    return Setup.provider("vertex", "gemini", google.uri().toString())
        .replace("api: gemini,", "api: gemini, project: my-project, location: europe-west4,");
  }

  private static Client client(String base, String key) {
    var once = HttpRetryOptions.builder().attempts(1).build();
    var options = HttpOptions.builder().baseUrl(base).retryOptions(once).build();
    return Client.builder().apiKey(key).vertexAI(false).httpOptions(options).build();
  }

  private static GenerateContentConfig config() {
    var town = Map.of("town", Schema.builder().type("STRING").build());
    var parameters = Schema.builder().type("OBJECT").properties(town).build();
    var weather = FunctionDeclaration.builder().name("weather").parameters(parameters).build();
    return GenerateContentConfig.builder()
        .tools(Tool.builder().functionDeclarations(weather).build())
        .systemInstruction(Content.fromParts(Part.fromText("Be brief.")))
        .build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello there",
        "[[sim: tokens=40]]",
        "[[sim: tool=weather args={\"town\":\"Oslo\"}]]",
        "[[sim: tool=weather args={\"town\":\"Oslo\"}]] [[sim: tool=weather"
            + " args={\"town\":\"Rome\"}]]",
        "[[sim: thinking]] [[sim: tool=weather args={\"town\":\"Oslo\"}]]",
        "[[sim: thinking]] [[sim: say=so]]",
        "[[sim: cached=3]]",
        "[[sim: refuse]]",
      })
  void content_is_the_same_through_the_gateway(String prompt) {
    assertThat(whole(through, "g", prompt)).isEqualTo(whole(direct, "g", prompt));
    assertThat(stream(through, "g", prompt)).isEqualTo(stream(direct, "g", prompt));
    assertThat(whole(through, "on-vertex", prompt))
        .isEqualTo(whole(direct, "gemini-2.5-flash", prompt));
  }

  @Test
  void a_chat_with_thoughts_and_tools_goes_on_through_the_gateway() {
    var first = Content.fromParts(Part.fromText("[[sim: thinking]] [[sim: tool=weather args={}]]"));
    var thinking =
        config().toBuilder().thinkingConfig(ThinkingConfig.builder().includeThoughts(true)).build();
    var asked = through.models.generateContent("g", first, thinking);
    var called = asked.candidates().orElseThrow().getFirst().content().orElseThrow();
    var result = Content.fromParts(Part.fromFunctionResponse("weather", Map.of("output", "sunny")));
    var history = List.of(first, called, result.toBuilder().role("user").build());
    assertThat(through.models.generateContent("g", history, thinking).text())
        .isEqualTo("The tool answered: sunny");
  }

  @Test
  void another_providers_answer_reads_like_googles_own() {
    String prompt = "[[sim: tool=weather args={\"town\":\"Oslo\"}]]";
    GenerateContentResponse said = through.models.generateContent("o", prompt, config());
    var call = said.functionCalls().getFirst();
    assertThat(call.name()).contains("weather");
    assertThat(call.args().orElseThrow()).isEqualTo(Map.of("town", "Oslo"));
    assertThat(said.finishReason().toString()).isEqualTo("STOP");
    assertThat(said.usageMetadata().orElseThrow().promptTokenCount().orElseThrow()).isPositive();
    var pieces = new ArrayList<GenerateContentResponse>();
    try (var stream = through.models.generateContentStream("o", "[[sim: say=one two]]", null)) {
      stream.forEach(pieces::add);
    }
    var text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text()));
    assertThat(text.toString()).isEqualTo("one two");
    assertThat(pieces.getLast().finishReason().toString()).isEqualTo("STOP");
    assertThat(pieces.getLast().usageMetadata().orElseThrow().totalTokenCount().orElseThrow())
        .isPositive();
  }

  @Test
  void vectors_counts_and_models_are_the_same_through_the_gateway() {
    var size = EmbedContentConfig.builder().outputDimensionality(4).build();
    String model = "google/gemini-embedding-001"; // a slash in the path
    var two = List.of("a", "b");
    assertThat(plain(through.models.embedContent(model, two, size).toJson()))
        .isEqualTo(plain(direct.models.embedContent("gemini-embedding-001", two, size).toJson()));
    var none = CountTokensConfig.builder().build();
    assertThat(plain(through.models.countTokens("g", "How long is this?", none).toJson()))
        .isEqualTo(plain(direct.models.countTokens("g", "How long is this?", none).toJson()));
    var names = new ArrayList<String>();
    through
        .models
        .list(ListModelsConfig.builder().build())
        .forEach(one -> names.add(one.name().orElseThrow()));
    assertThat(names).contains("models/g", "models/on-vertex", "models/o");
    assertThat(through.models.get("g", null).name()).contains("models/g");
  }

  @Test
  void lesson_09_googles_client_throws_the_same_class() {
    for (int status : FAILURES) {
      String prompt = "[[sim: fault=status=" + status + "]]";
      var here = failure(direct, "g-" + status, prompt);
      var there = failure(through, "g-" + status, prompt);
      assertThat(here.code()).isEqualTo(status);
      boolean ours = status == 401;
      assertThat(there.getClass())
          .as("status " + status)
          .isEqualTo(
              ours
                  ? failure(direct, "g-500", "[[sim: fault=status=500]]").getClass()
                  : here.getClass());
    }
  }

  @Test
  void googles_own_delay_reaches_googles_client_as_one() {
    String prompt = "[[sim: fault=status=429;retry-after=1]]";
    HttpResponse<String> limited = post("g-429:generateContent", prompt, "x-goog-api-key: " + key);
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.body())
        .contains("google.rpc.RetryInfo\",\"retryDelay\":\"1s\"")
        .contains("\"status\":\"RESOURCE_EXHAUSTED\"")
        .contains("\"reason\":\"upstream_rate_limited\"");
    assertThat(limited.headers().firstValue("retry-after")).contains("1");
  }

  private static ApiException failure(Client client, String model, String prompt) {
    return catchThrowableOfType(
        ApiException.class, () -> client.models.generateContent(model, prompt, null));
  }

  @Test
  void refusals_are_written_in_googles_words() {
    HttpResponse<String> nobody =
        gateway.ask("/v1beta/models/g:generateContent?key=wrong", "{\"contents\":[]}");
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(nobody.body())
        .contains("\"status\":\"UNAUTHENTICATED\"")
        .contains("\"reason\":\"unauthenticated\"");
    String google = "x-goog-api-key: " + key;
    HttpResponse<String> unknown = post("nothing:generateContent", "x", google);
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("\"reason\":\"unknown_model\"");
    HttpResponse<String> method = post("g:predict", "x", google);
    assertThat(method.statusCode()).isEqualTo(404);
    assertThat(method.body()).contains("\"reason\":\"unsupported_endpoint\"");
    assertThat(method.headers().firstValue("x-sluice-code")).contains("unsupported_endpoint");
  }

  @Test
  void a_stream_without_events_is_one_array() {
    String google = "x-goog-api-key: " + key;
    for (String model : List.of("g", "o", "cloud%2Fo", "cloud/o")) {
      HttpResponse<String> answer =
          post(model + ":streamGenerateContent", "[[sim: say=one two]]", google);
      assertThat(answer.statusCode()).as(model + answer.body()).isEqualTo(200);
      assertThat(answer.headers().firstValue("content-type").orElse("")).contains("json");
      assertThat(answer.body()).startsWith("[{").endsWith("]").contains("\"STOP\"");
      assertThat(answer.body()).contains("one").contains("two");
    }
    HttpResponse<String> keyed =
        gateway.ask(
            "/v1/models/o:generateContent?key=" + key,
            "{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}");
    assertThat(keyed.statusCode()).isEqualTo(200);
    assertThat(keyed.body()).contains("You said: hi");
  }

  private static HttpResponse<String> post(String call, String prompt, String header) {
    String body = "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + prompt + "\"}]}]}";
    String[] parts = header.split(": ", 2);
    return gateway.ask("/v1beta/models/" + call, body, parts[0], parts[1]);
  }

  private static String whole(Client client, String model, String prompt) {
    return plain(client.models.generateContent(model, prompt, config()).toJson());
  }

  private static String stream(Client client, String model, String prompt) {
    var all = new StringBuilder();
    try (var stream = client.models.generateContentStream(model, prompt, config())) {
      stream.forEach(piece -> all.append(piece.toJson()).append('\n'));
    }
    return plain(all.toString());
  }

  /** The text with ids numbered in the order of their first appearance, and no HTTP headers. */
  private static String plain(String json) {
    String text = json.replaceAll("\"sdkHttpResponse\":\\{.*?\\}\\},?", "");
    var numbers = new LinkedHashMap<String, Integer>();
    return ID.matcher(text)
        .replaceAll(
            found ->
                "\"id\":\"%d\""
                    .formatted(numbers.computeIfAbsent(found.group(1), id -> numbers.size())));
  }
}
