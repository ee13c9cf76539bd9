package io.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String STREAM =
      Client.chat(
          "[[sim: tokens=6]]", "\"stream\":true", "\"stream_options\":{\"include_usage\":true}");

  private Simulator simulator;
  private Client client;

  @BeforeEach
  void start() throws Exception {
    simulator = Simulator.start(SimSettings.of(Kind.OPENAI));
    client = new Client(simulator);
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  private HttpResponse<String> whole(String fault) throws Exception {
    return client.post(Client.CHAT, Client.chat("hi"), "x-sim-fault", fault);
  }

  private HttpResponse<String> stream(String fault) throws Exception {
    return client.post(Client.CHAT, STREAM, "x-sim-fault", fault);
  }

  private Raw.Rest raw(String body, String fault) throws IOException {
    try (var raw = new Raw(simulator)) {
      return raw.post(Client.CHAT, body, "x-sim-fault: " + fault).rest();
    }
  }

  private static List<String> data(HttpResponse<String> response) {
    return response
        .body()
        .lines()
        .filter(line -> line.startsWith("data:"))
        .map(line -> line.substring(5).strip())
        .toList();
  }

  @Test
  void a_status_comes_with_the_providers_body_and_retry_after() throws Exception {
    var limited = whole("status=429;retry-after=7");
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("retry-after")).contains("7");
    assertThat(Client.json(limited).at("error").at("code").textOr(""))
        .isEqualTo("rate_limit_exceeded");
    for (int status : List.of(400, 401, 403, 404, 500, 503)) {
      var failed = whole("status=" + status);
      assertThat(failed.statusCode()).isEqualTo(status);
      assertThat(Client.json(failed).at("error").at("message").textOr("")).isNotEmpty();
    }
  }

  @Test
  void a_body_may_be_given() throws Exception {
    var html = whole("status=502;body=\"<html>a;b</html>\"");
    assertThat(html.body()).isEqualTo("<html>a;b</html>");
    assertThat(html.headers().firstValue("content-type")).contains("text/html; charset=utf-8");
    assertThat(whole("status=500;body=plain words").body()).isEqualTo("plain words");
  }

  @Test
  void an_answer_may_never_come() throws Exception {
    try (var raw = new Raw(simulator)) {
      raw.post(Client.CHAT, Client.chat("hi"), "x-sim-fault: never");
      assertThat(simulator.await(log -> log.size() == 1, LIMIT)).isTrue();
      assertThat(simulator.received().getFirst().finished()).isFalse();
    }
  }

  /** The request as it stands when its client, having read this much, gives up. */
  private Received abandoned(String body, String fault, String read) throws Exception {
    int before = simulator.received().size();
    try (var raw = new Raw(simulator)) {
      raw.post(Client.CHAT, body, "x-sim-fault: " + fault).until(read);
    }
    assertThat(simulator.await(log -> log.size() > before && log.getLast().clientLeft(), LIMIT))
        .isTrue();
    return simulator.received().getLast();
  }

  @Test
  void delays_hold_back_head_and_content() throws Exception {
    assertThat(abandoned(STREAM, "delay-head=1m", "").status()).isZero();
    assertThat(abandoned(STREAM, "delay-content=1m", "assistant").status()).isEqualTo(200);
    assertThat(abandoned(Client.chat("hi"), "delay-content=1m", "\r\n\r\n").answerBytes()).isZero();
    assertThat(whole("delay-head=1ms;delay-content=1ms").body()).contains("You said: hi");
    assertThat(stream("delay-head=1ms;delay-content=1ms").body()).contains("[DONE]");
  }

  @Test
  void pace_and_chunk_set_the_rate_and_size_of_events() throws Exception {
    assertThat(abandoned(STREAM, "pace=0.01", "sluice").status()).isEqualTo(200);
    assertThat(abandoned(Client.chat("hi"), "pace=0.01", "").status()).isZero();
    assertThat(stream("pace=1000").body()).contains("[DONE]");
    assertThat(data(stream("chunk=3"))).hasSize(data(stream("chunk=1")).size() - 4);
  }

  @Test
  void silence_falls_after_the_event_and_may_end() throws Exception {
    assertThat(stream("silence=3/20ms").body()).contains("[DONE]");
    assertThat(whole("silence=0/20ms").statusCode()).isEqualTo(200);
    try (var raw = new Raw(simulator)) {
      raw.post(Client.CHAT, STREAM, "x-sim-fault: silence=3").until("gate");
      assertThat(simulator.received().getLast().finished()).isFalse();
    }
  }

  @Test
  void a_cut_comes_at_the_exact_byte_with_an_orderly_end() throws Exception {
    String all = stream("chunk=1").body();
    for (int bytes : List.of(0, 1, 57, all.length() / 2, all.length() - 3)) {
      Raw.Rest rest = raw(STREAM, "cut=" + bytes);
      assertThat(rest.text()).startsWith("HTTP/1.1 200 OK");
      assertThat(rest.content()).hasSize(bytes);
      assertThat(rest.reset()).isFalse();
    }
    Raw.Rest rest = raw(Client.chat("hi"), "cut=10");
    assertThat(rest.body()).hasSize(10);
    assertThat(rest.text()).contains("Content-Length: ");
    assertThat(simulator.received().getLast().answerBytes()).isEqualTo(10);
    assertThat(simulator.received().getLast().clientLeft()).isFalse();
  }

  @Test
  void a_reset_is_one() throws Exception {
    assertThat(raw(STREAM, "reset=100").reset()).isTrue();
    assertThat(raw(STREAM, "drop=reset").reset()).isTrue();
  }

  @Test
  void a_drop_says_nothing() throws Exception {
    assertThat(raw(STREAM, "drop")).isEqualTo(new Raw.Rest("", false));
    assertThat(simulator.received().getFirst().status()).isZero();
  }

  @Test
  void events_and_bodies_may_be_malformed_or_truncated() throws Exception {
    assertThat(Json.parse(data(stream("malformed=2")).get(1))).isEmpty();
    assertThat(Json.parse(data(stream("malformed=2")).get(2))).isPresent();
    assertThat(Json.parse(data(stream("truncate=3")).get(2))).isEmpty();
    assertThat(Json.parse(whole("malformed=1").body())).isEmpty();
    assertThat(Json.parse(whole("truncate=1").body())).isEmpty();
  }

  @Test
  void usage_may_be_untrue() throws Exception {
    Json wrong = Client.json(whole("usage=wrong")).at("usage");
    assertThat(wrong.at("total_tokens").numberOr(0)).isEqualTo(7);
    assertThat(Client.json(whole("usage=missing")).at("usage").isPresent()).isFalse();
    assertThat(Client.json(whole("usage=zero")).at("usage").at("prompt_tokens").numberOr(-1))
        .isZero();
    assertThat(data(stream("usage=double"))).hasSize(data(stream("chunk=1")).size() + 1);
    assertThat(stream("usage=missing").body()).doesNotContain("usage");
  }

  @Test
  void a_throttle_counts_truthfully() throws Exception {
    simulator.fault(FaultRule.always("throttle=2"));
    var first = client.post(Client.CHAT, Client.chat("hi"));
    assertThat(first.headers().firstValue("x-ratelimit-limit-requests")).contains("2");
    assertThat(first.headers().firstValue("x-ratelimit-remaining-requests")).contains("1");
    assertThat(client.post(Client.CHAT, Client.chat("hi")).statusCode()).isEqualTo(200);
    var third = client.post(Client.CHAT, Client.chat("hi"));
    assertThat(third.statusCode()).isEqualTo(429);
    assertThat(third.headers().firstValue("x-ratelimit-remaining-requests")).contains("0");
    long seconds = Long.parseLong(third.headers().firstValue("retry-after").orElse("0"));
    assertThat(seconds).isBetween(1L, 60L);
    simulator.clear();
    assertThat(client.post(Client.CHAT, Client.chat("hi")).statusCode()).isEqualTo(200);
  }

  @Test
  void a_redirect_points_elsewhere() throws Exception {
    var redirect = whole("redirect=http://other.example/v1");
    assertThat(redirect.statusCode()).isEqualTo(302);
    assertThat(redirect.headers().firstValue("location")).contains("http://other.example/v1");
  }

  @Test
  void headers_may_be_huge() throws Exception {
    Raw.Rest rest = raw(STREAM, "huge-headers=100000;cut=0");
    assertThat(rest.text()).hasSizeGreaterThan(100_000).contains("x-sim-filler-24: xxx");
  }

  @Test
  void an_answer_may_trickle() throws Exception {
    assertThat(whole("trickle=10us").body()).contains("You said: hi");
  }

  @Test
  void a_stream_may_fail_in_the_middle() throws Exception {
    List<String> data = data(stream("error-event=3"));
    assertThat(data).hasSize(4);
    assertThat(data.getLast()).startsWith("{\"error\":{").contains("server_error");
    try (var anthropic = Simulator.start(SimSettings.of(Kind.ANTHROPIC));
        var other = new Client(anthropic)) {
      String body = Client.messages("hi", "\"stream\":true");
      var failed = other.post(Client.MESSAGES, body, "x-sim-fault", "error-event=3");
      assertThat(failed.body())
          .endsWith(
              "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\","
                  + "\"message\":\"Overloaded\"}}\n\n");
      var overloaded = other.post(Client.MESSAGES, body, "x-sim-fault", "status=529");
      assertThat(overloaded.statusCode()).isEqualTo(529);
      assertThat(overloaded.body()).contains("overloaded_error");
    }
  }

  @Test
  void unknown_fields_and_events_may_come() throws Exception {
    var response = stream("unknown");
    assertThat(response.body()).contains("x_sim.event");
    assertThat(Client.events(response).getFirst().at("x_sim_unknown").isSet()).isTrue();
    assertThat(Client.json(whole("unknown")).at("x_sim_unknown").isSet()).isTrue();
  }

  @Test
  void framing_varies_within_the_standard() throws Exception {
    assertThat(stream("framing=crlf").body()).contains("}\r\n\r\ndata: {");
    assertThat(stream("framing=cr").body()).contains("}\r\rdata: {").doesNotContain("\n");
    assertThat(stream("framing=comments").body()).startsWith(": keep-alive\n\ndata: {");
    assertThat(stream("framing=nospace").body()).startsWith("data:{");
    assertThat(stream("framing=multiline").body()).startsWith("data: {\ndata: \"id\"");
    assertThat(stream("framing=ids").body()).startsWith("id: 0\nretry: 3000\ndata: {");
    byte[] bom = stream("framing=bom").body().substring(0, 1).getBytes(StandardCharsets.UTF_8);
    assertThat(bom).containsExactly(0xEF, 0xBB, 0xBF);
  }

  @Test
  void rules_choose_by_model_path_and_count() throws Exception {
    simulator.fault(FaultRule.model("gpt-5*", "status=500"));
    simulator.fault(FaultRule.path("/v1/embeddings", "status=503"));
    String other = Client.chat("hi").replace("gpt-5-mini", "gpt-4o");
    assertThat(client.post(Client.CHAT, Client.chat("hi")).statusCode()).isEqualTo(500);
    assertThat(client.post(Client.CHAT, other).statusCode()).isEqualTo(200);
    String embed = "{\"model\":\"m\",\"input\":\"x\"}";
    assertThat(client.post("/v1/embeddings", embed).statusCode()).isEqualTo(503);
    simulator.clear();
    simulator.fault(FaultRule.nth(2, "status=500"));
    assertThat(client.post(Client.CHAT, other).statusCode()).isEqualTo(200);
    assertThat(client.post(Client.CHAT, other).statusCode()).isEqualTo(500);
    assertThat(client.post(Client.CHAT, other).statusCode()).isEqualTo(200);
  }

  @Test
  void a_prompt_may_ask_for_a_fault() throws Exception {
    var failed =
        client.post(Client.CHAT, Client.chat("hi [[sim: fault=status=503;retry-after=1]]"));
    assertThat(failed.statusCode()).isEqualTo(503);
    assertThat(failed.headers().firstValue("retry-after")).contains("1");
  }

  @Test
  void a_fault_that_nobody_knows_is_refused_by_name() throws Exception {
    var refused = whole("explode=1");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("explode").contains("retry-after");
    assertThatThrownBy(() -> FaultRule.always("cut=-1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cut");
  }
}
