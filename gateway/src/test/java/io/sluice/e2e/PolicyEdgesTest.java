package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.Bundle;
import io.sluice.policy.SourceFile;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Scenarios at the edges of policy: waivers, approvals, fallbacks, obligations, agents, operators.
 */
class PolicyEdgesTest {
  private static final String FILE = "edges.yaml";

  @TempDir static Path directory;
  private static Simulator provider;
  private static RunningProcess gateway;
  private static PolicyPlay play;

  @BeforeAll
  static void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    Path bundle = directory.resolve("policy");
    for (SourceFile file : Bundle.starter().files()) {
      Path path = bundle.resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.text());
    }
    Files.writeString(bundle.resolve("edges.cedar"), PolicyPlay.resource("edges.cedar"));
    gateway = RunningProcess.start(directory, configuration());
    play = new PolicyPlay(gateway, gateway.operator("ann", "operator"));
  }

  private static String configuration() throws IOException {
    String here = provider.uri() + "/v1";
    String gone;
    try (var free = new ServerSocket(0)) { // nobody listens there once it is closed
      gone = "http://127.0.0.1:" + free.getLocalPort() + "/v1";
    }
    return Setup.server("")
        + "policy: ./policy\napprovals: {approvers: [ann], pending: 1h}\nproviders:\n"
        + at("cloud", here, profile("external", "internal", "US", 0))
        + at("abroad", here, profile("external", "internal", "DE", 0))
        + at("longer", here, profile("external", "confidential", "US", 60))
        + at("own", here, profile("own", "restricted", "US", 0))
        + at("stale", here, Stated.expired("external", "internal"))
        + at("gone-own", gone, profile("own", "restricted", "US", 0))
        + at("gone-cloud", gone, profile("external", "internal", "US", 0))
        + at("gone-abroad", gone, profile("external", "internal", "DE", 0))
        + """
        models:
          cloud-model: {provider: cloud, id: sim-small, price: {input: 2, output: 2}}
          longer-model: {provider: longer, id: sim-small, price: {input: 2, output: 2}}
          own-model: {provider: own, id: sim-small, price: {input: 3, output: 3}}
          stale-model: {provider: stale, id: sim-small, price: {input: 3, output: 3}}
          gone-own-model: {provider: gone-own, id: sim-small, price: {input: 1, output: 1}}
          gone-cloud-model: {provider: gone-cloud, id: sim-small, price: {input: 1, output: 1}}
          gone-abroad-model: {provider: gone-abroad, id: sim-small, price: {input: 1, output: 1}}
        routes:
          outward: {models: [gone-own-model, cloud-model]}
          inward: {models: [gone-cloud-model, own-model]}
          overseas: {models: [gone-abroad-model, cloud-model]}
          copied: {models: [cloud-model], shadow: {model: own-model, percent: 100}}
        """;
  }

  private static String at(String name, String base, String profile) {
    return "  %s: {api: openai, base_url: \"%s\", profile: %s}\n".formatted(name, base, profile);
  }

  private static String profile(String zone, String clearance, String jurisdiction, int days) {
    return ("{zone: %s, clearance: %s, jurisdiction: %s, retention_days: %d, trains_on_data: false,"
            + " reviewer: r, reviewed: 2026-01-01, review_expires: 2099-01-01}")
        .formatted(zone, clearance, jurisdiction, days);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.close();
  }

  @Test
  void names_tell_scenarios_apart() throws IOException {
    assertThat(PolicyPlay.of(FILE)).extracting(PolicyPlay.Scenario::name).doesNotHaveDuplicates();
  }

  @TestFactory
  Stream<DynamicTest> as_given_when_then() throws IOException {
    return PolicyPlay.of(FILE).stream()
        .map(one -> DynamicTest.dynamicTest(one.name(), () -> play.holds(one)));
  }
}
