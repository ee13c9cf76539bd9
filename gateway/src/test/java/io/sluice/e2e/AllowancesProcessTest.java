package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.egress.CallerClient.Answer;
import io.sluice.egress.CallerClient.Call;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.sim.FaultRule;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets and limits of configuration, and idempotency keys, as callers see them. */
class AllowancesProcessTest {
  private static final String QUESTION = "[[sim: tokens=800]]";

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
              cloud: {api: openai, base_url: %s/v1, profile: %s}
            models:
              priced: {provider: cloud, id: priced, price: {input: 1, output: 2}}
              busy: {provider: cloud, id: busy, price: {input: 1, output: 2}}
            budgets:
              - {tenant: thrifty, usd: 0.0105/month}
              - {per: tenant, tenant: wordy, tokens: 3000/month, kind: soft, alerts: [10]}
            limits:
              - {tenant: hasty, requests: 2/hour}
              - {per: all, model: busy, requests: 1/hour}
            """
                .formatted(provider.uri(), Stated.reviewed("own", "confidential")));
    gateway = GatewayProcess.start(file, directory.resolve("data"));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.close();
  }

  @BeforeEach
  void begin() {
    provider.clear();
  }

  @Test
  void keys_of_one_tenant_share_its_budget_to_the_end() throws IOException {
    var one = gateway.tenantKey("thrifty");
    var other = gateway.tenantKey("thrifty");
    int answered = 0;
    Answer last = ask(one, "priced");
    while (answered < 30 && last.status() == 200) {
      answered++;
      last = ask(answered % 2 == 0 ? one : other, "priced");
    }
    assertThat(answered).isPositive();
    assertThat(last.status()).as(last.text()).isEqualTo(429);
    assertThat(last.headers().first("x-sluice-code", "")).isEqualTo("budget_exceeded");
    assertThat(last.headers().first("x-should-retry", "")).isEqualTo("false");
    assertThat(Long.parseLong(last.headers().first("retry-after", "0"))).isPositive();
    assertThat(ask(gateway.tenantKey("rich"), "priced").status()).isEqualTo(200);
  }

  @Test
  void a_soft_budget_is_told_in_the_metrics_and_refuses_nothing() throws IOException {
    var key = gateway.tenantKey("wordy");
    for (int i = 0; i < 5; i++) {
      assertThat(ask(key, "priced").status()).isEqualTo(200);
    }
    var metrics = gateway.admin().call("GET", "/metrics", Bytes.EMPTY).text();
    assertThat(metrics).contains("sluice_budget_notices_total{kind=\"alert\",scope=\"tenant\"}");
  }

  @Test
  void a_tenant_at_its_limit_is_told_when_to_come_again() throws IOException {
    var key = gateway.tenantKey("hasty");
    assertThat(ask(key, "priced").status()).isEqualTo(200);
    assertThat(ask(gateway.tenantKey("hasty"), "priced").status()).isEqualTo(200);
    Answer refused = ask(key, "priced");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.headers().first("x-sluice-code", "")).isEqualTo("rate_limited");
    long wait = Long.parseLong(refused.headers().first("retry-after", "0"));
    assertThat(wait).isBetween(3_400L, 3_700L);
    var anthropic = gateway.caller().ask(new Ask(key, "priced", QUESTION).messages());
    assertThat(anthropic.status()).isEqualTo(429);
    assertThat(anthropic.text()).contains("\"type\":\"error\"");
  }

  @Test
  void a_model_at_its_limit_is_asked_by_nobody() throws IOException {
    assertThat(ask(gateway.tenantKey("curious"), "busy").status()).isEqualTo(200);
    int before = provider.received().size();
    Answer refused = ask(gateway.tenantKey("another"), "busy");
    assertThat(refused.status()).as(refused.text()).isEqualTo(429);
    assertThat(refused.headers().first("x-sluice-code", "")).isEqualTo("rate_limited");
    assertThat(provider.received()).hasSize(before);
  }

  @Test
  void a_request_that_is_repeated_with_its_idempotency_key_is_answered_once() throws IOException {
    var key = gateway.tenantKey("careful");
    assertThat(keyed(key, "k-1").status()).isEqualTo(200);
    Answer again = keyed(key, "k-1");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.headers().first("x-sluice-code", "")).isEqualTo("conflict");
    assertThat(provider.received()).hasSize(1);
    provider.fault(FaultRule.always("status=400"));
    assertThat(keyed(key, "k-2").status()).isEqualTo(400);
    provider.clear();
    assertThat(keyed(key, "k-2").status()).isEqualTo(200);
  }

  private static Answer ask(GatewayProcess.Key key, String model) throws IOException {
    return gateway.caller().ask(new Ask(key, model, QUESTION).chat());
  }

  private static Answer keyed(GatewayProcess.Key key, String idempotency) throws IOException {
    Call plain = new Ask(key, "priced", QUESTION).chat();
    var fields = new ArrayList<Header>(plain.headers().fields());
    fields.add(new Header("idempotency-key", idempotency));
    return gateway
        .caller()
        .ask(new Call(plain.path(), plain.key(), new Headers(fields), plain.body()));
  }
}
