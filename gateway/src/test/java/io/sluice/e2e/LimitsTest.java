package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may send, byte by byte, and what becomes of more than that. */
class LimitsTest {
  private static final String LIMITS =
      "limits: {headers: 4KiB, body: 64KiB, head_time: 1s, body_idle: 1s}";
  private static final String CHAT = "/v1/chat/completions";

  private static Simulator provider;
  private static RunningProcess gateway;
  private static String key;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    gateway =
        RunningProcess.start(
            directory, Setup.server(LIMITS) + Setup.openAiOnly(provider.uri(), ""));
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
  void lesson_23_headers_beyond_the_limit_are_431() throws IOException {
    String request = Wire.post(CHAT, key, asking("hi"), "x-more: " + "a".repeat(8_000));
    assertRefused(request, 431, "headers_too_large");
  }

  @Test
  void lesson_23_a_body_announced_beyond_the_limit_is_413_before_it_is_sent() throws IOException {
    assertRefused(head("content-length: 100000"), 413, "too_large");
  }

  @Test
  void lesson_23_a_chunked_body_beyond_the_limit_is_413() throws IOException {
    String chunk = "4000\r\n" + "a".repeat(0x4000) + "\r\n";
    assertRefused(head("transfer-encoding: chunked") + chunk.repeat(5), 413, "too_large");
  }

  @Test
  void lesson_23_a_head_that_does_not_come_is_cut() throws IOException {
    try (var client = new Wire(gateway.client())) {
      client.send("POST /v1/chat/completions HTTP/1.1\r\nhost: g\r\n");
      assertThat(client.closed()).isTrue();
    }
  }

  @Test
  void lesson_23_a_body_that_does_not_come_is_408() throws IOException {
    assertRefused(head("content-length: 100") + "{\"model\":", 408, "request_timeout");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "content-length: 4|transfer-encoding: chunked",
        "content-length: 4|content-length: 5",
        "content-length: 4, 5",
        "content-length: -4",
        "content-length: +4",
        "content-length: 4x",
        "transfer-encoding: xchunked",
        "transfer-encoding: gzip, chunked",
        "transfer-encoding: chunked|transfer-encoding: identity",
        "transfer-encoding : chunked",
        "x-folded: a| b",
        "no colon at all",
      })
  void lesson_23_what_two_servers_could_read_in_two_ways_is_400(String lines) throws IOException {
    String request = head(lines.split("\\|")) + "4\r\nabcd\r\n0\r\n\r\n";
    assertRefused(request, 400, "invalid_request");
  }

  @Test
  void lesson_23_json_too_deep_is_400() throws IOException {
    String body = "[".repeat(5_000) + "]".repeat(5_000);
    assertRefused(Wire.post(CHAT, key, body), 400, "invalid_request");
  }

  @Test
  void lesson_23_a_name_given_twice_is_400_and_no_content_is_named() throws IOException {
    String body = asking("secret-content").replace("}]}", "}],\"messages\":[]}");
    var answer = refused(Wire.post(CHAT, key, body), 400, "invalid_request");
    assertThat(answer.body()).doesNotContain("secret-content");
  }

  @Test
  void lesson_23_a_compressed_body_is_415() throws IOException {
    String request = Wire.post(CHAT, key, asking("hi"), "content-encoding: gzip");
    assertRefused(request, 415, "unsupported_media");
  }

  @Test
  void an_offer_of_h2c_is_ignored() throws IOException {
    try (var client = new Wire(gateway.client())) {
      client.send(
          Wire.post(
              CHAT,
              key,
              asking("hello"),
              "connection: Upgrade, HTTP2-Settings",
              "upgrade: h2c",
              "http2-settings: AAMAAABkAAQAAP__"));
      var answer = client.answer();
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).contains("You said: hello");
    }
  }

  @Test
  void requests_sent_ahead_are_answered_in_order() throws IOException {
    try (var client = new Wire(gateway.client())) {
      var all = new StringBuilder();
      for (int i = 0; i < 8; i++) {
        all.append(Wire.post(CHAT, key, asking("number " + i)));
      }
      client.send(all.toString());
      for (int i = 0; i < 8; i++) {
        assertThat(client.answer().body()).contains("You said: number " + i);
      }
      client.send(Wire.post(CHAT, key, asking("one more")));
      assertThat(client.answer().body()).contains("You said: one more");
    }
  }

  @Test
  void a_refusal_leaves_the_connection_usable() throws IOException {
    try (var client = new Wire(gateway.client())) {
      client.send(Wire.post(CHAT, "wrong", asking("hello")));
      assertThat(client.answer().status()).isEqualTo(401);
      client.send(Wire.post(CHAT, key, asking("hello")));
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void whoever_waits_for_100_continue_gets_it() throws IOException {
    String body = asking("hello");
    try (var client = new Wire(gateway.client())) {
      client.send(head("expect: 100-continue", "content-length: " + body.length()));
      assertThat(client.answer().status()).isEqualTo(100);
      client.send(body);
      assertThat(client.answer().body()).contains("You said: hello");
    }
  }

  @Test
  void head_of_the_root_is_200_without_a_body() throws IOException {
    try (var client = new Wire(gateway.client())) {
      client.send("HEAD / HTTP/1.1\r\nhost: g\r\n\r\nHEAD / HTTP/1.1\r\nhost: g\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(200);
      assertThat(client.head().status()).isEqualTo(200);
    }
  }

  private static String asking(String prompt) {
    return "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
        .formatted(prompt);
  }

  /** A head of a chat request that says of its body what these lines say. */
  private static String head(String... lines) {
    return "POST "
        + CHAT
        + " HTTP/1.1\r\nhost: g\r\nauthorization: Bearer "
        + key
        + "\r\n"
        + String.join("\r\n", lines)
        + "\r\n\r\n";
  }

  private static void assertRefused(String request, int status, String code) throws IOException {
    assertThat(refused(request, status, code).body()).contains("error");
  }

  /** The answer to a request that is refused and never reaches the provider. */
  private static Wire.Answer refused(String request, int status, String code) throws IOException {
    try (var client = new Wire(gateway.client())) {
      client.send(request);
      var answer = client.answer();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.header("x-sluice-code")).isEqualTo(code);
      assertThat(answer.header("x-sluice-exchange")).isNotEmpty();
      assertThat(provider.received()).isEmpty();
      return answer;
    }
  }
}
