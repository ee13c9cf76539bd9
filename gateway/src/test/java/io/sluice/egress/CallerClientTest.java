package io.sluice.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.egress.CallerClient.Answer;
import io.sluice.egress.CallerClient.Call;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Headers.Header;
import io.sluice.model.Secret;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallerClientTest {
  private final Simulator server;
  private final CallerClient client;

  CallerClientTest() throws IOException {
    server = Simulator.start(SimSettings.of(Kind.OPENAI).withCredential("the-key"));
    client = new CallerClient(server.uri());
  }

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private static Call call(String prompt, boolean stream) {
    String body =
        "{\"model\":\"m\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(stream, prompt);
    return new Call(
        "/v1/chat/completions",
        Secret.of("the-key"),
        new Headers(List.of(new Header("x-more", "yes"))),
        Bytes.utf8(body));
  }

  @Test
  void an_answer_has_status_headers_and_body() throws IOException {
    Answer answer = client.ask(call("Hello", false));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().first("Content-Type", "")).startsWith("application/json");
    assertThat(answer.text()).contains("You said: Hello");
    assertThat(answer.cut()).isFalse();
    assertThat(server.received().getFirst().header("x-more")).contains("yes");
  }

  @Test
  void a_stream_is_seen_line_by_line() throws IOException {
    var seen = new ArrayList<String>();
    Answer answer = client.ask(call("Hello", true), seen::add);
    assertThat(seen).isEqualTo(answer.lines()).contains("data: [DONE]");
  }

  @Test
  void a_stream_that_breaks_off_says_so() throws IOException {
    Answer answer =
        client.ask(
            call("[[sim: tokens=50]] [[sim: fault=pace=100]] [[sim: fault=cut=2000]]", true));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.cut()).isTrue();
    assertThat(answer.text()).contains("data:").doesNotContain("[DONE]");
  }

  @Test
  void nobody_there_is_an_exception() {
    server.close();
    assertThatThrownBy(() -> client.ask(call("Hello", false))).isInstanceOf(IOException.class);
  }
}
