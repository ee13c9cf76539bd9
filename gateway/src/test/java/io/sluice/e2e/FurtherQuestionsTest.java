package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.policy.Bundle;
import io.sluice.policy.SourceFile;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Policy is asked before operators look or act, and before a copy is made, in a running process.
 */
class FurtherQuestionsTest {
  private static final String RULES =
      """
      @id("payloads-for-audit") @owner("audit") @reason("only auditors see content")
      forbid (principal, action == Action::"viewRecord", resource)
      when { resource.kind == "payload" && principal.role != "auditor" };

      @id("keys-by-desk") @owner("platform") @reason("keys come from the desk")
      forbid (principal, action == Action::"administer", resource)
      when { resource.name == "keys.create" && principal.name == "eve" };

      @id("no-copy") @owner("platform") @reason("this team's prompts are not copied")
      forbid (principal, action == Action::"shadow", resource)
      when { principal.team == "quiet" };
      """;

  private static Simulator provider;
  private static RunningProcess gateway;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    Path bundle = directory.resolve("policy");
    for (SourceFile file : Bundle.starter().files()) {
      Path path = bundle.resolve(file.path());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.text());
    }
    Files.writeString(bundle.resolve("further.cedar"), RULES);
    gateway =
        RunningProcess.start(
            directory,
            Setup.server("")
                + """
                policy: ./policy
                providers:
                  one: {api: openai, base_url: %s/v1, profile: %s}
                models:
                  usual: {provider: one, price: {input: 1, output: 1}}
                  fresh: {provider: one, price: {input: 2, output: 2}}
                routes:
                  beside: {models: [usual], shadow: {model: fresh, percent: 100}}
                """
                    .formatted(provider.uri(), Stated.reviewed("own", "confidential")));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.close();
  }

  private static HttpResponse<String> ask(String key) {
    return gateway.ask(
        "/v1/chat/completions",
        "{\"model\":\"beside\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}",
        "authorization",
        "Bearer " + key);
  }

  private static String exchange(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.headers().firstValue("x-sluice-exchange").orElseThrow();
  }

  @Test
  void an_operator_sees_what_role_and_policy_let_him_see() {
    String exchange = exchange(ask(gateway.key("")));
    String path = "/api/v1/exchanges/" + exchange;
    String ann = gateway.operator("ann", "admin");
    String aud = gateway.operator("aud", "auditor");
    assertThat(gateway.administer(ann, "GET", path, "").statusCode()).isEqualTo(200);
    var refused = gateway.administer(ann, "GET", path + "/payload", "");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("policy_denied", "payloads-for-audit", "only auditors");
    assertThat(gateway.administer(aud, "GET", path + "/payload", "").statusCode())
        .isNotEqualTo(403);
    assertThat(recorded())
        .contains("operator.denied", "viewRecord payload", "payloads-for-audit", "\"ann\"");
  }

  @Test
  void an_operator_does_what_role_and_policy_let_him_do() {
    String eve = gateway.operator("eve", "operator");
    String dan = gateway.operator("dan", "operator");
    String wish = "{\"name\":\"test\"}";
    assertThat(gateway.administer(dan, "POST", "/api/v1/keys", wish).statusCode()).isEqualTo(201);
    var refused = gateway.administer(eve, "POST", "/api/v1/keys", wish);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("keys-by-desk");
    assertThat(gateway.administer(eve, "GET", "/api/v1/keys", "").statusCode()).isEqualTo(200);
    assertThat(recorded()).contains("administer keys.create", "keys-by-desk");
  }

  @Test
  void a_copy_is_made_only_where_policy_lets_it_and_the_answer_is_recorded_with_the_original() {
    String copied = exchange(ask(gateway.key("")));
    assertThat(closed(copied)).contains("\"question\":\"shadow\"", "one/usual -> one/fresh");
    String quiet = exchange(ask(gateway.key("\"team\":\"quiet\"")));
    assertThat(closed(quiet))
        .contains("\"question\":\"shadow\"", "\"verdict\":\"deny\"", "no-copy");
  }

  private static String closed(String exchange) {
    return gateway.record(exchange, text -> text.contains("\"entry\":\"outcome\""));
  }

  private static String recorded() {
    return gateway.administer("GET", "/api/v1/ledger/entries?limit=1000", "").body();
  }
}
