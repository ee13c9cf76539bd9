package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Waivers, from outside: asked for, approved by somebody else, in force, in the record, ended. */
class WaiverTest {
  @TempDir Path directory;
  private Simulator provider;
  private RunningProcess gateway;
  private String key;
  private String ann;

  @BeforeEach
  void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    String profile =
        Stated.reviewed("external", "confidential")
            .replace("retention_days: 0", "retention_days: 90");
    gateway =
        RunningProcess.start(
            directory,
            Setup.server("")
                + "approvals: {approvers: [operator]}\nproviders:\n"
                + "  cloud: {api: openai, base_url: \"%s/v1\", profile: %s}\n"
                    .formatted(provider.uri(), profile)
                + "models:\n"
                + "  small: {provider: cloud, id: sim-small, price: {input: 1, output: 1}}\n");
    key = gateway.key("\"level\":\"confidential\",\"team\":\"legal\"");
    ann = gateway.operator("ann", "operator");
  }

  @AfterEach
  void stop() {
    gateway.close();
    provider.close();
  }

  private HttpResponse<String> ask() {
    String body = "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    return gateway.ask("/v1/chat/completions", body, "authorization", "Bearer " + key);
  }

  private static String member(HttpResponse<String> answer, String name) {
    String mark = "\"" + name + "\":\"";
    int begin = answer.body().indexOf(mark) + mark.length();
    return answer.body().substring(begin, answer.body().indexOf('"', begin));
  }

  private HttpResponse<String> create(String as, String members) {
    String grounds = "\"reason\":\"the contract runs out in May\",\"ticket\":\"LEGAL-7\"";
    return gateway.administer(as, "POST", "/api/v1/waivers", "{" + grounds + "," + members + "}");
  }

  @Test
  void a_waiver_excepts_from_its_rule_once_somebody_else_approved() throws Exception {
    assertThat(ask().body()).contains("retention");
    String bob = gateway.operator("bob", "operator");
    var asked =
        create(
            ann, "\"rule\":\"confidential-retention\",\"team\":\"legal\",\"resource\":\"cloud\"");
    assertThat(asked.statusCode()).as(asked.body()).isEqualTo(201);
    String id = member(asked, "id");
    String path = "/api/v1/approvals/" + member(asked, "approval") + "/approve";
    assertThat(ask().statusCode()).as("not before it is approved").isEqualTo(403);
    assertThat(gateway.administer(ann, "POST", path, "").statusCode()).isEqualTo(403);
    assertThat(gateway.administer(bob, "POST", path, "").statusCode()).isEqualTo(200);

    var answer = ask();
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String exchange = answer.headers().firstValue("x-sluice-exchange").orElseThrow();
    assertThat(gateway.record(exchange, text -> text.contains("\"outcome\"")))
        .contains("\"waivers\":[\"confidential-retention@cloud#" + id + "\"]");

    assertThat(gateway.administer("POST", "/api/v1/policy/exposure", "{}").body())
        .contains("team legal, waived confidential-retention@cloud");

    String data = gateway.data().toString();
    var list = GatewayProcess.run("waivers", "list", "--expiring", "30d", "--data", data);
    assertThat(list.text()).contains(id, "active", "LEGAL-7", "bob");
    assertThat(GatewayProcess.run("waivers", "list", "--expiring", "1d", "--data", data).text())
        .doesNotContain(id);
    assertThat(GatewayProcess.run("waivers", "revoke", id, "--data", data).status()).isZero();
    assertThat(ask().statusCode()).isEqualTo(403);
    assertThat(GatewayProcess.run("waivers", "revoke", id, "--data", data).status()).isEqualTo(1);
    assertThat(gateway.actors("waiver.requested")).containsExactly("ann");
    assertThat(gateway.actors("approval.granted")).containsExactly("bob");
    assertThat(gateway.actors("waiver.granted")).containsExactly("bob");
    assertThat(gateway.actors("waiver.revoked")).containsExactly("bootstrap");
  }

  @Test
  void a_waiver_for_others_changes_nothing() {
    String bob = gateway.operator("bob", "operator");
    for (String scope :
        new String[] {
          "\"team\":\"sales\"", "\"resource\":\"elsewhere\"", "\"purpose\":\"audit\""
        }) {
      var asked = create(ann, "\"rule\":\"confidential-retention\"," + scope);
      String path = "/api/v1/approvals/" + member(asked, "approval") + "/approve";
      assertThat(gateway.administer(bob, "POST", path, "").statusCode()).isEqualTo(200);
      assertThat(ask().statusCode()).as(scope).isEqualTo(403);
    }
  }

  @Test
  void what_cannot_be_waived_or_says_too_little_is_refused() {
    gateway.operator("bob", "operator");
    var hard = create(ann, "\"rule\":\"restricted-inside\",\"team\":\"legal\"");
    assertThat(hard.statusCode()).isEqualTo(404);
    var near = create(ann, "\"rule\":\"confidential-retentio\",\"team\":\"legal\"");
    assertThat(near.body()).contains("did you mean confidential-retention");
    assertThat(create(ann, "\"rule\":\"confidential-retention\"").statusCode()).isEqualTo(400);
    assertThat(
            create(ann, "\"rule\":\"confidential-retention\",\"team\":\"a\",\"ttl\":\"91d\"")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void nobody_to_approve_is_a_refusal_that_says_so() {
    var asked = create(ann, "\"rule\":\"confidential-retention\",\"team\":\"legal\"");
    assertThat(asked.statusCode()).isEqualTo(403);
    assertThat(asked.body()).contains("nobody could give it");
  }
}
