package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.PolicyPlay.Scenario;
import io.sluice.policy.Bundle;
import io.sluice.policy.SourceFile;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Scenarios as data over a running process: given who asks and how, when, then what came. */
class PolicyScenariosTest {
  private static final List<String> FILES =
      List.of("levels.yaml", "masking.yaml", "terms.yaml", "people.yaml");
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
    Files.writeString(bundle.resolve("people.cedar"), PolicyPlay.resource("bundle.cedar"));
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

  private static List<Scenario> scenarios() throws IOException {
    var all = new ArrayList<Scenario>();
    for (String file : FILES) {
      all.addAll(PolicyPlay.of(file));
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
    return scenarios().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(one.name(), () -> new PolicyPlay(gateway, "").holds(one)));
  }
}
