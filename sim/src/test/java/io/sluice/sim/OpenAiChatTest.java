package io.sluice.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenAiChatTest {
  private static final String WEATHER =
      """
      "tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object",
      "properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":2}}}}}]""";

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

  private Json ask(String body) throws Exception {
    var response = client.post(Client.CHAT, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Client.json(response);
  }

  private List<Json> stream(String body) throws Exception {
    var response = client.post(Client.CHAT, body);
    assertThat(response.headers().firstValue("content-type").orElse(""))
        .startsWith("text/event-stream");
    assertThat(response.body()).endsWith("data: [DONE]\n\n");
    return Client.events(response);
  }

  private static Json choice(Json answer) {
    return answer.at("choices").items().getFirst();
  }

  private static String joined(List<Json> chunks, String field) {
    var text = new StringBuilder();
    for (Json chunk : chunks) {
      for (Json choice : chunk.at("choices").items()) {
        text.append(choice.at("delta").at(field).textOr(""));
      }
    }
    return text.toString();
  }

  private static String arguments(List<Json> chunks, long index) {
    var text = new StringBuilder();
    for (Json chunk : chunks) {
      for (Json choice : chunk.at("choices").items()) {
        for (Json call : choice.at("delta").at("tool_calls").items()) {
          if (call.at("index").numberOr(-1) == index) {
            text.append(call.at("function").at("arguments").textOr(""));
          }
        }
      }
    }
    return text.toString();
  }

  @Test
  void an_answer_quotes_the_last_user_text() throws Exception {
    Json answer = ask(Client.chat("mail <EMAIL_1> please"));
    assertThat(answer.at("object").textOr("")).isEqualTo("chat.completion");
    assertThat(answer.at("id").textOr("")).startsWith("chatcmpl-");
    assertThat(answer.at("system_fingerprint").textOr("")).startsWith("fp_");
    Json message = choice(answer).at("message");
    assertThat(message.at("content").textOr("")).isEqualTo("You said: mail <EMAIL_1> please");
    assertThat(choice(answer).at("finish_reason").textOr("")).isEqualTo("stop");
    assertThat(choice(answer).at("logprobs").isPresent()).isTrue();
    Json usage = answer.at("usage");
    assertThat(usage.at("total_tokens").numberOr(0))
        .isEqualTo(
            usage.at("prompt_tokens").numberOr(-1) + usage.at("completion_tokens").numberOr(-1));
  }

  @Test
  void a_stream_says_the_same_as_a_whole_answer() throws Exception {
    String text = "grüße, 🌊 and \"quotes\" over\nlines, \u0001 \\ and \t tab";
    List<Json> chunks = stream(Client.chat(text, "\"stream\":true"));
    assertThat(joined(chunks, "content")).isEqualTo("You said: " + text);
    assertThat(choice(chunks.getFirst()).at("delta").at("role").textOr("")).isEqualTo("assistant");
    assertThat(choice(chunks.getLast()).at("finish_reason").textOr("")).isEqualTo("stop");
    assertThat(chunks).noneMatch(chunk -> chunk.at("usage").isPresent());
    assertThat(chunks.stream().map(chunk -> chunk.at("id").textOr("")))
        .containsOnly(chunks.getFirst().at("id").textOr(""));
  }

  @Test
  void usage_comes_in_its_own_last_chunk_when_asked_for() throws Exception {
    List<Json> chunks =
        stream(
            Client.chat(
                "[[sim: tokens=40]]",
                "\"stream\":true",
                "\"stream_options\":{\"include_usage\":true}"));
    Json last = chunks.getLast();
    assertThat(last.at("choices").items()).isEmpty();
    assertThat(last.at("usage").at("completion_tokens").numberOr(0)).isEqualTo(40);
    assertThat(chunks.getFirst().at("usage").isPresent()).isTrue();
    assertThat(chunks.getFirst().at("usage").isSet()).isFalse();
  }

  @Test
  void parallel_calls_interleave_and_reassemble() throws Exception {
    String text =
        "[[sim: tool=get_weather args={\"city\":\"Paris\"}]]"
            + "[[sim: tool=get_weather args={\"grid\":[[1,2],[3,4]]}]]";
    List<Json> chunks = stream(Client.chat(text, "\"stream\":true", WEATHER));
    assertThat(arguments(chunks, 0)).isEqualTo("{\"city\":\"Paris\"}");
    assertThat(arguments(chunks, 1)).isEqualTo("{\"grid\":[[1,2],[3,4]]}");
    assertThat(choice(chunks.getLast()).at("finish_reason").textOr("")).isEqualTo("tool_calls");
    Json whole = choice(ask(Client.chat(text, WEATHER))).at("message");
    assertThat(whole.at("content").isSet()).isFalse();
    assertThat(whole.at("tool_calls").items())
        .extracting(call -> call.at("function").at("arguments").textOr(""))
        .containsExactly("{\"city\":\"Paris\"}", "{\"grid\":[[1,2],[3,4]]}");
  }

  @Test
  void a_forced_tool_is_called_with_arguments_of_its_schema() throws Exception {
    Json answer = ask(Client.chat("hi", WEATHER, "\"tool_choice\":\"required\""));
    Json call = choice(answer).at("message").at("tool_calls").items().getFirst();
    assertThat(call.at("function").at("arguments").textOr(""))
        .isEqualTo("{\"city\":\"example\",\"days\":2}");
    assertThat(call.at("id").textOr("")).startsWith("call_");
  }

  @Test
  void a_tool_result_is_quoted_and_must_answer_a_call() throws Exception {
    String conversation =
        """
        {"model":"gpt-5-mini","messages":[{"role":"user","content":"w"},{"role":"assistant",
        "content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"f",
        "arguments":"{}"}}]},{"role":"tool","tool_call_id":"%s","content":"21 degrees"}]}""";
    Json answer = ask(conversation.formatted("call_1"));
    assertThat(choice(answer).at("message").at("content").textOr("")).contains("21 degrees");
    var refused = client.post(Client.CHAT, conversation.formatted("call_2"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Client.json(refused).at("error").at("type").textOr(""))
        .isEqualTo("invalid_request_error");
  }

  @Test
  void a_schema_shapes_the_answer() throws Exception {
    String format =
        """
        "response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object",
        "$defs":{"p":{"enum":["a","b"]}},"required":["p","n"],"properties":{"p":{"$ref":"#/$defs/p"},
        "n":{"type":["integer","null"]},"l":{"type":"array","items":{"type":"boolean"}}}}}}""";
    Json answer = ask(Client.chat("hi", format));
    assertThat(choice(answer).at("message").at("content").textOr(""))
        .isEqualTo("{\"p\":\"a\",\"n\":1,\"l\":[true]}");
  }

  @Test
  void limits_refusals_images_and_cached_tokens_are_reported() throws Exception {
    Json cut = choice(ask(Client.chat("[[sim: tokens=9]]", "\"max_completion_tokens\":4")));
    assertThat(cut.at("finish_reason").textOr("")).isEqualTo("length");
    assertThat(Tokens.split(cut.at("message").at("content").textOr(""))).hasSize(4);
    Json refusal = choice(ask(Client.chat("[[sim: refuse]]"))).at("message");
    assertThat(refusal.at("content").isSet()).isFalse();
    assertThat(refusal.at("refusal").textOr("")).isNotEmpty();
    Json cached = ask(Client.chat("some words [[sim: cached=3]]"));
    assertThat(cached.at("usage").at("prompt_tokens_details").at("cached_tokens").numberOr(0))
        .isEqualTo(3);
    String image =
        """
        {"model":"gpt-5-mini","messages":[{"role":"user","content":[{"type":"text","text":"look"},
        {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]}""";
    assertThat(choice(ask(image)).at("message").at("content").textOr(""))
        .isEqualTo("You said: look (with 1 image)");
  }
}
