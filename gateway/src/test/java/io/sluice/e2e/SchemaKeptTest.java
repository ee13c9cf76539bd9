package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.Bundle;
import io.sluice.policy.SourceFile;
import io.sluice.sim.Cue;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where a permit asks for it, nothing of an answer is released before it keeps to the schemas of
 * its request: through every front door, from providers of three formats, streamed and whole.
 */
class SchemaKeptTest {
  private static final String BOOK =
      """
      {"type":"object","properties":{"title":{"type":"string","maxLength":40},\
      "year":{"type":"integer","minimum":1900}},"required":["title","year"],\
      "additionalProperties":false}\
      """;
  private static final String CITY =
      """
      {"type":"object","properties":{"city":{"type":"string","enum":["Lima","Oslo"]}},\
      "required":["city"]}\
      """;
  private static final String GOOD = "{\"title\":\"A very good book\",\"year\":1984}";
  private static final String BAD = "{\"title\":\"An UNFIT book\",\"year\":\"long ago\"}";

  /** A request in each format: for text of a schema, or with a tool. */
  private static final Map<String, Door> DOORS =
      Map.of(
          "chat",
          new Door(
              (_, _) -> "/v1/chat/completions",
              """
              {"model":"MODEL","stream":STREAM,"max_tokens":200,\
              "messages":[{"role":"user","content":"PROMPT"}],MORE}\
              """,
              "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":"
                  + "{\"name\":\"book\",\"schema\":BOOK}}",
              "\"tools\":[{\"type\":\"function\",\"function\":"
                  + "{\"name\":\"weather\",\"parameters\":CITY}}]"),
          "responses",
          new Door(
              (_, _) -> "/v1/responses",
              """
              {"model":"MODEL","stream":STREAM,"max_output_tokens":200,"input":"PROMPT",MORE}\
              """,
              "\"text\":{\"format\":{\"type\":\"json_schema\",\"name\":\"book\",\"schema\":BOOK}}",
              "\"tools\":[{\"type\":\"function\",\"name\":\"weather\",\"parameters\":CITY}]"),
          "messages",
          new Door(
              (_, _) -> "/v1/messages",
              """
              {"model":"MODEL","stream":STREAM,"max_tokens":200,\
              "messages":[{"role":"user","content":"PROMPT"}],MORE}\
              """,
              "\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":BOOK}}",
              "\"tools\":[{\"name\":\"weather\",\"input_schema\":CITY}]"),
          "content",
          new Door(
              (model, stream) ->
                  "/v1beta/models/"
                      + model
                      + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent"),
              "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"PROMPT\"}]}],MORE}",
              "\"generationConfig\":{\"responseMimeType\":\"application/json\","
                  + "\"responseJsonSchema\":BOOK}",
              "\"tools\":[{\"functionDeclarations\":"
                  + "[{\"name\":\"weather\",\"parametersJsonSchema\":CITY}]}]"),
          "converse",
          new Door(
              (model, stream) -> "/model/" + model + (stream ? "/converse-stream" : "/converse"),
              "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"PROMPT\"}]}],MORE}",
              "\"outputConfig\":{\"textFormat\":{\"type\":\"json_schema\","
                  + "\"structure\":{\"jsonSchema\":{\"name\":\"book\",\"schema\":QUOTED}}}}",
              "\"toolConfig\":{\"tools\":[{\"toolSpec\":"
                  + "{\"name\":\"weather\",\"inputSchema\":{\"json\":CITY}}}]}"),
          "ollama",
          new Door(
              (_, _) -> "/api/chat",
              """
              {"model":"MODEL","stream":STREAM,\
              "messages":[{"role":"user","content":"PROMPT"}],MORE}\
              """,
              "\"format\":BOOK",
              "\"tools\":[{\"type\":\"function\",\"function\":"
                  + "{\"name\":\"weather\",\"parameters\":CITY}}]"));

  private static final Map<String, Simulator> PROVIDERS = new TreeMap<>();

  private static RunningProcess gateway;
  private static int tenants;
  private static String key;
  private static String free;

  private interface Where {
    String path(String model, boolean stream);
  }

  /** A front door, and what a request says there. */
  private record Door(Where where, String body, String schema, String tools) {}

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    PROVIDERS.put("chat-m", Simulator.start(SimSettings.of(Kind.OPENAI)));
    PROVIDERS.put("messages-m", Simulator.start(SimSettings.of(Kind.ANTHROPIC)));
    PROVIDERS.put("content-m", Simulator.start(SimSettings.of(Kind.GEMINI)));
    Path bundle = directory.resolve("policy");
    for (SourceFile file : Bundle.starter().files()) {
      Path path = bundle.resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.text());
    }
    Files.writeString(
        bundle.resolve("schemas.cedar"),
        """
        @id("schemas-kept") @owner("platform") @reason("programs read what models write here")
        @require_schema
        permit (principal, action == Action::"invokeModel", resource)
        when { principal.app == "strict" };
        """);
    String profile = Stated.reviewed("own", "restricted");
    gateway =
        RunningProcess.start(
            directory,
            Setup.server("")
                + """
                policy: ./policy
                providers:
                  c: {api: openai, base_url: %s/v1, profile: %s}
                  m: {api: anthropic, base_url: %s, profile: %s}
                  g: {api: gemini, base_url: %s, profile: %s}
                models:
                  chat-m: {provider: c, price: {input: 1, output: 1}}
                  messages-m: {provider: m, price: {input: 1, output: 1}}
                  content-m: {provider: g, price: {input: 1, output: 1}}
                """
                    .formatted(
                        provider("chat-m").uri(),
                        profile,
                        provider("messages-m").uri(),
                        profile,
                        provider("content-m").uri(),
                        profile));
    key = gateway.key("\"app\":\"strict\",\"level\":\"public\"");
    free = gateway.key("\"level\":\"public\"");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    PROVIDERS.values().forEach(Simulator::close);
  }

  private static Simulator provider(String model) {
    return Objects.requireNonNull(PROVIDERS.get(model));
  }

  /** One door, one provider, one way. */
  private record Way(String door, String model, boolean stream) {
    /** Each asks for a tenant of its own: what one tenant asks again is bounded. */
    HttpResponse<String> ask(boolean tools) {
      return ask(gateway.key("\"app\":\"strict\",\"tenant\":\"t%d\"".formatted(tenants++)), tools);
    }

    HttpResponse<String> ask(String as, boolean tools) {
      Door at = Objects.requireNonNull(DOORS.get(door));
      String body =
          at.body()
              .replace("MORE", tools ? at.tools() : at.schema())
              .replace("MODEL", model)
              .replace("STREAM", String.valueOf(stream))
              .replace("PROMPT", "Which one?")
              .replace("QUOTED", "\"" + BOOK.replace("\"", "\\\"") + "\"")
              .replace("BOOK", BOOK)
              .replace("CITY", CITY);
      return gateway.ask(at.where().path(model, stream), body, "authorization", "Bearer " + as);
    }

    void says(String... texts) {
      provider(model).clear();
      for (String text : texts) {
        provider(model).cue(Cue.Says.text(text));
      }
    }

    void calls(String... arguments) {
      provider(model).clear();
      for (String one : arguments) {
        var call = new Cue.Called("weather", one);
        provider(model).cue(new Cue.Says("One moment, UNFIT.", List.of(call)));
      }
    }
  }

  private static Stream<DynamicTest> each(Consumer<Way> test) {
    return DOORS.keySet().stream()
        .sorted()
        .flatMap(
            door ->
                PROVIDERS.keySet().stream()
                    .flatMap(
                        model ->
                            Stream.of(true, false).map(stream -> new Way(door, model, stream))))
        .map(way -> DynamicTest.dynamicTest(way.toString(), () -> test.accept(way)));
  }

  @TestFactory
  Stream<DynamicTest> an_answer_that_keeps_to_its_schema_is_said() {
    return each(
        way -> {
          way.says(GOOD);
          var answer = way.ask(false);
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          assertThat(answer.body()).contains("very").doesNotContain("UNFIT");
        });
  }

  @TestFactory
  Stream<DynamicTest> one_that_does_not_is_asked_for_once_more_and_nothing_of_it_is_said() {
    return each(
        way -> {
          way.says(BAD, GOOD);
          var answer = way.ask(false);
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          assertThat(answer.body()).contains("very").doesNotContain("UNFIT");
          assertThat(recorded(answer))
              .contains("\"code\":\"schema_invalid\"", "\"question\":\"retry\"");
        });
  }

  @TestFactory
  Stream<DynamicTest> a_second_one_is_refused_with_the_reason() {
    return each(
        way -> {
          way.says(BAD, BAD);
          refused(way.ask(false));
        });
  }

  @TestFactory
  Stream<DynamicTest> arguments_of_tools_are_held_to_theirs() {
    return each(
        way -> {
          way.calls("{\"city\":\"Lima\"}");
          var answer = way.ask(true);
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          assertThat(answer.body()).contains("weather");
          way.calls("{\"city\":\"Atlantis\"}", "{\"town\":\"Lima\"}");
          refused(way.ask(true));
        });
  }

  private static void refused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(502);
    assertThat(answer.headers().firstValue("x-sluice-code")).contains("schema_invalid");
    assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
    assertThat(answer.body()).contains("schema").doesNotContain("UNFIT");
    assertThat(recorded(answer)).contains("\"kind\":\"failed\"", "\"require_schema\":true");
  }

  private static String recorded(HttpResponse<String> answer) {
    String exchange = answer.headers().firstValue("x-sluice-exchange").orElseThrow();
    return gateway.record(exchange, text -> text.contains("\"entry\":\"outcome\""));
  }

  @Test
  void nobody_else_waits_for_a_whole_answer() {
    var way = new Way("chat", "chat-m", true);
    way.says(BAD);
    var answer = way.ask(free, false);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("UNFIT");
  }

  @Test
  void a_schema_that_cannot_be_checked_is_refused_before_anything_leaves() {
    int before = provider("chat-m").received().size();
    var answer =
        gateway.ask(
            "/v1/chat/completions",
            """
            {"model":"chat-m","messages":[{"role":"user","content":"x"}],"response_format":\
            {"type":"json_schema","json_schema":{"name":"n","schema":\
            {"type":"object","unevaluatedProperties":false}}}}\
            """,
            "authorization",
            "Bearer " + key);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("unevaluatedProperties");
    assertThat(provider("chat-m").received()).hasSize(before);
  }
}
