package io.sluice.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.JsonWriter;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway with a full index that is flooded with content to label: it goes on, and gives back.
 */
class FloodTest {
  private static final int FLOODERS = 24;
  private static final int REQUESTS = 25;
  private static final int TEXT_CHARS = 6_000;
  private static final String PATH = "/v1/sluice/inspect";
  @TempDir Path directory;

  private static String body(int seed, int chars) {
    var random = new Random(seed);
    var text = new StringBuilder();
    while (text.length() < chars) {
      text.append(Integer.toString(random.nextInt(1 << 30), 36)).append(' ');
    }
    return new JsonWriter(chars + 64)
        .object()
        .field("content", text.toString())
        .field("source", "fetch_page")
        .endObject()
        .done()
        .utf8();
  }

  /** Promises a body, sends half of it, and leaves. */
  private static void leave(RunningProcess gateway, String key, String body) throws IOException {
    var to = gateway.client();
    try (var socket = new Socket(to.getHost(), to.getPort())) {
      String half =
          "POST %s HTTP/1.1\r\nhost: x\r\nauthorization: Bearer %s\r\ncontent-length: %d\r\n\r\n%s"
              .formatted(PATH, key, body.length(), body.substring(body.length() / 2));
      socket.getOutputStream().write(half.getBytes(US_ASCII));
      socket.getOutputStream().flush();
    }
  }

  @Test
  void it_accepts_connections_and_has_all_its_room_afterwards() throws Exception {
    try (var provider = Simulator.start(SimSettings.of(Kind.OPENAI));
        var gateway = RunningProcess.start(directory, configuration(provider))) {
      String key = gateway.key("\"level\":\"public\"");
      var statuses = new ConcurrentHashMap<Integer, LongAdder>();
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < FLOODERS; i++) {
        int number = i;
        threads.add(Thread.ofVirtual().start(() -> flood(gateway, key, number, statuses)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(statuses.keySet()).isSubsetOf(200, 503).contains(200);
      assertThat(gateway.administer("GET", "/api/v1/flow", "").body())
          .as("the index had to make room")
          .doesNotContain("\"evicted\":0,");
      String large = body(-1, 900_000); // nearly all that may be under way
      assertThat(gateway.ask(PATH, large, "authorization", "Bearer " + key).statusCode())
          .isEqualTo(200);
      assertThat(gateway.administer("GET", "/metrics", "").body())
          .contains("sluice_exchanges_active 0\n");
      String chat = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
      var answer = gateway.ask("/v1/chat/completions", chat, "authorization", "Bearer " + key);
      assertThat(answer.statusCode()).isEqualTo(200);
    }
  }

  private static void flood(
      RunningProcess gateway, String key, int number, ConcurrentHashMap<Integer, LongAdder> into) {
    for (int i = 0; i < REQUESTS; i++) {
      String body = body(number * REQUESTS + i, TEXT_CHARS);
      try {
        if (i % 5 == 4) {
          leave(gateway, key, body);
        } else {
          var answer = gateway.ask(PATH, body, "authorization", "Bearer " + key);
          into.computeIfAbsent(answer.statusCode(), _ -> new LongAdder()).increment();
        }
      } catch (IOException cut) {
        into.computeIfAbsent(-1, _ -> new LongAdder()).increment();
      }
    }
  }

  private static String configuration(Simulator provider) {
    return """
    server: {listen: "127.0.0.1:0", admin: "127.0.0.1:0", limits: {in_flight: 1MiB, exchanges: 16}}
    flow: {mode: balanced, index: {size: 1MiB}}
    providers:
      own: {api: openai, base_url: "%s/v1", profile: %s}
    models:
      house: {provider: own}
    routes:
      auto: {models: [house]}
    """
        .formatted(provider.uri(), Stated.reviewed("own", "restricted"));
  }
}
