package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.egress.CallerClient.Answer;
import io.sluice.json.Json;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.policy.Bundle;
import io.sluice.policy.SourceFile;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy from its first simulation to the way back, in a running process. */
class PolicyLifeTest {
  private static final String NO_CLOUD =
      """
      @id("no-cloud") @owner("test") @reason("not at provider '{provider}'")
      forbid (principal, action == Action::"invokeModel", resource in Provider::"cloud")
      when { context.level >= 1 };
      """;

  @TempDir Path directory = Path.of("");
  private Simulator provider;
  private GatewayProcess gateway;

  @BeforeEach
  void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    gateway = GatewayProcess.start(configured(""), data());
  }

  @AfterEach
  void stop() {
    gateway.close();
    provider.close();
  }

  private Path data() {
    return directory.resolve("data");
  }

  private Path configured(String policy) throws IOException {
    return Files.writeString(
        directory.resolve("sluice.yaml"),
        """
        server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
        providers:
          cloud: {api: openai, base_url: %1$s/v1, profile: %2$s}
          own: {api: openai, base_url: %1$s/v1, profile: %3$s}
        models:
          cloud-model: {provider: cloud, price: {input: 1, output: 1}}
          own-model: {provider: own, price: {input: 3, output: 3}}
        routes:
          auto: {models: [cloud-model, own-model]}
        %4$s
        """
            .formatted(
                provider.uri(),
                Stated.reviewed("external", "internal"),
                Stated.reviewed("own", "restricted"),
                policy));
  }

  /** The starter bundle and one rule more, as a directory. */
  private Path candidate(String rule) throws IOException {
    Path place = directory.resolve("candidate");
    for (SourceFile file : Bundle.starter().files()) {
      Path path = place.resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.text());
    }
    Files.writeString(place.resolve("more.cedar"), rule);
    return place;
  }

  private Answer ask(GatewayProcess.Key key, String model) throws IOException {
    return gateway.caller().ask(new Ask(key, model, "Good morning").chat());
  }

  private GatewayProcess.Ended cli(String... words) throws Exception {
    var all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--data";
    all[words.length + 1] = data().toString();
    return GatewayProcess.run(all);
  }

  private static Json json(GatewayProcess.Ended ended) throws Exception {
    int begin = ended.text().indexOf('{');
    return Json.parse(Bytes.utf8(ended.text().substring(begin)), JsonLimits.DEFAULT);
  }

  @Test
  void what_was_recorded_is_decided_again_byte_for_byte_and_otherwise_by_a_candidate()
      throws Exception {
    var open = gateway.key("public", "");
    var inside = gateway.key("internal", "");
    assertThat(ask(open, "cloud-model").status()).isEqualTo(200);
    assertThat(ask(inside, "cloud-model").status()).isEqualTo(200);
    assertThat(ask(inside, "auto").status()).isEqualTo(200);
    String dir = candidate(NO_CLOUD).toString();
    var first = cli("policy", "simulate", "--candidate", dir, "--json");
    assertThat(first.status()).as(first.text()).isZero();
    Json said = json(first);
    assertThat(said.integer("decisions", 0)).as(first.text()).isEqualTo(3);
    assertThat(said.integer("repeated", 0)).isEqualTo(3);
    assertThat(said.integer("differing", 0)).isZero();
    assertThat(said.integer("flips", 0)).isEqualTo(2);
    assertThat(said.integer("newly_blocked", 0)).isEqualTo(1);
    assertThat(said.at("by_rule").integer("no-cloud", 0)).isEqualTo(2);
    assertThat(said.integer("cost_after_micros", 0)).isPositive();
    assertThat(cli("policy", "simulate", "--candidate", dir, "--json").text())
        .isEqualTo(first.text());
    assertThat(cli("policy", "simulate", "--candidate", dir).text())
        .contains("2 would have been different")
        .contains("no-cloud");
    Path schema = Path.of(dir).resolve(Bundle.SCHEMA);
    Files.writeString(schema, Files.readString(schema).replace("// losses:", "losses:"));
    Json unasked = json(cli("policy", "simulate", "--candidate", dir, "--json"));
    assertThat(unasked.integer("decisions", -1)).as("nobody looked at losses then").isZero();
    assertThat(unasked.integer("unreadable", 0)).isEqualTo(3);
  }

  @Test
  void a_version_is_activated_survives_a_restart_and_is_taken_back() throws Exception {
    var key = gateway.key("internal", "");
    Answer before = ask(key, "cloud-model");
    assertThat(before.status()).isEqualTo(200);
    String dir = candidate(NO_CLOUD).toString();
    var activated = cli("policy", "activate", dir);
    assertThat(activated.status()).as(activated.text()).isZero();
    Answer denied = ask(key, "cloud-model");
    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.text()).contains("no-cloud");
    String now = denied.headers().first("x-sluice-policy", "");
    assertThat(now).isNotEqualTo(before.headers().first("x-sluice-policy", ""));
    gateway.close();
    gateway = GatewayProcess.start(directory.resolve("sluice.yaml"), data());
    assertThat(ask(key, "cloud-model").status()).isEqualTo(403);
    var back = cli("policy", "rollback");
    assertThat(back.status()).as(back.text()).isZero();
    assertThat(ask(key, "cloud-model").status()).isEqualTo(200);
    assertThat(cli("policy", "rollback").status()).isEqualTo(1);
    assertThat(cli("audit", "verify").status()).isZero();
    gateway.close();
    var record = Entries.of(data());
    Json entry = record.kind("policy.activated").getFirst();
    assertThat(entry.text("actor", "")).isEqualTo("bootstrap");
    assertThat(entry.text("after", "")).startsWith(now);
    String was = before.headers().first("x-sluice-policy", "");
    assertThat(entry.text("before", "")).startsWith(was);
    Json taken = record.kind("policy.rolled_back").getFirst();
    assertThat(taken.text("before", "")).isEqualTo(entry.text("after", ""));
    assertThat(taken.text("after", "")).isEqualTo(entry.text("before", ""));
    assertThat(record.kind("policy.activated")).as("a restart is no change").hasSize(1);
  }

  @Test
  void a_bad_bundle_is_refused_whole_with_place_and_nearest_name() throws Exception {
    var key = gateway.key("internal", "");
    String dir = candidate(NO_CLOUD.replace("cloud\")", "clowd\")")).toString();
    var refused = cli("policy", "activate", dir);
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.text()).contains("more.cedar:2:").contains("clowd").contains("cloud");
    assertThat(ask(key, "cloud-model").status()).isEqualTo(200);
  }

  @Test
  void a_candidate_beside_only_records_where_it_differs() throws Exception {
    var key = gateway.key("internal", "");
    String dir = candidate(NO_CLOUD).toString();
    var tried = cli("policy", "activate", dir, "--shadow");
    assertThat(tried.status()).as(tried.text()).isZero();
    Answer answer = ask(key, "cloud-model");
    assertThat(answer.status()).isEqualTo(200);
    gateway.close();
    gateway = GatewayProcess.start(directory.resolve("sluice.yaml"), data());
    assertThat(cli("audit", "export").text())
        .contains("policy.differed")
        .contains(answer.headers().first("x-sluice-exchange", ""))
        .contains("no-cloud");
  }

  @Test
  void who_may_send_what_where_is_shown_and_compared() throws Exception {
    var shown = cli("policy", "exposure");
    assertThat(shown.status()).as(shown.text()).isZero();
    assertThat(shown.text()).contains("cloud/cloud-model").contains("own/own-model");
    String dir = candidate(NO_CLOUD).toString();
    Path page = directory.resolve("exposure.html");
    var compared = cli("policy", "exposure", "--candidate", dir, "--html", page.toString());
    assertThat(compared.text()).contains("yes").contains("-> no").doesNotContain("own/own-model");
    assertThat(Files.readString(page)).contains("cloud/cloud-model").doesNotContain("http");
    String csv = cli("policy", "exposure", "--csv").text();
    assertThat(csv).contains("invokeModel,default,cloud/cloud-model,,,confidential,user,,no");
  }

  @Test
  void where_a_second_person_must_agree_one_is_not_enough() throws Exception {
    gateway.close();
    gateway = GatewayProcess.start(configured("policy: {approval: second_person}"), data());
    var key = gateway.key("internal", "");
    Path dir = candidate(NO_CLOUD);
    assertThat(cli("policy", "activate", dir.toString()).status()).isEqualTo(1);
    assertThat(cli("policy", "activate", dir.toString()).status()).isEqualTo(1);
    assertThat(ask(key, "cloud-model").status()).isEqualTo(200);
    String ann = operator("ann", "admin");
    var agreed = cli("policy", "activate", dir.toString(), "--operator-token", ann);
    assertThat(agreed.status()).as(agreed.text()).isZero();
    assertThat(ask(key, "cloud-model").status()).isEqualTo(403);
    assertThat(cli("audit", "export").text()).contains("\"actor\":\"ann\"");
    String vic = operator("vic", "viewer");
    assertThat(cli("policy", "rollback", "--operator-token", vic).status()).isEqualTo(1);
    assertThat(cli("policy", "show", "--operator-token", "nowhere").text()).contains("nowhere");
  }

  /** Adds an operator; the file that holds the token. */
  private String operator(String name, String role) throws Exception {
    var added = cli("operators", "add", name, "--role", role);
    String token = added.text().lines().filter(it -> it.startsWith("sluiceop_")).findFirst().get();
    return Files.writeString(directory.resolve(name), token).toString();
  }
}
