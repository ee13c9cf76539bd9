package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.Received;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that go away in the middle: the provider is hung up on, and the record says so. */
class LeavingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String EXCHANGE = "\"exchange\":\"";
  private static Simulator provider;
  private static RunningProcess gateway;
  private static String key;
  private static int leavers;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    gateway = RunningProcess.start(directory, Setup.openAi(provider.uri(), ""));
    key = gateway.key("\"level\":\"public\"");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.close();
  }

  @BeforeEach
  void forget() {
    provider.clear();
  }

  @Test
  void lesson_05_a_client_that_leaves_a_stream_ends_the_providers_work() throws Exception {
    String exchange;
    try (var client = new Wire(gateway.client())) {
      client.send(Wire.chat(key, true, "[[sim: tokens=50]] [[sim: fault=silence=4]]"));
      exchange = client.head().header("x-sluice-exchange");
      client.until("data: ");
    }
    assertThat(provider.await(LeavingTest::left, PATIENCE)).isTrue();
    gateway.record(exchange, text -> text.contains("abandoned"));
  }

  @Test
  void lesson_05_a_client_that_leaves_a_silent_stream_ends_the_providers_work() throws Exception {
    leave(true, "[[sim: fault=never]]");
  }

  @Test
  void lesson_05_a_client_that_leaves_before_the_answer_ends_the_providers_work() throws Exception {
    leave(false, "[[sim: fault=never]]");
  }

  @Test
  void lesson_05_a_client_that_leaves_in_half_an_answer_ends_the_providers_work() throws Exception {
    leave(false, "[[sim: tokens=50]] [[sim: fault=silence=0]]");
  }

  /** Leaves before anything was answered, so that no exchange is known by id. */
  private static void leave(boolean stream, String prompt) throws Exception {
    String fresh = gateway.key("\"level\":\"public\",\"app\":\"leaver-" + ++leavers + "\"");
    try (var client = new Wire(gateway.client())) {
      client.send(Wire.chat(fresh, stream, prompt));
      assertThat(provider.await(all -> !all.isEmpty(), PATIENCE)).isTrue();
    }
    assertThat(provider.await(LeavingTest::left, PATIENCE)).isTrue();
    String exchange = exchangeOf("leaver-" + leavers);
    gateway.record(exchange, text -> text.contains("abandoned"));
  }

  private static boolean left(List<Received> all) {
    return !all.isEmpty() && all.getFirst().clientLeft();
  }

  /** The exchange of the only request of this application, as the log's files have it. */
  private static String exchangeOf(String app) throws IOException {
    try (var files = Files.walk(gateway.data().resolve("ledger").resolve("segments"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int mine = text.indexOf("\"app\":\"" + app + "\"");
        if (mine >= 0) {
          int begin = text.lastIndexOf(EXCHANGE, mine) + EXCHANGE.length();
          return text.substring(begin, text.indexOf('"', begin));
        }
      }
    }
    throw new IllegalStateException("no entry of " + app);
  }
}
