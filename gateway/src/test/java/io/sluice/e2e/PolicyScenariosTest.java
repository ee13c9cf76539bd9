package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.JsonWriter;
import io.sluice.policy.Bundle;
import io.sluice.policy.SourceFile;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Scenarios as data over a running process: given who asks and how, when, then what came. */
class PolicyScenariosTest {
  private static final List<String> FILES =
      List.of("levels.yaml", "masking.yaml", "terms.yaml", "people.yaml");
  private static final Pattern VERDICT =
      Pattern.compile("\"allowed\":true,.*?\"model\":\"([a-z]+)/");

  @TempDir static Path directory;
  private static Simulator provider;
  private static RunningProcess gateway;

  @BeforeAll
  static void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    Path bundle = directory.resolve("policy");
    for (SourceFile file : Bundle.starter().files()) {
      Path path = bundle.resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.text());
    }
    Files.writeString(bundle.resolve("people.cedar"), resource("bundle.cedar"));
    gateway = RunningProcess.start(directory, configuration());
  }

  private static String configuration() {
    return """
    server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
    policy: ./policy
    providers:
      cloud: {api: openai, base_url: %1$s/v1, profile: %2$s}
      vault: {api: openai, base_url: %1$s/v1, profile: %3$s}
      stale: {api: openai, base_url: %1$s/v1, profile: %4$s}
      silent: {api: openai, base_url: %1$s/v1}
      annex: {api: openai, base_url: %1$s/v1, profile: %5$s}
      own: {api: openai, base_url: %1$s/v1, profile: %6$s}
    models:
      cloud-model: {provider: cloud, price: {input: 1, output: 1}}
      vault-model: {provider: vault, price: {input: 1, output: 1}}
      stale-model: {provider: stale, price: {input: 1, output: 1}}
      silent-model: {provider: silent, price: {input: 1, output: 1}}
      annex-model: {provider: annex, price: {input: 1, output: 1}}
      own-model: {provider: own, price: {input: 3, output: 3}}
      dear-model: {provider: own, price: {input: 30, output: 90}}
    routes:
      auto: {models: [cloud-model, vault-model, stale-model, silent-model, annex-model, own-model]}
    """
        .formatted(
            provider.uri(),
            Stated.reviewed("external", "internal"),
            Stated.reviewed("external", "confidential"),
            Stated.expired("external", "internal"),
            Stated.reviewed("private", "confidential"),
            Stated.reviewed("own", "restricted"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.close();
  }

  private static String resource(String name) throws IOException {
    try (var in = PolicyScenariosTest.class.getResourceAsStream("/scenarios/policy/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** One case as its file has it. */
  private record Scenario(String name, Map<?, ?> given, Map<?, ?> when, Map<?, ?> then) {
    static String text(Map<?, ?> map, String key, String otherwise) {
      Object value = map.get(key);
      return value == null ? otherwise : value.toString();
    }

    static List<String> texts(Map<?, ?> map, String key) {
      return list(map, key).stream().map(Object::toString).toList();
    }

    static List<?> list(Map<?, ?> map, String key) {
      return map.get(key) instanceof List<?> list ? list : List.of();
    }

    static Map<?, ?> map(Map<?, ?> map, String key) {
      return map.get(key) instanceof Map<?, ?> inner ? inner : Map.of();
    }
  }

  private static List<Scenario> scenarios() throws IOException {
    var all = new ArrayList<Scenario>();
    for (String file : FILES) {
      var root =
          (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(resource(file));
      for (Object one : Scenario.list(root, "cases")) {
        var node = (Map<?, ?>) one;
        all.add(
            new Scenario(
                Scenario.text(node, "name", ""),
                Scenario.map(node, "given"),
                Scenario.map(node, "when"),
                Scenario.map(node, "then")));
      }
    }
    return all;
  }

  @Test
  void there_are_scenarios_enough() throws IOException {
    assertThat(scenarios()).hasSizeGreaterThanOrEqualTo(60);
    assertThat(scenarios()).extracting(Scenario::name).doesNotHaveDuplicates();
  }

  @TestFactory
  Stream<DynamicTest> as_given_when_then() throws IOException {
    return scenarios().stream().map(one -> DynamicTest.dynamicTest(one.name(), () -> holds(one)));
  }

  private static void holds(Scenario scenario) {
    HttpResponse<String> answer = ask(scenario);
    Map<?, ?> then = scenario.then();
    assertThat(Integer.toString(answer.statusCode()))
        .as(answer.body())
        .isEqualTo(Scenario.text(then, "status", ""));
    String code = answer.headers().firstValue("x-sluice-code").orElse("");
    assertThat(code).isEqualTo(Scenario.text(then, "code", code));
    Scenario.texts(then, "rules").forEach(rule -> assertThat(answer.body()).contains(rule));
    assertThat(answer.body()).contains(Scenario.text(then, "says", ""));
    String hidden = Scenario.text(then, "hides", "");
    if (!hidden.isEmpty()) {
      assertThat(answer.body()).doesNotContain(hidden);
    }
    if (then.containsKey("allowed")) {
      recorded(answer, then);
    }
  }

  private static void recorded(HttpResponse<String> answer, Map<?, ?> then) {
    String exchange = answer.headers().firstValue("x-sluice-exchange").orElse("");
    String record = gateway.record(exchange, text -> text.contains("\"verdicts\""));
    String decision = record.substring(0, record.indexOf("\"whole\""));
    var allowed =
        VERDICT.matcher(decision).results().map(PolicyScenariosTest::provider).sorted().toList();
    assertThat(allowed).as(decision).isEqualTo(Scenario.texts(then, "allowed"));
    Scenario.texts(then, "mask")
        .forEach(category -> assertThat(decision).contains("\"mask\":[\"" + category + "\"]"));
  }

  private static String provider(MatchResult verdict) {
    return verdict.group(1) + (verdict.group().contains("\"mask\"") ? "*" : "");
  }

  private static HttpResponse<String> ask(Scenario scenario) {
    Map<?, ?> given = scenario.given();
    var headers = new ArrayList<String>(List.of("authorization", "Bearer " + key(given)));
    add(headers, "x-sluice-labels", Scenario.text(given, "labels", ""));
    add(headers, "x-sluice-purpose", Scenario.text(given, "purpose", ""));
    Map<?, ?> when = scenario.when();
    String model = Scenario.text(when, "model", "");
    String door = Scenario.text(when, "door", "/v1/chat/completions");
    String path =
        switch (door) {
          case "/v1beta" -> "/v1beta/models/" + model + ":generateContent";
          case "/model" -> "/model/" + model + "/converse";
          default -> door;
        };
    return gateway.ask(path, body(door, when), headers.toArray(String[]::new));
  }

  private static void add(List<String> headers, String name, String value) {
    if (!value.isEmpty()) {
      headers.add(name);
      headers.add(value);
    }
  }

  private static String key(Map<?, ?> given) {
    var members = new JsonWriter(256).object();
    for (String name : List.of("level", "team", "app", "tenant", "budget")) {
      String value = Scenario.text(given, name, "");
      if (!value.isEmpty()) {
        members.field(name, value);
      }
    }
    List<String> roles = Scenario.texts(given, "roles");
    if (!roles.isEmpty()) {
      members.name("roles").array();
      roles.forEach(members::value);
      members.endArray();
    }
    String object = members.endObject().done().utf8();
    return gateway.key(object.substring(1, object.length() - 1));
  }

  private static String body(String door, Map<?, ?> when) {
    String prompt = Scenario.text(when, "prompt", "Good morning");
    String model = Scenario.text(when, "model", "");
    String add = Scenario.text(when, "add", "");
    String more = add.isEmpty() ? "" : "," + add;
    String tokens = Scenario.text(when, "tokens", "20");
    return switch (door) {
      case "/v1/responses" ->
          "{\"model\":\"%s\",\"input\":\"%s\",\"max_output_tokens\":%s%s}"
              .formatted(model, prompt, tokens, more);
      case "/v1beta" ->
          "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"%s\"}]}]%s}"
              .formatted(prompt, more);
      case "/model" ->
          "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"%s\"}]}]%s}"
              .formatted(prompt, more);
      default ->
          "{\"model\":\"%s\",\"max_tokens\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
              .formatted(model, tokens, prompt, more);
    };
  }
}
