package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.e2e.BedrockClients.Pair;
import io.sluice.sim.FaultRule;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.InternalServerException;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ValidationException;

/** AWS's own clients see through the gateway what they see without it, to the field. */
class BedrockSdkTest {
  private static final Pattern ID = Pattern.compile("tooluse_\\w+|call_\\w+");
  private static final String ARN =
      "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0";
  private static final String PROVIDER = "AKIDPROVIDER:pr0vider/secret+";
  private static final List<Integer> FAILURES = List.of(400, 403, 404, 408, 429, 500, 503);

  private static Simulator bedrock;
  private static Simulator openAi;
  private static RunningProcess gateway;
  private static BedrockClients direct;
  private static BedrockClients through;
  private static String key;
  private static Pair pair;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    bedrock = Simulator.start(SimSettings.of(Kind.BEDROCK).withCredential(PROVIDER));
    openAi = Simulator.start(SimSettings.of(Kind.OPENAI));
    Path secret = Files.writeString(directory.resolve("aws.key"), PROVIDER + "\n");
    gateway = RunningProcess.start(directory, configuration(secret));
    String answer =
        gateway
            .administer(
                "POST", "/api/v1/keys", "{\"name\":\"aws\",\"level\":\"public\",\"aws\":true}")
            .body();
    key = member(answer, "key");
    pair = new Pair(member(answer, "access_key_id"), member(answer, "secret_access_key"));
    var own = new Pair("AKIDPROVIDER", "pr0vider/secret+");
    direct = BedrockClients.signing(bedrock.uri(), own, Protocol.HTTP1_1);
    through = BedrockClients.signing(gateway.client(), pair, Protocol.HTTP1_1);
  }

  private static String member(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\"([^\"]+)\"").matcher(json);
    assertThat(found.find()).as(json).isTrue();
    return found.group(1);
  }

  @AfterAll
  static void stop() {
    direct.close();
    through.close();
    gateway.close();
    bedrock.close();
    openAi.close();
  }

  private static String configuration(Path secret) {
    var text = new StringBuilder(Setup.server("")).append("providers:\n");
    String line = Setup.provider("aws", "bedrock", bedrock.uri().toString());
    text.append(
        line.replace(
            "api: bedrock", "api: bedrock, region: us-west-2, credential: {file: " + secret + "}"));
    text.append(Setup.provider("cloud", "openai", openAi.uri() + "/v1"));
    text.append("models:\n  o: {provider: cloud, id: o}\n");
    text.append("  nova: {provider: aws, id: \"amazon.nova-lite-v1:0\"}\n");
    text.append("  profile: {provider: aws, id: \"%s\"}\n".formatted(ARN));
    for (int status : FAILURES) {
      text.append("  n-%d: {provider: aws, id: n-%d}\n".formatted(status, status));
    }
    text.append("routes:\n  auto: {models: [nova]}\n");
    return text.toString();
  }

  private static ConverseRequest.Builder asked(String model, String prompt) {
    var user =
        Message.builder()
            .role(ConversationRole.USER)
            .content(ContentBlock.fromText(prompt))
            .build();
    return ConverseRequest.builder()
        .modelId(model)
        .messages(user)
        .system(SystemContentBlock.fromText("Be brief."))
        .inferenceConfig(InferenceConfiguration.builder().maxTokens(200).temperature(0f).build())
        .toolConfig(weather());
  }

  private static ToolConfiguration weather() {
    var city = Document.mapBuilder().putString("type", "string").build();
    var schema =
        Document.mapBuilder()
            .putString("type", "object")
            .putDocument("properties", Document.mapBuilder().putDocument("city", city).build())
            .build();
    return ToolConfiguration.builder()
        .tools(
            Tool.fromToolSpec(
                tool -> tool.name("weather").inputSchema(input -> input.json(schema))))
        .build();
  }

  private static ConverseStreamRequest streamed(ConverseRequest asked) {
    return ConverseStreamRequest.builder()
        .modelId(asked.modelId())
        .messages(asked.messages())
        .system(asked.system())
        .inferenceConfig(asked.inferenceConfig())
        .toolConfig(asked.toolConfig())
        .build();
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
        "[[sim: thinking=redacted]] [[sim: say=so]]",
        "[[sim: cached=3]] how are you",
        "[[sim: refuse]]",
      })
  void conversations_are_the_same_through_the_gateway(String prompt) {
    var whole = asked("amazon.nova-lite-v1:0", prompt).build();
    assertThat(plain(through.whole().converse(whole).toString()))
        .isEqualTo(plain(direct.whole().converse(whole).toString()));
    List<String> expected = direct.stream(streamed(whole));
    assertThat(expected).hasSizeGreaterThan(4);
    assertThat(plain(String.join("\n", through.stream(streamed(whole)))))
        .isEqualTo(plain(String.join("\n", expected)));
  }

  @Test
  void a_model_may_be_asked_by_route_by_name_and_by_an_arn_with_slashes() {
    for (String model : List.of("auto", "nova", "amazon.nova-lite-v1:0", ARN)) {
      bedrock.clear();
      var answer = through.whole().converse(asked(model, "hello").build());
      assertThat(answer.output().message().content().getFirst().text()).contains("hello");
      String id = model.equals(ARN) ? ARN : "amazon.nova-lite-v1:0";
      String sent = bedrock.received().getLast().target();
      assertThat(sent).endsWith("/converse").contains(id.replace(":", "%3A").replace("/", "%2F"));
    }
  }

  @Test
  void lesson_09_the_same_class_is_thrown() {
    for (int status : FAILURES) {
      var asked = asked("n-" + status, "[[sim: fault=status=" + status + "]]").build();
      var there = failure(direct, asked);
      var here = failure(through, asked);
      assertThat(there.statusCode()).isEqualTo(status);
      Class<?> expected = status == 403 ? InternalServerException.class : there.getClass();
      assertThat(here.getClass()).as("status " + status).isEqualTo(expected);
      assertThat(here.awsErrorDetails().errorMessage()).isNotBlank();
    }
  }

  private static BedrockRuntimeException failure(BedrockClients clients, ConverseRequest asked) {
    return catchThrowableOfType(
        BedrockRuntimeException.class, () -> clients.whole().converse(asked));
  }

  @Test
  void an_exception_inside_a_stream_is_the_same_one_once() {
    var asked = asked("nova", "[[sim: tokens=20]] [[sim: fault=error-event=4]]").build();
    var expected = direct.stream(streamed(asked).copy(a -> a.modelId("amazon.nova-lite-v1:0")));
    assertThat(expected).last().asString().contains("Throttling");
    assertThat(plain(String.join("\n", through.stream(streamed(asked)))))
        .isEqualTo(plain(String.join("\n", expected)));
  }

  @Test
  void a_broken_stream_ends_in_an_exception_and_never_as_if_it_were_complete() {
    for (String fault : List.of("cut=700", "malformed=3", "truncate=3")) {
      bedrock.fault(FaultRule.once(fault));
      List<String> events = through.stream(streamed(asked("nova", "[[sim: tokens=40]]").build()));
      assertThat(events).as(fault).last().asString().startsWith("failed ");
      assertThat(String.join("\n", events)).as(fault).doesNotContain("MessageStopEvent");
    }
  }

  @Test
  void the_streaming_client_is_served_over_http_2_as_it_asks_by_default() {
    var asked = streamed(asked("amazon.nova-lite-v1:0", "[[sim: tokens=40]]").build());
    try (var clients = BedrockClients.signing(gateway.client(), pair, Protocol.HTTP2)) {
      assertThat(clients.stream(asked)).isEqualTo(direct.stream(asked));
    }
  }

  @Test
  void a_bearer_key_is_the_same_caller() {
    try (var bearer = BedrockClients.bearer(gateway.client(), key)) {
      var answer = bearer.converse(asked("nova", "hello").build());
      assertThat(answer.output().message().content().getFirst().text()).contains("hello");
    }
    assertThat(bedrock.received().getLast().header("authorization").orElse(""))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIDPROVIDER/")
        .contains("/us-west-2/bedrock/");
  }

  @Test
  void a_wrong_secret_is_refused_and_nobody_is_asked() {
    bedrock.clear();
    var wrong = new Pair("SLUICE0000000000", "0".repeat(40));
    try (var clients = BedrockClients.signing(gateway.client(), wrong, Protocol.HTTP1_1)) {
      var refused = failure(clients, asked("nova", "hello").build());
      assertThat(refused).isInstanceOf(AccessDeniedException.class);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(clients.stream(streamed(asked("nova", "hello").build())))
          .last()
          .isEqualTo("failed AccessDeniedException");
    }
    assertThat(bedrock.received()).isEmpty();
  }

  @Test
  void what_is_refused_says_why_in_bedrocks_own_way() {
    var unknown = failure(through, asked("no-such-model", "hello").build());
    assertThat(unknown).isInstanceOf(ResourceNotFoundException.class);
    var empty =
        failure(through, ConverseRequest.builder().modelId("nova").messages(List.of()).build());
    assertThat(empty).isInstanceOf(ValidationException.class);
    assertThat(empty.getMessage()).contains("messages must not be empty");
    var raw = gateway.ask("/model/nova/invoke", "{}", "authorization", "Bearer " + key);
    assertThat(raw.statusCode()).isEqualTo(404);
    assertThat(raw.headers().firstValue("x-amzn-errortype")).contains("ResourceNotFoundException");
    assertThat(raw.body()).contains("\"code\":\"unsupported_endpoint\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello there",
        "[[sim: tokens=40]]",
        "[[sim: tool=weather args={\"city\":\"Oslo\"}]] [[sim: tool=weather"
            + " args={\"city\":\"Rome\"}]]",
      })
  void another_providers_answer_reads_like_bedrocks_own(String prompt) {
    var asked = asked("o", prompt).build();
    var like = asked("amazon.nova-lite-v1:0", prompt).build();
    var here = through.whole().converse(asked);
    var there = direct.whole().converse(like);
    assertThat(plain(here.output().toString())).isEqualTo(plain(there.output().toString()));
    assertThat(here.stopReason()).isEqualTo(there.stopReason());
    assertThat(here.usage().outputTokens()).isEqualTo(there.usage().outputTokens());
    List<String> events = through.stream(streamed(asked));
    assertThat(kinds(events)).isEqualTo(kinds(direct.stream(streamed(like))));
  }

  /** Which events come, with runs of one kind told once: providers cut text as they like. */
  private static List<String> kinds(List<String> events) {
    var kinds = new ArrayList<String>();
    for (String event : events) {
      String kind = event.substring(0, event.indexOf('('));
      if (kinds.isEmpty() || !kinds.getLast().equals(kind)) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  /** The text with ids numbered in the order of their first appearance. */
  private static String plain(String text) {
    var numbers = new LinkedHashMap<String, Integer>();
    return ID.matcher(text)
        .replaceAll(found -> "id" + numbers.computeIfAbsent(found.group(), id -> numbers.size()));
  }
}
