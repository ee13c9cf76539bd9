package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.egress.CallerClient.Answer;
import io.sluice.model.Bytes;
import io.sluice.sim.FaultRule;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a provider is certain to refuse is not asked: callers wait, the urgent ones first. */
class WaitingTest {
  @TempDir static Path directory;
  private static Simulator provider;
  private static GatewayProcess gateway;
  private GatewayProcess.Key key;

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
              one: {provider: cloud, price: {input: 1, output: 2}}
              two: {provider: cloud, price: {input: 1, output: 2}}
              three: {provider: cloud, price: {input: 1, output: 2}}
            routes:
              batch: {models: [one], priority: low}
              chat: {models: [one], priority: high}
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
  void begin() throws IOException {
    provider.clear();
    key = gateway.tenantKey("patient");
  }

  private CompletableFuture<Answer> asking(String model, String prompt) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return gateway.caller().ask(new Ask(key, model, prompt).chat());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void until(int received) throws InterruptedException {
    for (int i = 0; i < 500 && provider.received().size() < received; i++) {
      Thread.sleep(10);
    }
    assertThat(provider.received()).hasSizeGreaterThanOrEqualTo(received);
  }

  /** Until the metrics say that so many exchanges are inside, and a little longer. */
  private static void inside(int exchanges) throws InterruptedException, IOException {
    String told = "";
    for (int i = 0; i < 200 && !told.contains("sluice_exchanges_active " + exchanges); i++) {
      Thread.sleep(10);
      told = gateway.admin().call("GET", "/metrics", Bytes.EMPTY).text();
    }
    assertThat(told).contains("sluice_exchanges_active " + exchanges);
    Thread.sleep(200);
  }

  @Test
  void who_may_wait_is_served_after_who_may_not_and_nobody_asks_in_vain() throws Exception {
    provider.fault(FaultRule.once("status=429;retry-after=6"));
    var first = asking("one", "the one that was refused");
    until(1);
    var batch = asking("batch", "can wait");
    inside(2);
    var chat = asking("chat", "cannot wait");
    inside(3);
    assertThat(provider.received()).as("all wait").hasSize(1);
    for (var answer : List.of(first, batch, chat)) {
      assertThat(answer.get().status()).as(answer.get().text()).isEqualTo(200);
    }
    var bodies = provider.received().stream().map(call -> call.text()).toList();
    assertThat(bodies).as("nothing was refused a second time").hasSize(4);
    assertThat(index(bodies, "cannot wait")).isLessThan(index(bodies, "can wait"));
  }

  private static int index(List<String> bodies, String text) {
    for (int i = 0; i < bodies.size(); i++) {
      if (bodies.get(i).contains("\"" + text)) {
        return i;
      }
    }
    return -1;
  }

  @Test
  void a_wait_that_is_too_long_is_told_instead_of_waited_for() throws Exception {
    provider.fault(FaultRule.once("status=429;retry-after=40"));
    var first = asking("two", "refused");
    until(1);
    Thread.sleep(1_000); // until what was said is known
    Answer second = asking("two", "also").get();
    assertThat(second.status()).as(second.text()).isEqualTo(429);
    assertThat(second.headers().first("x-sluice-code", "")).isEqualTo("upstream_rate_limited");
    assertThat(Long.parseLong(second.headers().first("retry-after", "0"))).isBetween(35L, 40L);
    assertThat(provider.received()).as("it was not asked again").hasSize(1);
    first.cancel(true);
  }
}
