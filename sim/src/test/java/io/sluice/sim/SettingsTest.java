package io.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path folder;

  private Path scenario(String json) throws Exception {
    return Files.writeString(folder.resolve("scenario.json"), json);
  }

  @Test
  void a_credential_is_required_when_set_and_never_shown() throws Exception {
    var settings = SimSettings.of(Kind.OPENAI).withCredential("sk-secret-credential");
    assertThat(settings.toString()).doesNotContain("sk-secret");
    try (var simulator = Simulator.start(settings);
        var client = new Client(simulator)) {
      String body = Client.chat("hi");
      assertThat(client.post(Client.CHAT, body).statusCode()).isEqualTo(401);
      var wrong = client.post(Client.CHAT, body, "authorization", "Bearer sk-wrong-credential");
      assertThat(wrong.statusCode()).isEqualTo(401);
      assertThat(wrong.body()).contains("invalid_api_key").doesNotContain("sk-wrong-credential");
      assertThat(
              client
                  .post(Client.CHAT, body, "authorization", "Bearer sk-secret-credential")
                  .statusCode())
          .isEqualTo(200);
      var echoed =
          client.post(
              Client.CHAT,
              body,
              "authorization",
              "Bearer sk-secret-credential",
              "x-sim-fault",
              "status=500;quirk=echo-credential");
      assertThat(echoed.body()).contains("sk-secret-credential");
    }
  }

  @Test
  void anthropics_key_may_come_in_either_header() throws Exception {
    try (var simulator = Simulator.start(SimSettings.of(Kind.ANTHROPIC).withCredential("k1"));
        var client = new Client(simulator)) {
      String body = Client.messages("hi");
      assertThat(client.post(Client.MESSAGES, body, "x-api-key", "k1").statusCode()).isEqualTo(200);
      assertThat(client.post(Client.MESSAGES, body, "authorization", "Bearer k1").statusCode())
          .isEqualTo(200);
      var refused = client.post(Client.MESSAGES, body, "x-api-key", "k2");
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.body()).contains("authentication_error");
    }
  }

  @Test
  void models_are_listed_and_others_refused() throws Exception {
    try (var simulator = Simulator.start(SimSettings.of(Kind.OPENAI).withModels("a", "b"));
        var client = new Client(simulator)) {
      assertThat(Client.json(client.get("/v1/models")).at("data").items())
          .extracting(model -> model.at("id").textOr(""))
          .containsExactly("a", "b");
      assertThat(client.get("/v1/models/a").statusCode()).isEqualTo(200);
      assertThat(client.get("/v1/models/c").statusCode()).isEqualTo(404);
      var refused = client.post(Client.CHAT, Client.chat("hi"));
      assertThat(refused.statusCode()).isEqualTo(404);
      assertThat(Client.json(refused).at("error").at("code").textOr(""))
          .isEqualTo("model_not_found");
    }
  }

  @Test
  void embeddings_are_unit_vectors_of_their_text_in_both_encodings() throws Exception {
    try (var simulator = Simulator.start(SimSettings.of(Kind.OPENAI));
        var client = new Client(simulator)) {
      String body = "{\"model\":\"m\",\"input\":[\"one\",\"two\"],\"dimensions\":8%s}";
      Json floats = Client.json(client.post("/v1/embeddings", body.formatted("")));
      List<Json> vector = floats.at("data").items().getFirst().at("embedding").items();
      double sum = 0;
      for (Json value : vector) {
        sum += Math.pow(value.number().orElseThrow().doubleValue(), 2);
      }
      assertThat(vector).hasSize(8);
      assertThat(sum).isBetween(0.999, 1.001);
      Json packed =
          Client.json(
              client.post("/v1/embeddings", body.formatted(",\"encoding_format\":\"base64\"")));
      String text = packed.at("data").items().getFirst().at("embedding").textOr("");
      var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text)).order(ByteOrder.LITTLE_ENDIAN);
      assertThat(bytes.remaining()).isEqualTo(32);
      assertThat(bytes.getFloat()).isEqualTo(vector.getFirst().number().orElseThrow().floatValue());
      assertThat(packed.at("usage").at("prompt_tokens").numberOr(0)).isEqualTo(2);
    }
  }

  @Test
  void a_scenario_file_plays() throws Exception {
    Path file =
        scenario(
            """
            {"pacing": {"first_token": "1ms", "tokens_per_second": 5000, "tokens_per_event": 2},
             "faults": [{"fault": "status=503", "nth": 2}, {"fault": "cut=3", "model": "x*"}]}""");
    try (var simulator = Simulator.start(SimSettings.of(Kind.OPENAI).withScenario(file));
        var client = new Client(simulator)) {
      String stream = Client.chat("[[sim: tokens=4]]", "\"stream\":true");
      assertThat(Client.events(client.post(Client.CHAT, stream))).hasSize(4);
      assertThat(client.post(Client.CHAT, stream).statusCode()).isEqualTo(503);
      assertThat(client.post(Client.CHAT, stream).statusCode()).isEqualTo(200);
      simulator.clear();
      assertThat(client.post(Client.CHAT, stream).statusCode()).isEqualTo(200);
      assertThat(client.post(Client.CHAT, stream).statusCode()).isEqualTo(503);
    }
  }

  @Test
  void a_wrong_scenario_is_refused_at_the_place() throws Exception {
    assertRefused("[]", "not a JSON object");
    assertRefused("{\"fault\": []}", "unknown field 'fault'");
    assertRefused("{\"faults\": [{\"fault\": \"never\"}, {}]}", "faults[1]: 'fault' is missing");
    assertRefused("{\"faults\": [{\"fault\": \"status=9\"}]}", "faults[0]: fault 'status=9'");
    assertRefused(
        "{\"faults\": [{\"fault\": \"never\", \"nth\": 1, \"times\": 2}]}", "'nth' excludes");
    assertRefused("{\"pacing\": {\"first_token\": \"soon\"}}", "not a duration");
  }

  private void assertRefused(String json, String message) throws Exception {
    var settings = SimSettings.of(Kind.OPENAI).withScenario(scenario(json));
    assertThatThrownBy(() -> Simulator.start(settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void pacing_holds_a_whole_answer_for_as_long_as_its_tokens_take() throws Exception {
    var pacing = new Pacing(Duration.ZERO, 0.01, 1);
    try (var simulator = Simulator.start(SimSettings.of(Kind.OPENAI).withPacing(pacing))) {
      try (var raw = new Raw(simulator)) {
        raw.post(Client.CHAT, Client.chat("hi"));
        assertThat(simulator.await(log -> log.size() == 1, Duration.ofSeconds(20))).isTrue();
      }
      assertThat(simulator.await(log -> log.getFirst().clientLeft(), Duration.ofSeconds(20)))
          .isTrue();
      assertThat(simulator.received().getFirst().status()).isZero();
    }
  }
}
