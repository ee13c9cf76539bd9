package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.egress.CallerClient.Answer;
import io.sluice.egress.CallerClient.Call;
import io.sluice.json.Json;
import io.sluice.policy.Bundle;
import io.sluice.policy.SourceFile;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** One policy, whichever format the caller speaks. */
class PolicyOnEveryDoorTest {
  private static final String FILE = "/scenarios/policy/everywhere.yaml";

  private static final String BUNDLE =
      """
      @id("scraper-inside") @owner("test") @reason("this agent stays inside")
      forbid (principal == Caller::"scraper", action == Action::"invokeModel", resource)
      when { resource.zone == "external" };

      @id("dear-by-agent") @owner("test") @reason("this model is for the help desk's agent")
      forbid (principal, action == Action::"invokeModel", resource)
      when { resource.price == "high" && principal != Caller::"helpdesk" }
      unless { principal.agents.contains("helpdesk") };
      """;

  /**
   * What is asked, and who may answer.
   *
   * @param level of the caller's key
   * @param labels what the caller says of the content
   * @param agents through whom it asks, with a credential of theirs
   * @param claims agents that it names in a header
   * @param model the route or model asked for
   * @param allowed the models that policy permits, sorted; a star where something is masked
   */
  private record Scenario(
      String level,
      String labels,
      String prompt,
      List<String> agents,
      List<String> claims,
      String model,
      String allowed) {
    static Scenario of(Map<?, ?> node) {
      return new Scenario(
          text(node, "level", "public"),
          text(node, "labels", ""),
          text(node, "prompt", "Good morning"),
          texts(node, "agents"),
          texts(node, "claims"),
          text(node, "model", "auto"),
          String.join(" ", texts(node, "allowed")));
    }

    private static String text(Map<?, ?> node, String key, String otherwise) {
      return node.get(key) instanceof String text ? text : otherwise;
    }

    private static List<String> texts(Map<?, ?> node, String key) {
      return node.get(key) instanceof List<?> list
          ? list.stream().map(Object::toString).toList()
          : List.of();
    }
  }

  private static final Map<String, Function<Ask, Call>> DOORS =
      Map.ofEntries(
          Map.entry("/v1/chat/completions", Ask::chat),
          Map.entry("/v1/responses", Ask::responses),
          Map.entry("/openai/deployments/{name}/chat/completions", Ask::azure),
          Map.entry("/v1/messages", Ask::messages),
          Map.entry("/v1/messages/count_tokens", Ask::count),
          Map.entry("/v1beta/models/{m}:generateContent", Ask::content),
          Map.entry("/v1/models/{m}:streamGenerateContent", Ask::contentStream),
          Map.entry("/v1beta/models/{m}:countTokens", Ask::contentCount),
          Map.entry("/v1beta/models/{m}:embedContent", ask -> ask.contentEmbed(false)),
          Map.entry("/v1beta/models/{m}:batchEmbedContents", ask -> ask.contentEmbed(true)),
          Map.entry("/api/chat", Ask::ollama),
          Map.entry("/api/embed", Ask::ollamaVectors),
          Map.entry("/model/{m}/converse", ask -> ask.converse(false)),
          Map.entry("/model/{m}/converse-stream", ask -> ask.converse(true)),
          Map.entry("/v1/embeddings", Ask::embeddings));

  @TempDir static Path directory;
  private static Simulator provider;
  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    Path bundle = directory.resolve("policy");
    for (SourceFile file : Bundle.starter().files()) {
      Path path = bundle.resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.text());
    }
    Files.writeString(bundle.resolve("agents.cedar"), BUNDLE);
    Path file =
        Files.writeString(
            directory.resolve("sluice.yaml"),
            """
            server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
            policy: ./policy
            providers:
              cloud: {api: openai, base_url: %1$s/v1, profile: %2$s}
              stale: {api: openai, base_url: %1$s/v1, profile: %3$s}
              own: {api: openai, base_url: %1$s/v1, profile: %4$s}
            models:
              cloud-model: {provider: cloud, price: {input: 1, output: 1}}
              stale-model: {provider: stale, price: {input: 2, output: 2}}
              own-model: {provider: own, price: {input: 3, output: 3}}
              dear-model: {provider: own, price: {input: 30, output: 90}}
            routes:
              auto: {models: [cloud-model, stale-model, own-model]}
            """
                .formatted(
                    provider.uri(),
                    Stated.reviewed("external", "internal"),
                    Stated.expired("external", "internal"),
                    Stated.reviewed("own", "restricted")));
    gateway = GatewayProcess.start(file, directory.resolve("data"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.close();
  }

  @TestFactory
  Stream<DynamicTest> every_front_door_gives_the_same_verdicts() {
    var text = Objects.requireNonNull(PolicyOnEveryDoorTest.class.getResourceAsStream(FILE));
    var root = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromInputStream(text);
    var cases = (List<?>) Objects.requireNonNull(root.get("cases"));
    return cases.stream()
        .map(one -> (Map<?, ?>) one)
        .map(
            one ->
                DynamicTest.dynamicTest(
                    String.valueOf(one.get("name")), () -> same(Scenario.of(one))));
  }

  private static void same(Scenario scenario) throws IOException {
    var verdicts = new LinkedHashMap<String, String>();
    for (var door : new TreeMap<>(DOORS).entrySet()) {
      var key = gateway.key(scenario.level(), "");
      for (String agent : scenario.agents()) {
        key = gateway.delegate(key, agent);
      }
      var ask = new Ask(key, scenario.model(), scenario.prompt(), scenario.labels());
      Call call = door.getValue().apply(ask);
      if (!scenario.claims().isEmpty()) {
        call = Ask.with(call, "x-sluice-agents", String.join(", ", scenario.claims()));
      }
      Answer answer = gateway.caller().ask(call);
      Json decision = decision(answer);
      Json who = decision.at("facts").at("principal");
      assertThat(texts(who.at("chain"))).as(door.getKey()).isEqualTo(scenario.agents());
      assertThat(texts(who.at("claimed"))).as(door.getKey()).isEqualTo(scenario.claims());
      assertThat(allowed(decision)).as(door.getKey()).isEqualTo(scenario.allowed());
      if (scenario.allowed().isEmpty()) {
        assertThat(answer.status()).as(door.getKey()).isEqualTo(403);
        assertThat(answer.text()).as(door.getKey()).contains("policy");
      }
      verdicts.put(door.getKey(), decision.at("verdicts").raw().utf8());
    }
    assertThat(verdicts.values().stream().distinct()).as(verdicts.toString()).hasSize(1);
  }

  private static List<String> texts(Json list) {
    return list.items().stream().map(one -> one.string().orElse("")).toList();
  }

  private static String allowed(Json decision) {
    return String.join(
        " ",
        decision.at("verdicts").items().stream()
            .filter(one -> one.at("allowed").bool(false))
            .map(one -> provider(one) + (one.at("mask").items().isEmpty() ? "" : "*"))
            .sorted()
            .toList());
  }

  private static String provider(Json verdict) {
    String model = verdict.text("model", "");
    return model.substring(0, model.indexOf('/'));
  }

  private static Json decision(Answer answer) throws IOException {
    return Traces.of(gateway.admin(), answer.headers().first("x-sluice-exchange", "")).stream()
        .filter(entry -> entry.text("entry", "").equals("decision"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no decision: " + answer.text()));
  }
}
