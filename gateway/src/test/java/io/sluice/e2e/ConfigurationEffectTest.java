package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.Pacing;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a key of the configuration says, the running gateway does. */
class ConfigurationEffectTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String CARD = "[[sim: say=Pay with 4111 1111 1111 1111 today.]]";

  @TempDir Path directory;
  private Simulator provider;

  @BeforeEach
  void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private String one(String profile) {
    return """
    providers:
      cloud: {api: openai, base_url: %s/v1, profile: %s}
    models:
      small: {provider: cloud, price: {input: 1, output: 1}}
    """
        .formatted(provider.uri(), profile);
  }

  private RunningProcess gateway(String configuration) throws IOException {
    return RunningProcess.start(directory, Setup.server("") + configuration);
  }

  private static HttpResponse<String> ask(
      RunningProcess gateway, String key, String model, String prompt) {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(model, prompt);
    return gateway.ask(CHAT, body, "authorization", "Bearer " + key);
  }

  @Test
  void labels_default_is_the_level_of_a_key_that_was_given_none() throws IOException {
    String file = one(Stated.reviewed("external", "internal"));
    try (var gateway = gateway("labels: {default: confidential}\n" + file)) {
      var unlabelled = ask(gateway, gateway.key(""), "small", "Hi");
      assertThat(unlabelled.statusCode()).as(unlabelled.body()).isEqualTo(403);
      assertThat(unlabelled.body()).contains("above-clearance", "content is confidential");
      String key = gateway.key("\"level\":\"public\"");
      assertThat(ask(gateway, key, "small", "Hi").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void accepted_jurisdictions_are_those_of_the_policy_section() throws IOException {
    String file = one(Stated.reviewed("external", "confidential")); // in DE
    try (var gateway = gateway("policy: {jurisdictions: [FR, US]}\n" + file)) {
      var away = ask(gateway, gateway.key("\"level\":\"confidential\""), "small", "Hi");
      assertThat(away.statusCode()).isEqualTo(403);
      assertThat(away.body()).contains("confidential-jurisdiction");
    }
  }

  @Test
  void a_jurisdiction_that_is_listed_is_accepted() throws IOException {
    String file = one(Stated.reviewed("external", "confidential"));
    try (var gateway = gateway("policy: {jurisdictions: [FR, DE]}\n" + file)) {
      String key = gateway.key("\"level\":\"confidential\"");
      assertThat(ask(gateway, key, "small", "Hi").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void what_is_released_is_the_lower_of_role_and_key() throws IOException {
    String file =
        "flow: {mode: strict}\nroles: {analyst: {clearance: confidential},"
            + " guest: {clearance: public}}\n"
            + one(Stated.reviewed("own", "restricted")); // sees the number, so it can say it
    try (var gateway = gateway(file)) {
      assertThat(said(gateway, "\"roles\":[\"analyst\"]")).contains("4111 1111 1111 1111");
      assertThat(said(gateway, "\"roles\":[\"guest\"]")).doesNotContain("4111");
      assertThat(said(gateway, "\"roles\":[\"guest\",\"analyst\"]")).contains("4111");
      assertThat(said(gateway, "\"roles\":[\"analyst\"],\"clearance\":\"internal\""))
          .doesNotContain("4111");
      assertThat(said(gateway, "\"roles\":[\"guest\"],\"clearance\":\"restricted\""))
          .doesNotContain("4111");
      assertThat(said(gateway, "\"clearance\":\"confidential\"")).contains("4111");
      assertThat(said(gateway, "")).contains("4111"); // what it sent itself
    }
  }

  private static String said(RunningProcess gateway, String members) {
    String more = members.isEmpty() ? "" : "," + members;
    return ask(gateway, gateway.key("\"level\":\"public\"" + more), "small", CARD).body();
  }

  @Test
  void optimise_weighs_cost_and_the_time_to_the_first_content() throws IOException {
    var pacing = new Pacing(Duration.ofMillis(400), 0, 1);
    try (var slow = Simulator.start(SimSettings.of(Kind.OPENAI).withPacing(pacing));
        var gateway =
            gateway(
                """
                providers:
                  cheap: {api: openai, base_url: %s/v1, profile: {zone: external}}
                  quick: {api: openai, base_url: %s/v1, profile: {zone: external}}
                models:
                  cheap: {provider: cheap, id: c, price: {input: 1, output: 1}}
                  quick: {provider: quick, id: q, price: {input: 2, output: 2}}
                routes:
                  thrifty: {models: [quick, cheap]}
                  hurried: {models: [cheap, quick], optimise: {cost: 0, latency: 1}}
                  mixed: {models: [quick, cheap], optimise: {cost: 1, latency: 0.1}}
                """
                    .formatted(slow.uri(), provider.uri()))) {
      String key = gateway.key("\"level\":\"public\"");
      assertThat(model(ask(gateway, key, "thrifty", "Hi"))).isEqualTo("cheap/c");
      // what was slow is known; what was not asked yet is tried, and then known to be quick
      assertThat(model(ask(gateway, key, "hurried", "Hi"))).isEqualTo("quick/q");
      assertThat(model(ask(gateway, key, "hurried", "Hi"))).isEqualTo("quick/q");
      assertThat(model(ask(gateway, key, "mixed", "Hi"))).isEqualTo("cheap/c");
    }
  }

  private static String model(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.headers().firstValue("x-sluice-model").orElseThrow();
  }

  @Test
  void a_file_without_providers_is_in_force_and_simulated_ones_answer() throws IOException {
    try (var gateway = gateway("labels: {default: confidential}\n")) {
      assertThat(gateway.said()).contains("simulated ones answer");
      assertThat(gateway.client().getPort()).isNotEqualTo(8080);
      assertThat(model(ask(gateway, gateway.key(""), "auto", "Hi"))).isEqualTo("own/llama");
    }
  }

  @Test
  void output_use_says_what_of_an_answer_is_told() throws IOException {
    String file =
        one(Stated.reviewed("external", "internal"))
            + "routes:\n"
            + "  pages: {models: [small]}\n"
            + "  queries: {models: [small], output_use: sql}\n";
    try (var gateway = gateway(file)) {
      String key = gateway.key("\"level\":\"public\",\"integrity\":\"internal\"");
      String prompt = "[[sim: say=<script>1</script> drop table x]]";
      assertThat(active(gateway, ask(gateway, key, "pages", prompt)))
          .contains("\"active\":[\"html\",\"sql\"]");
      assertThat(active(gateway, ask(gateway, key, "queries", prompt)))
          .contains("\"active\":[\"sql\"]");
    }
  }

  private static String active(RunningProcess gateway, HttpResponse<String> answer) {
    String id = answer.headers().firstValue("x-sluice-exchange").orElseThrow();
    return gateway.record(id, text -> text.contains("\"outcome\"")).toString();
  }
}
