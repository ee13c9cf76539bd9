package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.egress.CallerClient.Answer;
import io.sluice.egress.CallerClient.Call;
import io.sluice.json.Json;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** One policy, whichever format the caller speaks. */
class PolicyOnEveryDoorTest {
  private static final String CARD = "Charge 4111 1111 1111 1111 please";
  private static final String API_KEY =
      "Why is ghp_" + "x7Kq2Zp9Lm4Rt8Wv3Bn6Yc1Hd5Jf0Gs2Qa7E refused?";
  private static final String PLAIN = "Good morning";

  /**
   * What is asked, and who may answer.
   *
   * @param level of the caller's key
   * @param labels what the caller says of the content
   * @param model the route or model asked for
   * @param allowed the models that policy permits, sorted; a star where something is masked
   */
  private record Scenario(
      String name, String level, String labels, String prompt, String model, String allowed) {}

  private static final List<Scenario> SCENARIOS =
      List.of(
          new Scenario("public", "public", "", PLAIN, "auto", "cloud own stale"),
          new Scenario("internal", "internal", "", PLAIN, "auto", "cloud own"),
          new Scenario("raised to internal", "public", "internal", PLAIN, "auto", "cloud own"),
          new Scenario("confidential", "confidential", "", PLAIN, "auto", "own"),
          new Scenario("restricted", "restricted", "", PLAIN, "auto", "own"),
          new Scenario("card number", "public", "", CARD, "auto", "cloud* own stale*"),
          new Scenario("credential", "public", "", API_KEY, "auto", "cloud* own* stale*"),
          new Scenario("expired review", "internal", "", PLAIN, "stale-model", ""),
          new Scenario("named above clearance", "restricted", "", PLAIN, "cloud-model", ""));

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
    Path file =
        Files.writeString(
            directory.resolve("sluice.yaml"),
            """
            server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
            providers:
              cloud: {api: openai, base_url: %1$s/v1, profile: %2$s}
              stale: {api: openai, base_url: %1$s/v1, profile: %3$s}
              own: {api: openai, base_url: %1$s/v1, profile: %4$s}
            models:
              cloud-model: {provider: cloud, price: {input: 1, output: 1}}
              stale-model: {provider: stale, price: {input: 2, output: 2}}
              own-model: {provider: own, price: {input: 3, output: 3}}
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
    return SCENARIOS.stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> same(scenario)));
  }

  private static void same(Scenario scenario) throws IOException {
    var verdicts = new LinkedHashMap<String, String>();
    for (var door : new TreeMap<>(DOORS).entrySet()) {
      var key = gateway.key(scenario.level(), "");
      var ask = new Ask(key, scenario.model(), scenario.prompt(), scenario.labels());
      Answer answer = gateway.caller().ask(door.getValue().apply(ask));
      Json decision = decision(answer);
      assertThat(allowed(decision)).as(door.getKey()).isEqualTo(scenario.allowed());
      if (scenario.allowed().isEmpty()) {
        assertThat(answer.status()).as(door.getKey()).isEqualTo(403);
        assertThat(answer.text()).as(door.getKey()).contains("policy");
      }
      verdicts.put(door.getKey(), decision.at("verdicts").raw().utf8());
    }
    assertThat(verdicts.values().stream().distinct()).as(verdicts.toString()).hasSize(1);
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
