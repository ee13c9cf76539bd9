package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One structured line for every exchange, of ids, names and numbers, and nothing of anybody's. */
class LogTest {
  private static final String PROVIDER_KEY = "sk-canary0provider0key0000000000000000";
  private static final String PROMPT = "canary-of-a-prompt";
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  @TempDir Path directory;
  private Simulator provider;

  @BeforeEach
  void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI).withCredential(PROVIDER_KEY));
    Files.writeString(directory.resolve("provider.key"), PROVIDER_KEY);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private RunningProcess gateway(String log) throws IOException {
    return RunningProcess.start(
        directory,
        log + Setup.openAi(provider.uri(), directory.resolve("provider.key").toString()));
  }

  private static String chat(String model, String prompt) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(model, prompt);
  }

  /** The lines about exchanges, once there are so many. */
  private static List<String> lines(RunningProcess gateway, String mark, int count) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (true) {
      var lines = gateway.said().lines().filter(line -> line.contains(mark)).toList();
      if (lines.size() >= count || System.nanoTime() > end) {
        assertThat(lines).as(gateway.said()).hasSize(count);
        return lines;
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static Json parsed(String line) {
    try {
      return Json.parse(Bytes.utf8(line), JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new AssertionError("not a line of JSON: " + line, e);
    }
  }

  @Test
  void lesson_18_every_exchange_leaves_one_line_and_no_canary_is_in_any() throws IOException {
    try (var gateway = gateway("")) {
      String key = gateway.key("\"level\":\"internal\"");
      String secret = "Bearer " + key;
      var path = "/v1/chat/completions";
      var answered = gateway.ask(path, chat("small", PROMPT), "authorization", secret);
      gateway.ask(
          path, chat("small", PROMPT + " [[sim: fault=status=500]]"), "authorization", secret);
      gateway.ask(path, chat("small", PROMPT + " [[sim: fault=cut=200]]"), "authorization", secret);
      gateway.ask(path, chat(PROMPT, PROMPT), "authorization", secret);
      gateway.ask(path, "{\"" + PROMPT, "authorization", secret);
      var stranger = gateway.ask(path, chat("small", PROMPT), "authorization", secret + PROMPT);
      var denied =
          gateway.ask(
              path,
              chat("small", PROMPT),
              "authorization",
              secret,
              "x-sluice-labels",
              "restricted");
      var lines = lines(gateway, "\"event\":\"exchange\"", 7);
      Json first = parsed(lines.getFirst());
      String id = answered.headers().firstValue("x-sluice-exchange").orElseThrow();
      assertThat(first.text("exchange", "")).isEqualTo(id);
      assertThat(first.text("key", "")).isNotEmpty();
      assertThat(key).contains(first.text("key", ""));
      assertThat(first.text("door", "")).isEqualTo("openai-chat");
      assertThat(first.text("asked", "")).isEqualTo("small");
      assertThat(first.text("model", "")).isEqualTo("cloud/sim-small");
      assertThat(first.text("label", "")).isEqualTo("internal");
      assertThat(first.text("outcome", "")).isEqualTo("answered");
      assertThat(first.integer("status", 0)).isEqualTo(200);
      assertThat(first.integer("input_tokens", 0)).isPositive();
      assertThat(first.integer("output_tokens", 0)).isPositive();
      assertThat(first.text("cost_usd", "")).startsWith("0.0000");
      assertThat(parsed(lines.get(1)).text("outcome", "")).isEqualTo("failed");
      assertThat(parsed(lines.get(1)).text("level", "")).isEqualTo("warn");
      Json last = parsed(lines.getLast());
      assertThat(last.text("code", "")).isEqualTo("policy_denied");
      assertThat(last.integer("status", 0)).isEqualTo(denied.statusCode());
      assertThat(parsed(lines.get(5)).integer("status", 0)).isEqualTo(stranger.statusCode());
      assertThat(gateway.said()).doesNotContain(PROMPT, PROVIDER_KEY, key);
    }
  }

  @Test
  void the_level_and_the_form_are_configured() throws IOException {
    try (var gateway = gateway("log: {level: warn, format: logfmt}\n")) {
      String secret = "Bearer " + gateway.key("\"level\":\"public\"");
      var path = "/v1/chat/completions";
      gateway.ask(path, chat("small", "fine"), "authorization", secret);
      gateway.ask(path, chat("small", "[[sim: fault=status=500]]"), "authorization", secret);
      String line = lines(gateway, "event=exchange", 1).getFirst();
      assertThat(line).contains("level=warn", "outcome=failed", "status=502", "asked=small");
      assertThat(line).contains("model=\"\"");
    }
  }

  @Test
  void a_change_that_cannot_be_used_leaves_a_line() throws IOException {
    try (var gateway = gateway("")) {
      Files.writeString(directory.resolve("sluice.yaml"), "flow: {mode: balancd}\n");
      String line = lines(gateway, "\"event\":\"configuration\"", 1).getFirst();
      assertThat(line).contains("last good one is in force").doesNotContain("balancd");
    }
  }
}
