package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kill switch, from outside. */
class KillSwitchTest {
  private static final String REASON = "{\"reason\":\"an incident\"}";
  private static final String CUT = "{\"reason\":\"an incident\",\"cut\":true}";

  @TempDir Path directory;
  private Simulator first;
  private Simulator second;
  private RunningProcess gateway;
  private String key;
  private String keyId;

  @BeforeEach
  void start() throws IOException {
    first = Simulator.start(SimSettings.of(Kind.OPENAI));
    second = Simulator.start(SimSettings.of(Kind.OPENAI));
    gateway = RunningProcess.start(directory, configuration());
    key = gateway.key("\"level\":\"public\",\"app\":\"shop\"");
    keyId = key.split("_", -1)[1];
  }

  private String configuration() {
    return Setup.server("")
        + "providers:\n"
        + "  first: {api: openai, base_url: \"%s/v1\", profile: %s}\n"
            .formatted(first.uri(), Stated.reviewed("own", "confidential"))
        + "  second: {api: openai, base_url: \"%s/v1\", profile: %s}\n"
            .formatted(second.uri(), Stated.reviewed("own", "confidential"))
        + """
        models:
          small: {provider: first, id: sim-small, price: {input: 1, output: 1}}
          other: {provider: second, id: sim-small, price: {input: 2, output: 2}}
        routes:
          auto: {models: [small, other]}
        """;
  }

  @AfterEach
  void stop() {
    gateway.close();
    first.close();
    second.close();
  }

  private HttpResponse<String> ask(String model) {
    String body =
        "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    return gateway.ask("/v1/chat/completions", body, "authorization", "Bearer " + key);
  }

  private HttpResponse<String> act(String what, String name, String act, String body) {
    String segment = URLEncoder.encode(name, StandardCharsets.UTF_8);
    return gateway.administer("POST", "/api/v1/" + what + "/" + segment + "/" + act, body);
  }

  private void assertSuspended(HttpResponse<String> answer, String word) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(answer.headers().firstValue("x-sluice-code")).contains("policy_denied");
    assertThat(answer.body()).contains(word, "suspended by an operator");
  }

  @Test
  void a_suspended_provider_is_used_by_nobody_and_a_route_goes_around_it() {
    assertThat(ask("auto").headers().firstValue("x-sluice-model")).contains("first/sim-small");
    assertThat(act("providers", "first", "suspend", REASON).statusCode()).isEqualTo(200);
    first.clear();

    var around = ask("auto");
    assertThat(around.headers().firstValue("x-sluice-model")).contains("second/sim-small");
    String exchange = around.headers().firstValue("x-sluice-exchange").orElseThrow();
    assertThat(gateway.record(exchange, text -> text.contains("\"outcome\"")))
        .contains("\"rules\":[\"suspended\"]");
    assertSuspended(ask("small"), "provider 'first'");
    assertThat(first.received()).isEmpty();
    assertThat(gateway.administer("GET", "/api/v1/providers", "").body())
        .contains("\"suspended\":true");
    assertThat(gateway.administer("GET", "/api/v1/status", "").body())
        .contains("suspended: provider first");

    assertThat(act("providers", "first", "resume", "").statusCode()).isEqualTo(200);
    assertThat(ask("small").statusCode()).isEqualTo(200);
    assertThat(act("providers", "first", "resume", "").statusCode()).isEqualTo(404);
  }

  @Test
  void a_model_an_application_and_a_key_can_be_suspended() {
    assertThat(act("models", "first/sim-small", "suspend", REASON).statusCode()).isEqualTo(200);
    assertSuspended(ask("small"), "model 'first/sim-small'");
    assertThat(act("models", "small", "resume", REASON).statusCode()).isEqualTo(200);

    assertThat(act("apps", "shop", "suspend", REASON).statusCode()).isEqualTo(200);
    assertSuspended(ask("small"), "application 'shop'");
    assertThat(act("apps", "shop", "resume", "").statusCode()).isEqualTo(200);

    assertThat(act("keys", keyId, "suspend", REASON).statusCode()).isEqualTo(200);
    assertSuspended(ask("auto"), "this key");
    assertThat(act("keys", keyId, "resume", "").statusCode()).isEqualTo(200);
    assertThat(ask("auto").statusCode()).isEqualTo(200);
  }

  @Test
  void what_is_unknown_or_without_a_reason_is_refused() {
    assertThat(act("providers", "frist", "suspend", REASON).body()).contains("did you mean first");
    assertThat(act("models", "nothing", "suspend", REASON).statusCode()).isEqualTo(404);
    assertThat(act("keys", "nothing", "suspend", REASON).statusCode()).isEqualTo(404);
    assertThat(act("providers", "first", "suspend", "{}").statusCode()).isEqualTo(400);
  }

  @Test
  void it_survives_a_restart_and_the_command_line_ends_it() throws Exception {
    String data = gateway.data().toString();
    var done =
        GatewayProcess.run("providers", "suspend", "first", "--reason", "drill", "--data", data);
    assertThat(done.status()).as(done.text()).isZero();
    assertThat(act("models", "other", "suspend", REASON).statusCode()).isEqualTo(200);
    assertThat(act("apps", "shop", "suspend", REASON).statusCode()).isEqualTo(200);
    assertThat(act("keys", keyId, "suspend", REASON).statusCode()).isEqualTo(200);
    gateway.close();
    gateway = RunningProcess.start(directory, configuration());

    assertSuspended(ask("small"), "this key");
    assertThat(act("keys", keyId, "resume", "").statusCode()).isEqualTo(200);
    assertSuspended(ask("small"), "application 'shop'");
    assertThat(act("apps", "shop", "resume", "").statusCode()).isEqualTo(200);
    assertSuspended(ask("other"), "model 'second/sim-small'");
    assertThat(act("models", "other", "resume", "").statusCode()).isEqualTo(200);
    assertSuspended(ask("small"), "provider 'first'");
    assertThat(GatewayProcess.run("providers", "--data", data).text()).contains("SUSPENDED", "yes");
    var again = GatewayProcess.run("providers", "resume", "first", "--data", data);
    assertThat(again.status()).as(again.text()).isZero();
    assertThat(ask("small").statusCode()).isEqualTo(200);
    var record = gateway.administer("GET", "/api/v1/ledger/entries?from=0&limit=1000", "");
    for (String kind : List.of("provider", "model", "app", "key")) {
      assertThat(record.body()).contains(kind + ".suspended", kind + ".resumed");
    }
    assertThat(record.body()).contains("drill");
  }

  @Test
  void cut_ends_streams_that_run_of_a_provider_a_model_an_application_and_a_key() throws Exception {
    cut("providers", "first");
    cut("models", "small");
    cut("apps", "shop");
    cut("keys", keyId);
  }

  private void cut(String what, String name) throws Exception {
    try (var client = new Wire(gateway.client())) {
      client.send(Wire.chat(key, true, "[[sim: tokens=50]] [[sim: fault=silence=4]]"));
      String exchange = client.head().header("x-sluice-exchange");
      client.until("data: ");
      var answer = act(what, name, "suspend", CUT);
      assertThat(answer.body()).contains("\"ended\":1");
      client.until("\r\n0\r\n\r\n"); // the caller's stream has its end, in its own format
      assertThat(gateway.record(exchange, text -> text.contains("\"outcome\"")))
          .contains("suspended");
    }
    assertThat(act(what, name, "resume", "").statusCode()).isEqualTo(200);
  }
}
