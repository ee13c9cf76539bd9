package io.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CueTest {
  private static final String QUESTION =
      "{\"model\":\"m\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

  @Test
  void a_cue_is_the_next_answer_and_only_the_next() throws Exception {
    try (var simulator = Simulator.start(SimSettings.of(Kind.OPENAI));
        var client = new Client(simulator)) {
      var call = new Cue.Called("note", "{\"text\":\"a ]] b\"}");
      simulator.cue(new Cue.Says("On cue", List.of(call)));
      var cued = client.post(Client.CHAT, QUESTION.formatted("false")).body();
      assertThat(cued).contains("On cue", "note", "a ]] b").doesNotContain("You said");
      assertThat(client.post(Client.CHAT, QUESTION.formatted("false")).body()).contains("You said");
    }
  }

  @Test
  void a_cue_is_streamed_where_a_stream_is_asked_for() throws Exception {
    try (var simulator = Simulator.start(SimSettings.of(Kind.OPENAI));
        var client = new Client(simulator)) {
      simulator.cue(Cue.Says.text("Cue"));
      assertThat(client.post(Client.CHAT, QUESTION.formatted("true")).body())
          .startsWith("data:")
          .contains("Cue")
          .endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void a_body_is_sent_as_it_stands() throws Exception {
    try (var simulator = Simulator.start(SimSettings.of(Kind.OPENAI));
        var client = new Client(simulator)) {
      simulator.cue(new Cue.Body("{\"as\": \"it stands\"}"));
      assertThat(client.post(Client.CHAT, QUESTION.formatted("false")).body())
          .isEqualTo("{\"as\": \"it stands\"}");
    }
  }
}
