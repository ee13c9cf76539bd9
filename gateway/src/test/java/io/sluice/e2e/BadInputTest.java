package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is wrong with a request is refused at every front door, in its own format and by the field's
 * name, before any provider is asked.
 */
class BadInputTest {
  private static final String DEEP = "[".repeat(200) + "]".repeat(200);
  private static final int LARGE_BYTES = 70_000;

  /** A front door: a request that is right, and the place of the model in it. */
  private record Door(String path, String body) {
    String at(String model) {
      return path.replace("MODEL", model);
    }

    String asking(String model) {
      return body.replace("MODEL", model);
    }

    /** With one member more, and before the others. */
    String with(String member) {
      return "{" + member + "," + asking("small").substring(1);
    }
  }

  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]";
  private static final String CONTENTS = "\"contents\":[{\"parts\":[{\"text\":\"x\"}]}]";
  private static final String CONTENT = "\"content\":{\"parts\":[{\"text\":\"x\"}]}";
  private static final String CONVERSE =
      "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}]}";

  private static final Map<String, Door> DOORS =
      Map.ofEntries(
          door("/v1/chat/completions", "{\"model\":\"MODEL\"," + MESSAGES + "}"),
          door("/openai/v1/chat/completions", "{\"model\":\"MODEL\"," + MESSAGES + "}"),
          door("/openai/deployments/MODEL/chat/completions", "{" + MESSAGES + "}"),
          door("/openai/deployments/MODEL/embeddings", "{\"input\":\"x\"}"),
          door("/v1/responses", "{\"model\":\"MODEL\",\"input\":\"x\"}"),
          door("/v1/embeddings", "{\"model\":\"MODEL\",\"input\":\"x\"}"),
          door("/v1/messages", "{\"model\":\"MODEL\",\"max_tokens\":9," + MESSAGES + "}"),
          door("/v1/messages/count_tokens", "{\"model\":\"MODEL\"," + MESSAGES + "}"),
          door("/v1beta/models/MODEL:generateContent", "{" + CONTENTS + "}"),
          door("/v1/models/MODEL:streamGenerateContent", "{" + CONTENTS + "}"),
          door("/v1beta/models/MODEL:countTokens", "{" + CONTENTS + "}"),
          door("/v1beta/models/MODEL:embedContent", "{" + CONTENT + "}"),
          door("/v1beta/models/MODEL:batchEmbedContents", "{\"requests\":[{" + CONTENT + "}]}"),
          door("/model/MODEL/converse", CONVERSE),
          door("/model/MODEL/converse-stream", CONVERSE),
          door("/api/chat", "{\"model\":\"MODEL\"," + MESSAGES + "}"),
          door("/api/embed", "{\"model\":\"MODEL\",\"input\":\"x\"}"));

  /** What holds the content, wrongly typed, and what the refusal then names. */
  private static final Map<String, String> CONTENT_MEMBERS =
      Map.of(
          "messages", "messages",
          "contents", "contents",
          "content", "content",
          "requests", "requests",
          "input", "input");

  /** A picture as each door takes one; the model is said to see none. */
  private static final Map<String, String> PICTURES =
      Map.of(
          "/v1/chat/completions",
          "{\"model\":\"MODEL\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
              + "\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}}]}]}",
          "/v1/responses",
          "{\"model\":\"MODEL\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_image\","
              + "\"image_url\":\"data:image/png;base64,iVBORw0KGgo=\"}]}]}",
          "/v1/messages",
          "{\"model\":\"MODEL\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":"
              + "\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":"
              + "\"iVBORw0KGgo=\"}}]}]}",
          "/v1beta/models/MODEL:generateContent",
          "{\"contents\":[{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":"
              + "\"iVBORw0KGgo=\"}}]}]}",
          "/model/MODEL/converse",
          "{\"messages\":[{\"role\":\"user\",\"content\":[{\"image\":{\"format\":\"png\",\"source\":"
              + "{\"bytes\":\"iVBORw0KGgo=\"}}}]}]}",
          "/api/chat",
          "{\"model\":\"MODEL\",\"messages\":[{\"role\":\"user\",\"content\":\"x\",\"images\":"
              + "[\"iVBORw0KGgo=\"]}]}");

  private static Simulator provider;
  private static RunningProcess gateway;
  private static String key;

  private static Map.Entry<String, Door> door(String path, String body) {
    return Map.entry(path, new Door(path, body));
  }

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    gateway =
        RunningProcess.start(
            directory,
            Setup.server("limits: {body: 64KiB}")
                + "providers:\n"
                + Setup.provider("cloud", "openai", provider.uri() + "/v1")
                + "models:\n  small: {provider: cloud, id: small, capabilities: [tools, embed]}\n");
    key = gateway.key("\"level\":\"public\"");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.close();
  }

  @AfterEach
  void nobody_was_asked() {
    assertThat(provider.received()).isEmpty();
  }

  private static HttpResponse<String> ask(String path, String body) {
    return gateway.ask(path, body, "authorization", "Bearer " + key);
  }

  private interface Check {
    void at(Door door);
  }

  private static Stream<DynamicTest> each(Check check) {
    return new TreeMap<>(DOORS)
        .values().stream().map(door -> DynamicTest.dynamicTest(door.path(), () -> check.at(door)));
  }

  /** Refused with that status and class, in the door's own shape, naming this. */
  private static void refused(Door door, HttpResponse<String> answer, int status, String named) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("x-sluice-code")).isPresent();
    assertThat(answer.body()).contains(named).contains(shape(door.path()));
  }

  /** What only refusals of that format have. */
  private static String shape(String path) {
    if (path.startsWith("/v1/messages")) {
      return "\"type\":\"error\"";
    }
    if (path.startsWith("/v1beta/") || path.startsWith("/v1/models/")) {
      return "google.rpc.ErrorInfo";
    }
    if (path.startsWith("/model/")) {
      return "\"message\":";
    }
    return path.startsWith("/api/") ? "{\"error\":\"" : "\"param\":";
  }

  @TestFactory
  Stream<DynamicTest> what_is_no_json_is_400() {
    return each(
        door ->
            refused(door, ask(door.at("small"), "{\"model\":\"small\",,}"), 400, "cannot be read"));
  }

  @TestFactory
  Stream<DynamicTest> what_is_no_object_is_400() {
    return each(door -> refused(door, ask(door.at("small"), "[1]"), 400, "must be a JSON object"));
  }

  @TestFactory
  Stream<DynamicTest> what_is_too_deep_is_400() {
    return each(
        door -> refused(door, ask(door.at("small"), door.with("\"more\":" + DEEP)), 400, "deep"));
  }

  @TestFactory
  Stream<DynamicTest> a_name_given_twice_is_400() {
    return each(
        door ->
            refused(door, ask(door.at("small"), door.with("\"more\":1,\"more\":2")), 400, "twice"));
  }

  @TestFactory
  Stream<DynamicTest> what_is_too_large_is_413() {
    String more = "\"more\":\"" + "x".repeat(LARGE_BYTES) + "\"";
    return each(door -> refused(door, ask(door.at("small"), door.with(more)), 413, "body"));
  }

  @TestFactory
  Stream<DynamicTest> a_wrong_type_is_400_by_the_name_of_its_field() {
    return each(
        door -> {
          String member =
              CONTENT_MEMBERS.keySet().stream()
                  .filter(name -> door.body().matches(".*[{,]\"" + name + "\":.*"))
                  .filter(name -> !name.equals("content") || !door.body().contains("messages"))
                  .filter(name -> !name.equals("content") || !door.body().contains("requests"))
                  .findFirst()
                  .orElseThrow();
          String wrong =
              door.asking("small").replaceFirst("\"" + member + "\":.*", "\"" + member + "\":7}");
          refused(door, ask(door.at("small"), wrong), 400, member);
        });
  }

  @TestFactory
  Stream<DynamicTest> an_unknown_model_is_404_with_the_nearest_names() {
    return each(door -> refused(door, ask(door.at("smal"), door.asking("smal")), 404, "small"));
  }

  @TestFactory
  Stream<DynamicTest> a_picture_for_a_model_that_sees_none_is_400() {
    return new TreeMap<>(PICTURES)
        .entrySet().stream()
            .map(
                one -> {
                  var door = new Door(one.getKey(), one.getValue());
                  return DynamicTest.dynamicTest(
                      door.path(),
                      () ->
                          refused(
                              door, ask(door.at("small"), door.asking("small")), 400, "vision"));
                });
  }
}
