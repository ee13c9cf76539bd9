package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.policy.Bundle;
import io.sluice.policy.SourceFile;
import io.sluice.sim.FaultRule;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits for a person, from outside: the caller, the inbox, the record. */
class HeldRequestTest {
  private static final String RULE =
      """
      @id("legal-needs-approval")
      @owner("legal")
      @reason("legal content goes out with a person's approval")
      @approval
      forbid (principal, action == Action::"invokeModel", resource)
      when { context.categories.contains("legal") };
      """;

  @TempDir static Path directory;
  private static final BlockingQueue<String> TOLD = new ArrayBlockingQueue<>(100);
  private static volatile boolean refusing;
  private static HttpServer webhook;
  private static Simulator near;
  private static Simulator far;
  private static RunningProcess gateway;
  private static String key;
  private static String ann;

  @BeforeAll
  static void start() throws IOException {
    webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    webhook.createContext(
        "/",
        exchange -> {
          TOLD.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(refusing ? 503 : 204, -1);
          exchange.close();
        });
    webhook.start();
    near = Simulator.start(SimSettings.of(Kind.OPENAI));
    far = Simulator.start(SimSettings.of(Kind.OPENAI));
    bundle(directory.resolve("policy"));
    gateway = RunningProcess.start(directory, configuration());
    key = gateway.key("\"level\":\"internal\"");
    gateway.operator("bob", "admin");
    ann = gateway.operator("ann", "operator");
  }

  private static void bundle(Path to) throws IOException {
    Files.createDirectories(to.resolve("tests"));
    for (SourceFile file : Bundle.starter().files()) {
      Files.writeString(to.resolve(file.path()), file.text());
    }
    Files.writeString(to.resolve("legal.cedar"), RULE);
  }

  private static String configuration() {
    return Setup.server("")
        + "policy: ./policy\n"
        + "approvals: {approvers: [ann, admin], pending: 1h, notify: \"http://127.0.0.1:"
        + webhook.getAddress().getPort()
        + "/hook\"}\nproviders:\n"
        + "  near: {api: openai, base_url: \"%s/v1\", profile: %s}\n"
            .formatted(near.uri(), Stated.reviewed("own", "confidential"))
        + "  far: {api: openai, base_url: \"%s/v1\", profile: %s}\n"
            .formatted(far.uri(), Stated.reviewed("external", "internal"))
        + """
        models:
          near-model: {provider: near, id: sim-small, price: {input: 1, output: 1}}
          far-model: {provider: far, id: sim-small, price: {input: 2, output: 2}}
        routes:
          auto: {models: [near-model, far-model]}
        """;
  }

  @AfterAll
  static void stop() {
    gateway.close();
    near.close();
    far.close();
    webhook.stop(0);
  }

  @BeforeEach
  void clear() {
    near.clear();
    far.clear();
    TOLD.clear();
  }

  private static HttpResponse<String> legal(String prompt) {
    return chat(prompt, "x-sluice-labels", "internal;legal");
  }

  private static HttpResponse<String> chat(String prompt, String... more) {
    String body =
        "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt + "\"}]}";
    var headers = new String[more.length + 2];
    headers[0] = "authorization";
    headers[1] = "Bearer " + key;
    System.arraycopy(more, 0, headers, 2, more.length);
    return gateway.ask("/v1/chat/completions", body, headers);
  }

  private static String held(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(answer.headers().firstValue("x-sluice-code")).contains("approval_required");
    assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
    String id = json(answer.body()).at("error").at("sluice").text("approval", "");
    assertThat(answer.headers().firstValue("x-sluice-approval")).contains(id);
    return id;
  }

  private static Json json(String text) {
    try {
      return Json.parse(Bytes.utf8(text), JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** What the webhook was told of this one: those of other tests may come late. */
  private static String told(String id) throws InterruptedException {
    String text = TOLD.poll(30, TimeUnit.SECONDS);
    while (text != null && !text.contains(id)) {
      text = TOLD.poll(30, TimeUnit.SECONDS);
    }
    return String.valueOf(text);
  }

  private static HttpResponse<String> approve(String id, String as) {
    return gateway.administer(as, "POST", "/api/v1/approvals/" + id + "/approve", "");
  }

  @Test
  void a_held_request_is_sent_once_it_is_approved() throws Exception {
    var first = legal("the contract says so");
    String id = held(first);
    assertThat(near.received()).isEmpty();
    assertThat(held(legal("the contract says so"))).as("asked once").isEqualTo(id);

    String told = told(id);
    assertThat(told).contains(id, "\"kind\":\"request\"").doesNotContain("contract");

    assertThat(approve(id, ann).statusCode()).isEqualTo(200);
    var answer = legal("the contract says so");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String exchange = answer.headers().firstValue("x-sluice-exchange").orElseThrow();
    assertThat(gateway.record(exchange, text -> text.contains("\"outcome\"")))
        .contains("\"held\":\"" + id + "\"");
    assertThat(held(legal("another contract"))).isNotEqualTo(id);
  }

  @Test
  void a_message_that_is_not_taken_is_sent_again_counted_and_warned_of_until_one_is() {
    refusing = true;
    String id = held(legal("Nobody hears of this"));
    metric(1);
    assertThat(TOLD.stream().filter(text -> text.contains(id)))
        .as("one that does not even arrive on a busy machine counts as sent")
        .hasSizeBetween(2, 4);
    String warns = "\"approvals\":\"warning\"";
    assertThat(gateway.administer("GET", "/readyz", "").body()).contains("\"ready\":true", warns);
    assertThat(gateway.administer("GET", "/api/v1/status", "").body())
        .contains("approvals.notify did not take the last 1 messages");
    assertThat(gateway.administer("GET", "/api/v1/approvals", "").body()).contains(id);
    refusing = false;
    held(legal("Somebody hears of this"));
    while (gateway.administer("GET", "/readyz", "").body().contains(warns)) {
      LockSupport.parkNanos(10_000_000);
    }
    metric(1);
  }

  /** Waits until so many messages were given up. */
  private static void metric(int failed) {
    String line = "sluice_approval_notices_failed_total " + failed + "\n";
    while (!gateway.administer("GET", "/metrics", "").body().contains(line)) {
      LockSupport.parkNanos(20_000_000);
    }
  }

  @Test
  void what_the_approver_is_shown_is_in_the_inbox_and_in_the_record() throws Exception {
    String id = held(legal("show me"));
    var shown = GatewayProcess.run("approvals", "show", id, "--data", gateway.data().toString());
    assertThat(shown.status()).as(shown.text()).isZero();
    assertThat(shown.text())
        .contains("state: pending", "label: internal;legal;", "model near/sim-small: zone own")
        .contains("held near/sim-small: legal content goes out")
        .doesNotContain("show me");
    var list = GatewayProcess.run("approvals", "list", "--data", gateway.data().toString());
    assertThat(list.text()).contains(id);
    var record = gateway.administer("GET", "/api/v1/ledger/entries?from=0&limit=1000", "");
    assertThat(record.body()).contains("approval.opened", id, "shown label");
  }

  @Test
  void only_an_approver_approves_and_bootstrap_does_not_where_there_are_two_admins()
      throws Exception {
    String id = held(legal("who may"));
    String eve = gateway.operator("eve", "operator");
    String vic = gateway.operator("vic", "viewer");
    var run = GatewayProcess.run("approvals", "approve", id, "--data", gateway.data().toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.text()).contains("bootstrap");
    assertThat(approve(id, eve).statusCode()).isEqualTo(403);
    assertThat(approve(id, vic).statusCode()).isEqualTo(403);
    assertThat(approve("nothing", ann).statusCode()).isEqualTo(404);
    assertThat(approve(id, ann).statusCode()).isEqualTo(200);
    assertThat(approve(id, ann).statusCode()).isEqualTo(409);
  }

  @Test
  void a_key_named_like_the_approver_asks_in_vain() {
    String hers =
        json(gateway
                .administer("POST", "/api/v1/keys", "{\"name\":\"ann\",\"level\":\"internal\"}")
                .body())
            .text("key", "");
    String body = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"mine\"}]}";
    String id =
        held(
            gateway.ask(
                "/v1/chat/completions",
                body,
                "authorization",
                "Bearer " + hers,
                "x-sluice-labels",
                "internal;legal"));
    assertThat(approve(id, ann).body()).contains("whoever asks cannot approve");
  }

  @Test
  void a_denied_request_stays_denied() {
    String id = held(legal("never this"));
    var bad = gateway.administer(ann, "POST", "/api/v1/approvals/" + id + "/deny", "{}");
    assertThat(bad.statusCode()).isEqualTo(400);
    String why = "{\"reason\":\"not for this purpose\"}";
    var done = gateway.administer(ann, "POST", "/api/v1/approvals/" + id + "/deny", why);
    assertThat(done.statusCode()).isEqualTo(200);
    var again = legal("never this");
    assertThat(again.statusCode()).isEqualTo(403);
    assertThat(again.headers().firstValue("x-sluice-code")).contains("policy_denied");
  }

  @Test
  void a_fallback_out_of_the_trust_waits_and_then_goes_for_a_while() {
    near.fault(FaultRule.always("status=503"));
    String id = held(chat("take me further"));
    assertThat(far.received()).as("never silent").isEmpty();

    assertThat(approve(id, ann).statusCode()).isEqualTo(200);
    var answer = chat("something else entirely");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("x-sluice-model")).contains("far/sim-small");
    String exchange = answer.headers().firstValue("x-sluice-exchange").orElseThrow();
    assertThat(gateway.record(exchange, text -> text.contains("\"outcome\"")))
        .contains("\"held\":\"" + id + "\"", "fallback");
  }
}
