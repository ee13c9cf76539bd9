package io.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConnectionTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String STREAM = Client.chat("[[sim: tokens=50]]", "\"stream\":true");

  private Simulator simulator;

  @BeforeEach
  void start() throws Exception {
    simulator = Simulator.start(SimSettings.of(Kind.OPENAI));
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private Received first(Predicate<Received> condition) throws Exception {
    assertThat(simulator.await(log -> !log.isEmpty() && condition.test(log.getFirst()), LIMIT))
        .isTrue();
    return simulator.received().getFirst();
  }

  @Test
  void requests_follow_each_other_on_one_connection() throws Exception {
    try (var raw = new Raw(simulator)) {
      for (int i = 0; i < 3; i++) {
        raw.post(Client.CHAT, Client.chat("number " + i)).until("You said: number " + i);
      }
      raw.post(Client.CHAT, Client.chat("a"), "x-sim-fault: delay-head=5ms").until("You said: a");
      raw.post(Client.CHAT, Client.chat("b")).until("You said: b");
    }
    assertThat(simulator.received())
        .extracting(Received::number)
        .containsExactly(1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void chunked_bodies_and_expect_continue_are_read() throws Exception {
    String body = Client.chat("in chunks");
    try (var raw = new Raw(simulator)) {
      raw.send(
          "POST /v1/chat/completions HTTP/1.1\r\nExpect: 100-continue\r\nTransfer-Encoding:"
              + " chunked\r\n\r\n");
      raw.until("HTTP/1.1 100 Continue\r\n\r\n");
      raw.send("5;x=y\r\n" + body.substring(0, 5) + "\r\n");
      raw.send(Integer.toHexString(body.length() - 5) + "\r\n" + body.substring(5) + "\r\n");
      raw.send("0\r\nTrailer: 1\r\n\r\n").until("You said: in chunks");
    }
    assertThat(simulator.received().getFirst().text()).isEqualTo(body);
  }

  @Test
  void a_request_to_close_is_obeyed() throws Exception {
    try (var raw = new Raw(simulator)) {
      Raw.Rest rest = raw.post(Client.CHAT, Client.chat("bye"), "Connection: close").rest();
      assertThat(rest.text()).startsWith("HTTP/1.1 200 OK\r\n").contains("You said: bye");
      assertThat(rest.reset()).isFalse();
    }
  }

  @Test
  void what_is_not_http_is_refused_and_closed() throws Exception {
    for (String bad :
        List.of(
            "nonsense\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "POST / HTTP/1.1\r\nno colon\r\n\r\n")) {
      try (var raw = new Raw(simulator)) {
        assertThat(raw.send(bad).rest().text()).startsWith("HTTP/1.1 400 ");
      }
    }
    assertThat(simulator.received()).isEmpty();
  }

  @Test
  void the_log_has_the_request_as_it_was_sent() throws Exception {
    try (var raw = new Raw(simulator)) {
      raw.post("/v1/chat/completions?x=1", Client.chat("log me"), "X-Odd-Case: One");
      raw.until("You said");
    }
    Received request = first(Received::finished);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/v1/chat/completions");
    assertThat(request.target()).isEqualTo("/v1/chat/completions?x=1");
    assertThat(request.headers()).contains(new Header("X-Odd-Case", "One"));
    assertThat(request.header("x-odd-case")).contains("One");
    assertThat(request.text()).isEqualTo(Client.chat("log me"));
    assertThat(request.status()).isEqualTo(200);
    assertThat(request.answerBytes()).isPositive();
    assertThat(request.clientLeft()).isFalse();
    assertThat(request.toString()).doesNotContain("log me").doesNotContain("One");
    simulator.clear();
    assertThat(simulator.received()).isEmpty();
  }

  @Test
  void a_client_that_leaves_a_silent_stream_is_seen() throws Exception {
    try (var raw = new Raw(simulator)) {
      raw.post(Client.CHAT, STREAM, "x-sim-fault: silence=4").until("canal");
    }
    assertThat(first(Received::clientLeft).progress().leftNanos()).isPresent();
    assertThat(first(Received::finished).answerBytes()).isPositive();
  }

  @Test
  void a_client_that_leaves_a_paced_stream_is_seen() throws Exception {
    try (var raw = new Raw(simulator)) {
      raw.post(Client.CHAT, STREAM, "x-sim-fault: pace=1").until("sluice");
    }
    assertThat(first(Received::clientLeft).status()).isEqualTo(200);
  }

  @Test
  void a_client_that_leaves_before_the_head_is_seen() throws Exception {
    try (var raw = new Raw(simulator)) {
      raw.post(Client.CHAT, Client.chat("hi"), "x-sim-fault: never");
      first(received -> true);
      raw.abort();
    }
    Received left = first(Received::clientLeft);
    assertThat(left.status()).isZero();
    assertThat(left.answerBytes()).isZero();
  }

  @Test
  void a_client_that_stops_reading_and_resets_is_seen() throws Exception {
    try (var raw = new Raw(simulator)) {
      raw.post(Client.CHAT, Client.chat("[[sim: tokens=200000]]", "\"stream\":true"));
      raw.until("sluice");
      raw.abort();
    }
    first(Received::clientLeft);
  }

  @Test
  void a_client_that_stays_to_the_end_has_not_left() throws Exception {
    try (var raw = new Raw(simulator)) {
      raw.post(Client.CHAT, STREAM, "x-sim-fault: pace=5000").until("[DONE]");
      first(Received::finished);
    }
    assertThat(simulator.received().getFirst().clientLeft()).isFalse();
  }

  @Test
  void several_simulators_live_side_by_side() throws Exception {
    try (var other = Simulator.start(SimSettings.of(Kind.ANTHROPIC));
        var client = new Client(other)) {
      client.post(Client.MESSAGES, Client.messages("hi"));
      assertThat(other.received()).hasSize(1);
      assertThat(simulator.received()).isEmpty();
      assertThat(other.uri()).isNotEqualTo(simulator.uri());
    }
  }

  @Test
  void head_and_unknown_paths_are_answered() throws Exception {
    try (var client = new Client(simulator)) {
      assertThat(client.head("/").statusCode()).isEqualTo(200);
      assertThat(client.head("/v1/models").body()).isEmpty();
      var unknown = client.post("/v1/nothing", "{}");
      assertThat(unknown.statusCode()).isEqualTo(404);
      assertThat(unknown.body()).contains("Invalid URL (POST /v1/nothing)");
    }
  }
}
