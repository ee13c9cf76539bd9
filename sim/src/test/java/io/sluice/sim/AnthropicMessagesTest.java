package io.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnthropicMessagesTest {
  private static final String WEATHER =
      """
      "tools":[{"name":"get_weather","input_schema":{"type":"object","properties":{"city":{"type":
      "string"}},"required":["city"]}}]""";

  private Simulator simulator;
  private Client client;

  @BeforeEach
  void start() throws Exception {
    simulator = Simulator.start(SimSettings.of(Kind.ANTHROPIC));
    client = new Client(simulator);
  }

  @AfterEach
  void stop() {
    client.close();
    simulator.close();
  }

  private Json ask(String body) throws Exception {
    var response = client.post(Client.MESSAGES, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Client.json(response);
  }

  private List<Json> stream(String text, String... fields) throws Exception {
    String body = Client.messages(text, fields);
    var response = client.post(Client.MESSAGES, body.replaceFirst("\\{", "{\"stream\":true,"));
    return Client.events(response);
  }

  private static List<String> types(List<Json> events) {
    return events.stream().map(event -> event.at("type").textOr("")).distinct().toList();
  }

  private static String joined(List<Json> events, String field) {
    var text = new StringBuilder();
    events.forEach(event -> text.append(event.at("delta").at(field).textOr("")));
    return text.toString();
  }

  @Test
  void an_answer_quotes_the_last_user_text() throws Exception {
    var response = client.post(Client.MESSAGES, Client.messages("hello <CARD_1>"));
    Json answer = Client.json(response);
    assertThat(answer.at("type").textOr("")).isEqualTo("message");
    assertThat(answer.at("id").textOr("")).startsWith("msg_");
    assertThat(answer.at("content").items().getFirst().at("text").textOr(""))
        .isEqualTo("You said: hello <CARD_1>");
    assertThat(answer.at("stop_reason").textOr("")).isEqualTo("end_turn");
    assertThat(response.headers().firstValue("request-id")).isPresent();
    assertThat(response.headers().firstValue("anthropic-ratelimit-requests-remaining")).isPresent();
  }

  @Test
  void a_stream_has_every_kind_of_event_in_order_and_cumulative_usage() throws Exception {
    List<Json> events = stream("grüße 🌊");
    assertThat(types(events))
        .containsExactly(
            "message_start",
            "content_block_start",
            "ping",
            "content_block_delta",
            "content_block_stop",
            "message_delta",
            "message_stop");
    assertThat(joined(events, "text")).isEqualTo("You said: grüße 🌊");
    assertThat(events.getFirst().at("message").at("usage").at("input_tokens").numberOr(0))
        .isPositive();
    Json delta = events.get(events.size() - 2);
    assertThat(delta.at("usage").at("output_tokens").numberOr(0)).isGreaterThan(1);
    assertThat(delta.at("delta").at("stop_reason").textOr("")).isEqualTo("end_turn");
  }

  @Test
  void a_stream_says_the_same_as_a_whole_answer() throws Exception {
    String text = "\"quotes\" over\nlines, \u001f \\ and \t tab";
    String whole =
        ask(Client.messages(text)).at("content").items().getFirst().at("text").textOr("");
    assertThat(joined(stream(text), "text")).isEqualTo(whole).isEqualTo("You said: " + text);
  }

  @Test
  void usage_may_be_untrue_and_quotas_true() throws Exception {
    String body = Client.messages("hi", "\"stream\":true");
    var missing = client.post(Client.MESSAGES, body, "x-sim-fault", "usage=missing");
    assertThat(missing.body()).doesNotContain("usage").contains("message_stop");
    var twice = client.post(Client.MESSAGES, body, "x-sim-fault", "usage=double");
    assertThat(Client.events(twice))
        .filteredOn(event -> event.at("type").textOr("").equals("message_delta"))
        .hasSize(2);
    var wrong = client.post(Client.MESSAGES, body, "x-sim-fault", "usage=wrong");
    assertThat(wrong.body()).contains("\"output_tokens\":999999999");
    simulator.fault(FaultRule.always("throttle=1"));
    var last = client.post(Client.MESSAGES, body);
    assertThat(last.headers().firstValue("anthropic-ratelimit-requests-remaining")).contains("0");
    var limited = client.post(Client.MESSAGES, body);
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.body()).contains("rate_limit_error");
    assertThat(limited.headers().firstValue("retry-after")).isPresent();
  }

  @Test
  void an_event_nobody_knows_has_a_name_of_its_own() throws Exception {
    String body = Client.messages("hi", "\"stream\":true");
    assertThat(client.post(Client.MESSAGES, body, "x-sim-fault", "unknown").body())
        .contains("event: x_sim_event\ndata: {\"type\":\"x_sim_event\"");
  }

  @Test
  void tool_calls_stream_their_input_and_an_empty_one_has_an_empty_delta() throws Exception {
    List<Json> events =
        stream(
            "[[sim: tool=get_weather args={\"city\":\"Paris\"}]][[sim: tool=now args=]]", WEATHER);
    assertThat(joined(events, "partial_json")).isEqualTo("{\"city\":\"Paris\"}");
    assertThat(events)
        .filteredOn(event -> event.at("content_block").at("type").textOr("").equals("tool_use"))
        .extracting(event -> event.at("content_block").at("name").textOr(""))
        .containsExactly("get_weather", "now");
    Json whole = ask(Client.messages("hi", WEATHER, "\"tool_choice\":{\"type\":\"any\"}"));
    Json call = whole.at("content").items().getFirst();
    assertThat(call.at("input").at("city").textOr("")).isEqualTo("example");
    assertThat(whole.at("stop_reason").textOr("")).isEqualTo("tool_use");
  }

  @Test
  void thinking_is_signed_and_must_come_back_unchanged() throws Exception {
    String enabled = "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}";
    Json thought = ask(Client.messages("hi", enabled)).at("content").items().getFirst();
    String signature = thought.at("signature").textOr("");
    assertThat(thought.at("type").textOr("")).isEqualTo("thinking");
    List<Json> events = stream("hi", enabled);
    assertThat(joined(events, "signature")).isEqualTo(signature);
    assertThat(joined(events, "thinking")).isEqualTo(thought.at("thinking").textOr(""));
    String next =
        """
        {"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"},{"role":"assistant",
        "content":[%s]},{"role":"user","content":"on"}]}""";
    assertThat(client.post(Client.MESSAGES, next.formatted(Json.string(thought))).statusCode())
        .isEqualTo(200);
    String altered = Json.string(thought).replace("The user", "A user");
    var refused = client.post(Client.MESSAGES, next.formatted(altered));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("Invalid `signature`");
    assertThat(
            ask(Client.messages("[[sim: thinking=redacted]]"))
                .at("content")
                .items()
                .getFirst()
                .at("type")
                .textOr(""))
        .isEqualTo("redacted_thinking");
  }

  @Test
  void stop_sequences_refusals_and_cache_counts_are_reported() throws Exception {
    Json stopped = ask(Client.messages("[[sim: say=one END two]]", "\"stop_sequences\":[\"END\"]"));
    assertThat(stopped.at("stop_reason").textOr("")).isEqualTo("stop_sequence");
    assertThat(stopped.at("stop_sequence").textOr("")).isEqualTo("END");
    assertThat(stopped.at("content").items().getFirst().at("text").textOr("")).isEqualTo("one ");
    Json refused = ask(Client.messages("[[sim: refuse]]"));
    assertThat(refused.at("stop_reason").textOr("")).isEqualTo("refusal");
    assertThat(refused.at("content").items()).isEmpty();
    Json usage =
        ask(Client.messages(
                "hi [[sim: cached=2]]",
                "\"system\":[{\"type\":\"text\",\"text\":\"a long system prompt\","
                    + "\"cache_control\":{\"type\":\"ephemeral\"}}]"))
            .at("usage");
    assertThat(usage.at("cache_read_input_tokens").numberOr(0)).isEqualTo(2);
    assertThat(usage.at("cache_creation_input_tokens").numberOr(0)).isPositive();
    assertThat(usage.at("input_tokens").numberOr(-1)).isNotNegative();
  }

  @Test
  void tool_results_must_answer_the_calls_of_the_message_before() throws Exception {
    String conversation =
        """
        {"model":"m","max_tokens":99,"messages":[{"role":"user","content":"w"},{"role":"assistant",
        "content":[{"type":"tool_use","id":"toolu_1","name":"f","input":{}}]},{"role":"user",
        "content":[{"type":"tool_result","tool_use_id":"%s","content":[{"type":"text","text":
        "21 degrees"}]}]}]}""";
    Json answer = ask(conversation.formatted("toolu_1"));
    assertThat(answer.at("content").items().getFirst().at("text").textOr(""))
        .contains("21 degrees");
    assertThat(client.post(Client.MESSAGES, conversation.formatted("toolu_2")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void tokens_are_counted_and_models_listed() throws Exception {
    var counted = client.post("/v1/messages/count_tokens", Client.messages("12345678"));
    assertThat(Client.json(counted).at("input_tokens").numberOr(0)).isPositive();
    Json list = Client.json(client.get("/v1/models"));
    assertThat(list.at("data").items().getFirst().at("type").textOr("")).isEqualTo("model");
    assertThat(Client.json(client.get("/v1/models/claude-x")).at("id").textOr(""))
        .isEqualTo("claude-x");
  }

  @Test
  void missing_fields_are_refused_in_anthropics_words() throws Exception {
    var refused = client.post(Client.MESSAGES, "{\"model\":\"m\",\"messages\":[]}");
    assertThat(refused.statusCode()).isEqualTo(400);
    Json body = Client.json(refused);
    assertThat(body.at("type").textOr("")).isEqualTo("error");
    assertThat(body.at("error").at("type").textOr("")).isEqualTo("invalid_request_error");
    assertThat(body.at("error").at("message").textOr("")).isEqualTo("max_tokens: Field required");
    assertThat(body.at("request_id").textOr("")).startsWith("req_");
  }
}
