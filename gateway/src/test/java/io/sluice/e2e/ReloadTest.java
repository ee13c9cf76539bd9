package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.egress.CallerClient.Answer;
import io.sluice.model.Bytes;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in force follows the file, whole or not at all, and a revoked key ends at once. */
class ReloadTest {
  private static final long PATIENCE_NANOS = 20_000_000_000L;
  private static final long PAUSE_NANOS = 20_000_000;
  private static final int LONG_STREAM = 3_000;

  @TempDir Path directory;
  private Simulator provider;
  private Path file;
  private Path data;

  @BeforeEach
  void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    data = directory.resolve("data");
    file = directory.resolve("sluice.yaml");
    write("small", "other");
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  @Test
  void lesson_15_a_reference_to_nothing_is_refused_at_start_with_its_place_and_the_nearest_name()
      throws Exception {
    write("small", "smal");
    var ended = GatewayProcess.run("serve", "--config", file.toString(), "--data", data.toString());
    assertThat(ended.status()).isNotZero();
    assertThat(ended.text()).contains("sluice.yaml:8:").contains("'smal'").contains("small");
  }

  @Test
  void a_good_change_is_taken_whole_and_a_bad_one_leaves_the_last_good_in_force() throws Exception {
    try (var gateway = GatewayProcess.start(file, data)) {
      var key = gateway.key("public", "");
      assertThat(ask(gateway, key).headers().first("x-sluice-model", "")).isEqualTo("cloud/small");

      write("other", "other");
      await(gateway, key, answer -> model(answer).equals("cloud/other"));

      write("other", "othr");
      awaitStatus(gateway, "last good one is in force");
      assertThat(model(ask(gateway, key))).isEqualTo("cloud/other");
      assertThat(gateway.admin().call("GET", "/readyz", Bytes.EMPTY).status()).isEqualTo(200);

      write("small", "small");
      await(gateway, key, answer -> model(answer).equals("cloud/small"));
      var status = gateway.admin().call("GET", "/api/v1/status", Bytes.EMPTY);
      assertThat(status.text()).doesNotContain("last good one");
    }
    assertThat(Entries.of(data).kind("configuration.changed")).hasSize(2);
  }

  @Test
  void a_revoked_key_ends_at_once_and_so_does_its_running_stream() throws Exception {
    try (var gateway = GatewayProcess.start(file, data)) {
      var key = gateway.key("public", "");
      var prompt = "[[sim: tokens=%d]] [[sim: fault=pace=200]]".formatted(LONG_STREAM);
      var seen = new AtomicInteger();
      Answer stream =
          gateway
              .caller()
              .ask(
                  new Ask(key, "auto", prompt).chat(true),
                  line -> {
                    if (line.startsWith("data:") && seen.incrementAndGet() == 2) {
                      assertThat(revoked(gateway, key)).isEqualTo(200);
                    }
                  });
      assertThat(seen.get()).isBetween(2, LONG_STREAM / 2);
      assertThat(stream.text()).doesNotContain("[DONE]");
      assertThat(ask(gateway, key).status()).isEqualTo(401);
      String exchange = stream.headers().first("x-sluice-exchange", "");
      var closing = Traces.of(gateway.admin(), exchange).getLast();
      assertThat(closing.text("entry", "")).isEqualTo("outcome");
      assertThat(closing.at("outcome").text("kind", "")).isNotEqualTo("answered");
    }
  }

  private static int revoked(GatewayProcess gateway, GatewayProcess.Key key) {
    try {
      return gateway.revoke(key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String... route) throws IOException {
    Path next = directory.resolve("next.yaml");
    Files.writeString(
        next,
        """
        server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
        providers:
          cloud: {api: openai, base_url: %s/v1, profile: {zone: external}}
        models:
          small: {provider: cloud, price: {input: 1, output: 2}}
          other: {provider: cloud, price: {input: 2, output: 3}}
        routes:
          auto: {models: [%s]}
        """
            .formatted(provider.uri(), String.join(", ", route)));
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Answer ask(GatewayProcess gateway, GatewayProcess.Key key) throws IOException {
    return gateway.caller().ask(new Ask(key, "auto", "Hello").chat());
  }

  private static String model(Answer answer) {
    return answer.headers().first("x-sluice-model", "");
  }

  private static void await(
      GatewayProcess gateway, GatewayProcess.Key key, Predicate<Answer> condition)
      throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.test(ask(gateway, key))) {
      assertThat(System.nanoTime()).as("the change is never taken").isLessThan(end);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static void awaitStatus(GatewayProcess gateway, String text) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!gateway.admin().call("GET", "/api/v1/status", Bytes.EMPTY).text().contains(text)) {
      assertThat(System.nanoTime()).as("the status never says: " + text).isLessThan(end);
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
