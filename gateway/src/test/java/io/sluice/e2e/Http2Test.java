package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 with prior knowledge, on the port that also speaks HTTP/1.1. */
class Http2Test {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final MediaType JSON = MediaType.get("application/json");
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

  private static Simulator provider;
  private static RunningProcess gateway;
  private static OkHttpClient client;
  private static String key;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    String limits = "limits: {headers: 4KiB, body: 64KiB, head_time: 1s, body_idle: 1s}";
    gateway =
        RunningProcess.start(
            directory, Setup.server(limits) + Setup.openAiOnly(provider.uri(), ""));
    key = gateway.key("\"level\":\"public\"");
    client =
        new OkHttpClient.Builder()
            .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
            .readTimeout(PATIENCE)
            .build();
  }

  @AfterAll
  static void stop() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
    gateway.close();
    provider.close();
  }

  @BeforeEach
  void forget() {
    provider.clear();
  }

  @Test
  void an_exchange_is_answered_over_http2() throws IOException {
    try (Response answer = ask(body(false, "hello"), "x-other", "1")) {
      assertThat(answer.protocol()).isEqualTo(Protocol.H2_PRIOR_KNOWLEDGE);
      assertThat(answer.code()).isEqualTo(200);
      assertThat(answer.header("x-sluice-receipt")).isNotEmpty();
      assertThat(answer.header("transfer-encoding")).isNull();
      assertThat(answer.body().string()).contains("You said: hello");
    }
  }

  @Test
  void a_stream_is_whole_and_ends() throws IOException {
    try (Response answer = ask(body(true, "[[sim: tokens=300]]"))) {
      String text = answer.body().string();
      assertThat(answer.header("content-type")).startsWith("text/event-stream");
      assertThat(text).endsWith("data: [DONE]\n\n");
      assertThat(text.split("\"content\":\"", -1).length).isGreaterThan(299);
    }
  }

  @Test
  void many_exchanges_share_one_connection() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<String>>();
      for (int i = 0; i < 60; i++) {
        String text = "number " + i + ".";
        boolean stream = i % 2 == 0;
        Callable<String> task =
            () -> {
              try (Response answer = ask(body(stream, "[[sim: say=" + text + "]]"))) {
                return answer.code() + answer.body().string();
              }
            };
        all.add(threads.submit(task));
      }
      for (int i = 0; i < all.size(); i++) {
        assertThat(all.get(i).get())
            .startsWith("200")
            .contains(i % 2 == 0 ? i + "" : " " + i + ".");
      }
    }
    assertThat(client.connectionPool().connectionCount()).isEqualTo(1);
  }

  @Test
  void lesson_05_a_stream_that_is_reset_ends_the_providers_work() throws Exception {
    Response answer = ask(body(true, "[[sim: tokens=50]] [[sim: fault=silence=4]]"));
    String exchange = answer.header("x-sluice-exchange");
    answer.body().source().readUtf8Line();
    answer.close();
    assertThat(provider.await(all -> !all.isEmpty() && all.getFirst().clientLeft(), PATIENCE))
        .isTrue();
    gateway.record(exchange, text -> text.contains("abandoned"));
  }

  @Test
  void lesson_23_a_body_beyond_the_limit_is_413() throws IOException {
    try (Response answer = ask(body(false, "a".repeat(100_000)))) {
      assertThat(answer.code()).isEqualTo(413);
      assertThat(answer.header("x-sluice-code")).isEqualTo("too_large");
    }
    try (Response answer = ask(body(false, "still there"))) {
      assertThat(answer.code()).isEqualTo(200);
    }
  }

  @Test
  void lesson_23_a_preface_that_does_not_come_is_cut() throws IOException {
    assertThat(answered(PREFACE.substring(0, 10))).isEmpty();
  }

  @Test
  void lesson_23_a_preface_that_turns_out_to_be_none_is_400() throws IOException {
    try (var wire = new Wire(gateway.client())) {
      wire.send("PRI * HTTP/2.0\r\nhost: g\r\n\r\n");
      assertThat(wire.answer().status()).isEqualTo(400);
    }
  }

  @Test
  void lesson_23_frames_that_are_none_end_the_connection_and_no_more() throws IOException {
    String answer = answered(PREFACE + "what is this, then?".repeat(20));
    assertThat(answer).doesNotContain("HTTP/1.1");
    try (Response after = ask(body(false, "hello"))) {
      assertThat(after.code()).isEqualTo(200);
    }
  }

  /** Everything the gateway says until it closes the connection. */
  private static String answered(String bytes) throws IOException {
    int port = gateway.client().getPort();
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static Response ask(String body, String... headers) throws IOException {
    var request =
        new Request.Builder()
            .url(gateway.client().resolve("/v1/chat/completions").toString())
            .header("authorization", "Bearer " + key)
            .post(RequestBody.create(body, JSON));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.newCall(request.build()).execute();
  }

  private static String body(boolean stream, String text) {
    return "{\"model\":\"small\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(stream, text);
  }
}
