package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Prompt;
import io.sluice.model.Stop;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests of other formats told as Responses, and Responses told as chat completions. */
class CrossedResponsesTest {
  private static final Codec RESPONSES = WireCase.codec("openai-responses");
  private static final Codec CHAT = WireCase.codec("openai-chat");

  private static WireCase named(String format, String name) {
    return new WireCase(format, Path.of("src/test/resources/wire", format, name));
  }

  private static Json told(Encoded encoded) {
    return Fields.lenient(encoded.body());
  }

  private static Prompt read(Encoded encoded, String name) {
    try {
      return (Prompt) RESPONSES.read(WireCase.incoming(encoded.body()));
    } catch (Stop stop) {
      throw new AssertionError(name + ": " + stop.fault().message(), stop);
    }
  }

  @Test
  void what_every_other_format_asks_can_be_read_back_and_nothing_of_it_is_to_be_kept() {
    for (WireCase one : WireCase.all()) {
      if (!(one.request() instanceof Prompt prompt)
          || prompt.messages().isEmpty()
          || one.format().equals("openai-responses")) {
        continue;
      }
      Encoded encoded = RESPONSES.encode(prompt, Outgoing.to("m"));
      assertThat(encoded.path()).isEqualTo("/responses");
      String name = one.format() + "/" + one.folder().getFileName();
      Prompt again = read(encoded, name);
      assertThat(again.traits().call().stream()).as(name).isEqualTo(one.stream());
      boolean asks = told(encoded).at("store").bool(true);
      boolean asked = prompt.extras().stream().anyMatch(extra -> extra.name().equals("store"));
      assertThat(asks && !asked).as(name).isFalse();
    }
  }

  @Test
  void a_chat_is_told_in_items_with_its_calls_and_results() {
    Encoded encoded =
        RESPONSES.encode(named("openai-chat", "tool-result").request(), Outgoing.to("m"));
    List<String> types =
        told(encoded).at("input").items().stream().map(item -> item.text("type", "")).toList();
    assertThat(types).contains("message", "function_call", "function_call_output");
    Json tool = told(RESPONSES.encode(named("openai-chat", "tools").request(), Outgoing.to("m")));
    assertThat(tool.at("tools").items().getFirst().at("strict").bool(false)).isTrue();
    assertThat(tool.at("tool_choice").text("name", "")).isEqualTo("weather");
    assertThat(tool.integer("max_output_tokens", 0)).isEqualTo(100);
  }

  @Test
  void what_both_openai_formats_have_is_carried_and_what_only_one_has_is_named() {
    Encoded cache = CHAT.encode(named("openai-responses", "cache").request(), Outgoing.to("m"));
    assertThat(told(cache).at("metadata").text("team", "")).isEqualTo("blue");
    assertThat(told(cache).text("user", "")).isEqualTo("u-1");
    assertThat(told(cache).text("service_tier", "")).isEqualTo("flex");
    assertThat(told(cache).text("prompt_cache_key", "")).isEqualTo("k1");
    assertThat(Told.losses(cache.losses())).contains("truncation").doesNotContain("metadata");
    Encoded shape =
        CHAT.encode(named("openai-responses", "structured").request(), Outgoing.to("m"));
    assertThat(told(shape).text("verbosity", "")).isEqualTo("low");
    Encoded effort = CHAT.encode(named("openai-responses", "thinking").request(), Outgoing.to("m"));
    assertThat(told(effort).text("reasoning_effort", "")).isEqualTo("low");
    assertThat(Told.losses(effort.losses())).contains("thinking.display").doesNotContain("include");
  }

  @Test
  void what_is_put_in_front_of_a_request_is_taken_out_for_a_provider_that_knows_it() {
    var before =
        new Kept(
            "resp_1",
            Bytes.utf8("[{\"role\":\"user\",\"content\":\"Ada\"}]"),
            Bytes.utf8(
                "{\"output\":[{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[]},"
                    + "{\"type\":\"message\",\"role\":\"assistant\",\"content\":\"Hello\"}]}"));
    for (String input : List.of("\"And?\"", "[{\"role\":\"user\",\"content\":\"And?\"}]")) {
      String body =
          "{\"model\":\"m\",\"input\":" + input + ",\"previous_response_id\":\"resp_1\",\"x\":[1]}";
      Incoming longer = RESPONSES.continued(WireCase.incoming(Bytes.utf8(body)), before);
      var request = (Prompt) RESPONSES.read(longer);
      assertThat(request.messages()).hasSize(3);
      var knows =
          new Outgoing("m", 0, false, new Memory(true, true), List.of(), segment -> segment);
      assertThat(RESPONSES.pass(longer, request, knows).body().utf8()).isEqualTo(body);
      var forgets =
          new Outgoing("m", 0, false, new Memory(false, false), List.of(), segment -> segment);
      Json sent = told(RESPONSES.pass(longer, request, forgets));
      assertThat(sent.at("input").items()).hasSize(3);
      assertThat(sent.at("previous_response_id").kind()).isEqualTo(Json.Kind.NULL);
      assertThat(sent.at("store").bool(true)).isFalse();
      assertThat(sent.raw().utf8()).doesNotContain("rs_1");
    }
  }
}
