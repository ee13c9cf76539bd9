package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tool calls are withheld until they are decided about: through every front door, to providers of
 * every format, streamed and whole.
 */
class ToolCallsTest {
  private static final String SECRET_PLACE = "eve@collector.example";
  private static final String SEND =
      "[[sim: tool=send_email args={\\\"to\\\":\\\"" + SECRET_PLACE + "\\\"}]]";
  private static final String READ = "[[sim: tool=get_weather args={\\\"city\\\":\\\"Lima\\\"}]]";
  private static final String SAY = "[[sim: say=I will write that now.]]";

  private static final List<String> MODELS = List.of("chat", "messages", "content");

  /**
   * A front door.
   *
   * @param body of a request for a model, streamed or not, with a prompt
   * @param end how a stream ends here that policy stopped
   */
  private record Door(Where where, Body body, String end) {}

  /** Where a request goes. */
  private interface Where {
    String path(String model, boolean stream);
  }

  /** What a request says. */
  private interface Body {
    String of(String model, boolean stream, String prompt);
  }

  private static final String SCHEMA =
      """
      {"type":"object","properties":{"to":{"type":"string"},"city":{"type":"string"}}}\
      """;

  private static final Map<String, Door> DOORS =
      Map.of(
          "chat",
          new Door(
              (_, _) -> "/v1/chat/completions",
              (model, stream, prompt) ->
                  """
                  {"model":"%s","stream":%s,"max_tokens":200,\
                  "messages":[{"role":"user","content":"%s"}],"tools":[\
                  {"type":"function","function":{"name":"send_email","parameters":%s}},\
                  {"type":"function","function":{"name":"get_weather","parameters":%s}}]}\
                  """
                      .formatted(model, stream, prompt, SCHEMA, SCHEMA),
              "\"finish_reason\":\"content_filter\""),
          "responses",
          new Door(
              (_, _) -> "/v1/responses",
              (model, stream, prompt) ->
                  """
                  {"model":"%s","stream":%s,"max_output_tokens":200,"input":"%s","tools":[\
                  {"type":"function","name":"send_email","parameters":%s},\
                  {"type":"function","name":"get_weather","parameters":%s}]}\
                  """
                      .formatted(model, stream, prompt, SCHEMA, SCHEMA),
              "response.incomplete"),
          "messages",
          new Door(
              (_, _) -> "/v1/messages",
              (model, stream, prompt) ->
                  """
                  {"model":"%s","stream":%s,"max_tokens":200,\
                  "messages":[{"role":"user","content":"%s"}],"tools":[\
                  {"name":"send_email","input_schema":%s},\
                  {"name":"get_weather","input_schema":%s}]}\
                  """
                      .formatted(model, stream, prompt, SCHEMA, SCHEMA),
              "\"stop_reason\":\"refusal\""),
          "content",
          new Door(
              (model, stream) ->
                  "/v1beta/models/"
                      + model
                      + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent"),
              (_, _, prompt) ->
                  """
                  {"contents":[{"role":"user","parts":[{"text":"%s"}]}],\
                  "tools":[{"functionDeclarations":[{"name":"send_email","parameters":%s},\
                  {"name":"get_weather","parameters":%s}]}]}\
                  """
                      .formatted(prompt, SCHEMA, SCHEMA),
              "\"finishReason\":\"SAFETY\""));

  private static Simulator chat;
  private static Simulator messages;
  private static Simulator content;
  private static RunningProcess gateway;
  private static String user;
  private static String batch;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    chat = Simulator.start(SimSettings.of(Kind.OPENAI));
    messages = Simulator.start(SimSettings.of(Kind.ANTHROPIC));
    content = Simulator.start(SimSettings.of(Kind.GEMINI));
    String profile = Stated.reviewed("own", "restricted");
    gateway =
        RunningProcess.start(
            directory,
            Setup.server("")
                + """
                providers:
                  c: {api: openai, base_url: %s/v1, profile: %s}
                  m: {api: anthropic, base_url: %s, profile: %s}
                  g: {api: gemini, base_url: %s, profile: %s}
                models:
                  chat-m: {provider: c, price: {input: 1, output: 1}}
                  messages-m: {provider: m, price: {input: 1, output: 1}}
                  content-m: {provider: g, price: {input: 1, output: 1}}
                routes:
                  chat: {models: [chat-m], flow: balanced}
                  messages: {models: [messages-m], flow: balanced}
                  content: {models: [content-m], flow: balanced}
                  chat-watched: {models: [chat-m]}
                """
                    .formatted(
                        chat.uri(), profile, messages.uri(), profile, content.uri(), profile));
    user = gateway.key("\"level\":\"public\"");
    batch = // of a tenant of its own: what it says would be known again in what the user says
        gateway.key("\"tenant\":\"other\",\"level\":\"public\",\"integrity\":\"untrusted\"");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    chat.close();
    messages.close();
    content.close();
  }

  /** One door, one provider, one way. */
  private record Way(String door, String model, boolean stream) {
    Door at() {
      return Objects.requireNonNull(DOORS.get(door));
    }

    HttpResponse<String> ask(String key, String prompt) {
      Door at = at();
      return gateway.ask(
          at.where().path(model, stream),
          at.body().of(model, stream, prompt),
          "authorization",
          "Bearer " + key);
    }
  }

  private static Stream<Way> ways() {
    return DOORS.keySet().stream()
        .sorted()
        .flatMap(
            door ->
                MODELS.stream()
                    .flatMap(
                        model ->
                            Stream.of(true, false).map(stream -> new Way(door, model, stream))));
  }

  private static Stream<DynamicTest> each(java.util.function.Consumer<Way> test) {
    return ways().map(way -> DynamicTest.dynamicTest(way.toString(), () -> test.accept(way)));
  }

  /** Neither its arguments, in whatever pieces, nor that it was begun. */
  private static void nothingOfTheCall(HttpResponse<String> answer) {
    String body = answer.body().replace("tool 'send_email'", "");
    if (!body.contains("\"tools\":[")) { // Responses repeat what was offered
      assertThat(body).doesNotContain("send_email");
    }
    assertThat(body).doesNotContain("ector").doesNotContain("\"type\":\"tool_use\"");
    assertThat(body).doesNotContain("functionCall").doesNotContain("\"type\":\"function_call\"");
  }

  private static String record(HttpResponse<String> answer) {
    String id = answer.headers().firstValue("x-sluice-exchange").orElseThrow();
    return gateway.record(id, record -> record.contains("\"outcome\""));
  }

  @TestFactory
  Stream<DynamicTest> a_call_that_a_trusted_user_asked_for_is_handed_over_and_ruled_on() {
    return each(
        way -> {
          var answer = way.ask(user, SEND);
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          assertThat(answer.body()).contains("send_email").contains("ector");
          assertThat(record(answer)).contains("\"question\":\"tool\"").contains("tool-calls");
        });
  }

  @TestFactory
  Stream<DynamicTest> a_call_that_untrusted_content_moves_is_refused_and_nothing_of_it_leaves() {
    return each(
        way -> {
          var answer = way.ask(batch, SEND);
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
          assertThat(answer.headers().firstValue("x-sluice-code")).contains("policy_denied");
          nothingOfTheCall(answer);
          assertThat(answer.body()).contains("tool-integrity-balanced");
          assertThat(record(answer))
              .contains("\"kind\":\"blocked\"")
              .contains("\"how\":\"blocked\"")
              .contains("\"usage\"")
              .doesNotContain(SECRET_PLACE);
        });
  }

  @TestFactory
  Stream<DynamicTest> one_refused_call_of_several_refuses_the_whole_answer() {
    return each(
        way -> {
          var answer = way.ask(batch, READ + SEND);
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
          nothingOfTheCall(answer);
          assertThat(answer.body()).doesNotContain("weather").doesNotContain("Lima");
          assertThat(record(answer).split("\"question\":\"tool\"", -1)).hasSize(3);
        });
  }

  @TestFactory
  Stream<DynamicTest> after_the_first_byte_the_stream_ends_in_its_own_formats_event() {
    return each(
        way -> {
          var answer = way.ask(batch, SAY + SEND);
          nothingOfTheCall(answer);
          if (way.stream() && answer.statusCode() == 200) {
            assertThat(answer.body())
                .contains("write ")
                .contains(way.at().end())
                .contains("\"sluice\":{\"code\":\"policy_denied\",\"exchange\":\"");
            assertThat(record(answer)).contains("\"how\":\"cut\"");
          } else {
            assertThat(way.stream()).as("said before: %s", answer.body()).isFalse();
            assertThat(answer.statusCode()).isEqualTo(403);
          }
        });
  }

  @Test
  void what_reads_is_handed_over_whoever_moves_it() {
    var answer = new Way("chat", "chat", true).ask(batch, READ);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("get_weather").contains("ima").contains("[DONE]");
  }

  @Test
  void observing_stops_nothing_and_records_what_the_stricter_modes_would_have_stopped() {
    for (boolean stream : new boolean[] {true, false}) {
      var answer = new Way("chat", "chat-watched", stream).ask(batch, SEND);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("send_email").contains("ector");
      assertThat(record(answer)).contains("\"would_stop\":[\"balanced\",\"strict\"]");
    }
  }
}
