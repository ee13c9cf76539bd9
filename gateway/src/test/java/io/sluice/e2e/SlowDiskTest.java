package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.egress.CallerClient.Answer;
import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process on a disk that stops answering, or has no room. */
class SlowDiskTest {
  private static final long PATIENCE_NANOS = 30_000_000_000L;

  @TempDir Path directory;
  private Simulator provider;
  private Path file;
  private Path data;
  private Path cue;
  private GatewayProcess gateway;
  private GatewayProcess.Key key;

  @BeforeEach
  void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    data = directory.resolve("data");
    cue = directory.resolve("cue");
    file =
        Files.writeString(
            directory.resolve("sluice.yaml"),
            """
            server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
            providers:
              cloud: {api: openai, base_url: %s/v1, profile: %s}
            models:
              small: {provider: cloud, price: {input: 1, output: 2}}
            """
                .formatted(provider.uri(), Stated.reviewed("external", "internal")));
    gateway = GatewayProcess.startCued(file, data, cue);
    key = gateway.key("internal", "0.003"); // a few questions; what is set aside comes back
  }

  @AfterEach
  void stop() throws IOException {
    Files.deleteIfExists(cue);
    gateway.close();
    provider.close();
  }

  @Test
  void while_the_disk_does_not_answer_nothing_is_sent_and_callers_are_told_to_come_again()
      throws Exception {
    assertThat(ask().status()).isEqualTo(200);
    provider.clear();
    cue("hold");
    for (int i = 0; i < 6; i++) { // the first ones wait for a while, the others are refused at once
      Answer refused = ask();
      if (i > 0 && refused.status() == 429) { // what the one before set aside has not come back yet
        assertThat(refused.headers().first("x-sluice-code", "")).isEqualTo("budget_exceeded");
        continue;
      }
      assertThat(refused.status()).as(refused.text()).isEqualTo(503);
      assertThat(refused.headers().first("x-sluice-code", "")).isEqualTo("record_unavailable");
      assertThat(refused.headers().first("retry-after", "")).isEqualTo("2");
    }
    assertThat(provider.received()).isEmpty();
    var ready = gateway.admin().call("GET", "/readyz", Bytes.EMPTY);
    assertThat(ready.status()).isEqualTo(503);
    assertThat(ready.body().at("components").text("record", "")).isEqualTo("failing");
    cue("");
    awaitReady();
    for (int i = 0; i < 6; i++) {
      Answer answer = ask();
      assertThat(answer.status())
          .as("what was set aside came back: " + answer.text())
          .isEqualTo(200);
    }
    gateway.close();
    gateway = GatewayProcess.start(file, data);
    gateway.close();
    var record = Entries.of(data);
    assertThat(record.closings().values()).allMatch(count -> count == 1);
    assertThat(record.kind("outcome.unknown"))
        .as("at most the one that the end of the process overtook")
        .hasSizeLessThanOrEqualTo(1);
    assertThat(record.kind("refusal"))
        .as("a decision that came too late is closed")
        .anyMatch(SlowDiskTest::unavailable);
  }

  @Test
  void with_a_full_disk_nothing_is_sent_until_a_start_with_room() throws Exception {
    key = gateway.key("internal", "10"); // what the disk has no end of is charged as set aside
    assertThat(ask().status()).isEqualTo(200);
    provider.clear();
    cue("full");
    assertThat(ask().status()).isEqualTo(503);
    cue("");
    assertThat(ask().status()).as("after a failed write nobody knows what is there").isEqualTo(503);
    assertThat(provider.received()).isEmpty();
    assertThat(gateway.admin().call("GET", "/readyz", Bytes.EMPTY).status()).isEqualTo(503);
    gateway.close();
    gateway = GatewayProcess.start(file, data);
    assertThat(ask().status()).isEqualTo(200);
    gateway.close();
    var verified = GatewayProcess.run("audit", "verify", "--data", data.toString());
    assertThat(verified.status()).as(verified.text()).isZero();
  }

  private static boolean unavailable(Json refusal) {
    return refusal.at("refusal").text("code", "").equals("record_unavailable");
  }

  private void cue(String word) throws IOException {
    Path next = Files.writeString(directory.resolve("next"), word);
    Files.move(next, cue, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private Answer ask() throws IOException {
    return gateway.caller().ask(new Ask(key, "small", "Hello").chat());
  }

  private void awaitReady() throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (gateway.admin().call("GET", "/readyz", Bytes.EMPTY).status() != 200) {
      assertThat(System.nanoTime()).as("it is never ready again").isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
