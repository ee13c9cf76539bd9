package io.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompatibleTest {
  private static final String CALLS =
      Client.chat(
          "[[sim: tool=a args={\"x\":\"longer than one fragment\"}]]"
              + "[[sim: tool=b args={\"y\":\"another long one\"}]]",
          "\"stream\":true");

  private Simulator simulator;
  private Client client;

  @BeforeEach
  void start() throws Exception {
    simulator = Simulator.start(SimSettings.of(Kind.COMPATIBLE));
    client = new Client(simulator);
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  private List<Json> calls(String... headers) throws Exception {
    return Client.events(client.post(Client.CHAT, CALLS, headers)).stream()
        .flatMap(event -> event.at("choices").items().stream())
        .flatMap(choice -> choice.at("delta").at("tool_calls").items().stream())
        .toList();
  }

  @Test
  void there_is_no_fingerprint_and_usage_only_when_asked_for() throws Exception {
    Json whole = Client.json(client.post(Client.CHAT, Client.chat("hi")));
    assertThat(whole.at("system_fingerprint").isPresent()).isFalse();
    assertThat(whole.at("usage").at("total_tokens").numberOr(0)).isPositive();
    var plain = client.post(Client.CHAT, Client.chat("hi", "\"stream\":true"));
    assertThat(plain.body()).doesNotContain("usage").contains("[DONE]");
    assertThat(plain.headers().firstValue("x-request-id")).isEmpty();
    String asked =
        Client.chat("hi", "\"stream\":true", "\"stream_options\":{\"include_usage\":true}");
    List<Json> events = Client.events(client.post(Client.CHAT, asked));
    assertThat(events.getLast().at("usage").isSet()).isTrue();
    assertThat(events.getFirst().at("usage").isPresent()).isFalse();
  }

  @Test
  void only_the_first_fragment_of_a_call_has_an_id() throws Exception {
    List<Json> calls = calls();
    assertThat(calls.stream().filter(call -> call.at("id").isSet())).hasSize(2);
    assertThat(calls.size()).isGreaterThan(4);
    assertThat(calls.getFirst().at("function").at("arguments").textOr("x")).isEmpty();
  }

  @Test
  void quirks_change_calls_and_the_end() throws Exception {
    assertThat(
            calls("x-sim-fault", "quirk=one-tool-id").stream()
                .filter(call -> call.at("id").isSet()))
        .hasSize(1);
    assertThat(calls("x-sim-fault", "quirk=whole-tool-call"))
        .extracting(call -> call.at("function").at("arguments").textOr(""))
        .containsExactly("{\"x\":\"longer than one fragment\"}", "{\"y\":\"another long one\"}");
    String stream = Client.chat("hi", "\"stream\":true");
    assertThat(client.post(Client.CHAT, stream, "x-sim-fault", "quirk=no-done").body())
        .doesNotContain("DONE");
    var early = client.post(Client.CHAT, stream, "x-sim-fault", "quirk=usage-on-finish");
    assertThat(Client.events(early).getLast().at("usage").isSet()).isTrue();
  }

  @Test
  void reasoning_comes_in_its_own_field() throws Exception {
    var stream = client.post(Client.CHAT, Client.chat("hi [[sim: thinking]]", "\"stream\":true"));
    assertThat(stream.body()).contains("reasoning_content").contains("\"content\":\" said:\"");
    var whole = client.post(Client.CHAT, Client.chat("hi"), "x-sim-fault", "quirk=reasoning");
    assertThat(whole.body()).contains("reasoning_content");
  }

  @Test
  void errors_have_every_shape() throws Exception {
    String bad = "{\"model\":\"m\",\"messages\":[]}";
    Json usual = Client.json(client.post(Client.CHAT, bad));
    assertThat(usual.at("object").textOr("")).isEqualTo("error");
    assertThat(usual.at("code").numberOr(0)).isEqualTo(400);
    Json detail = Client.json(client.post(Client.CHAT, bad, "x-sim-fault", "quirk=error-detail"));
    assertThat(detail.names()).containsExactly("detail");
    Json flat = Client.json(client.post(Client.CHAT, bad, "x-sim-fault", "quirk=error-message"));
    assertThat(flat.names()).containsExactly("message");
    var text = client.post(Client.CHAT, bad, "x-sim-fault", "quirk=error-text");
    assertThat(text.headers().firstValue("content-type")).contains("text/plain; charset=utf-8");
    Json object = Client.json(client.post(Client.CHAT, bad, "x-sim-fault", "quirk=error-object"));
    assertThat(object.at("type").textOr("")).isEqualTo("BadRequestError");
  }
}
