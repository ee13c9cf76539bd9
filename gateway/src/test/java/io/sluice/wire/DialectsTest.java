package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Request;
import io.sluice.provider.Families;
import io.sluice.wire.anthropic.AnthropicMessages;
import io.sluice.wire.openaichat.Dialect;
import io.sluice.wire.openaichat.Dialects;
import io.sluice.wire.openaichat.OpenAiChat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What each member of the OpenAI family is asked otherwise than OpenAI itself. */
class DialectsTest {
  private static final String ASKED =
      """
      {"model": "m", "stream": true, "max_completion_tokens": 9, "seed": 7,
       "messages": [{"role": "developer", "content": "Be short."},
        {"role": "assistant", "tool_calls": [{"id": "call_long_id_1", "type": "function",
          "function": {"name": "f", "arguments": "{}"}}]},
        {"role": "tool", "tool_call_id": "call_long_id_1", "content": "1"}]}\
      """;

  private static Dialect dialect(String api) {
    return Dialects.all().stream().filter(one -> one.api().equals(api)).findFirst().orElseThrow();
  }

  private static Incoming incoming(String body) {
    var address = new Incoming.Address("/v1/chat/completions", "");
    return new Incoming(address, Headers.NONE, Bytes.utf8(body), JsonLimits.DEFAULT);
  }

  private static String passed(String api, String body) {
    var codec = new OpenAiChat(dialect(api));
    Incoming incoming = incoming(body);
    Request request = codec.read(incoming);
    var outgoing = new Outgoing("m", 0, true, Memory.FRESH, List.of(), UnaryOperator.identity());
    return codec.pass(incoming, request, outgoing).body().utf8();
  }

  @Test
  void every_dialect_is_a_family_that_configuration_can_name() {
    assertThat(Dialects.all().getFirst().api()).isEqualTo("openai");
    assertThat(Dialects.all())
        .extracting(Dialect::api)
        .contains(
            "vllm",
            "ollama",
            "deepseek",
            "xai",
            "groq",
            "openrouter",
            "together",
            "lmstudio",
            "llamacpp",
            "mistral")
        .doesNotHaveDuplicates()
        .allMatch(api -> Families.of(api).isPresent());
    assertThat(Dialects.all())
        .allMatch(
            one -> one.limit().equals("max_tokens") || one.limit().equals("max_completion_tokens"))
        .allMatch(one -> one.base().getHost() != null);
  }

  @Test
  void openai_itself_gets_the_callers_bytes_and_is_asked_for_usage() {
    assertThat(passed("openai", ASKED))
        .isEqualTo(
            ASKED.substring(0, ASKED.length() - 1)
                + ",\"stream_options\":{\"include_usage\":true}}");
  }

  @Test
  void an_older_name_of_the_limit_is_used_where_only_that_is_known() {
    assertThat(passed("vllm", ASKED)).contains("\"max_tokens\": 9").doesNotContain("max_comp");
    assertThat(passed("groq", ASKED)).contains("\"max_completion_tokens\": 9");
  }

  @Test
  void mistral_gets_its_own_names_roles_and_ids() {
    String said = passed("mistral", ASKED);
    assertThat(said)
        .contains("\"random_seed\": 7", "\"max_tokens\": 9", "\"role\": \"system\"")
        .doesNotContain("stream_options", "developer", "call_long_id_1", "\"seed\"");
    var json = Fields.lenient(Bytes.utf8(said)).at("messages").items();
    String id = json.get(1).at("tool_calls").items().getFirst().text("id", "");
    assertThat(id).matches("[a-zA-Z0-9]{9}");
    assertThat(json.get(2).text("tool_call_id", "")).isEqualTo(id);
    String again = passed("mistral", ASKED.replace("call_long_id_1", id));
    assertThat(again).as("an id that fits stays").contains("\"id\": \"" + id + "\"");
  }

  @Test
  void what_was_thought_goes_back_where_the_provider_takes_it() {
    String body =
        """
        {"model": "m", "max_tokens": 5, "messages": [
          {"role": "user", "content": "2+2?"},
          {"role": "assistant", "content": [{"type": "thinking", "thinking": "Two and two.",
            "signature": "c2ln"}, {"type": "text", "text": "4"}]}]}\
        """;
    Request request = new AnthropicMessages().read(incoming(body));
    var deepseek = new OpenAiChat(dialect("deepseek")).encode(request, Outgoing.to("m"));
    assertThat(deepseek.body().utf8()).contains("\"reasoning_content\":\"Two and two.\"");
    assertThat(deepseek.losses()).extracting("field").containsExactly("thinking.signature");
    var groq = new OpenAiChat(dialect("groq")).encode(request, Outgoing.to("m"));
    assertThat(groq.body().utf8()).contains("\"reasoning\":\"Two and two.\"");
    var openai = new OpenAiChat(dialect("openai")).encode(request, Outgoing.to("m"));
    assertThat(openai.losses()).extracting("field").containsExactly("thinking");
    assertThat(new OpenAiChat(dialect("mistral")).encode(request, Outgoing.to("m")).body().utf8())
        .contains(
            "{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"Two and two.\"}]}",
            "\"prefix\":true");
  }
}
