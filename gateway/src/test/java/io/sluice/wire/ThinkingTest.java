package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Loss;
import io.sluice.wire.cohere.CohereChat;
import io.sluice.wire.openaichat.Dialects;
import io.sluice.wire.openaichat.OpenAiChat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How much a model is to think, said by a caller of one format and told to a provider of another:
 * switched on, off and sized, and a Loss for what cannot be said.
 */
class ThinkingTest {
  /** Members in which any format says it, or what goes with it. */
  private static final List<String> SAYING =
      List.of(
          "thinking",
          "reasoning",
          "reasoning_effort",
          "output_config",
          "think",
          "chat_template_kwargs",
          "generationConfig",
          "additionalModelRequestFields");

  /** The caller's words, in each format. */
  private static String body(String format, String said) {
    String more = said.isEmpty() ? "" : "," + said;
    return switch (format) {
      case "gemini" -> "{\"contents\":[{\"parts\":[{\"text\":\"x\"}]}]" + more + "}";
      case "bedrock" ->
          "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"x\"}]}]" + more + "}";
      case "openai-responses" -> "{\"model\":\"m\",\"input\":\"x\"" + more + "}";
      case "anthropic" ->
          "{\"model\":\"m\",\"max_tokens\":40000,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]"
              + more
              + "}";
      default ->
          "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]" + more + "}";
    };
  }

  private static Codec toward(String api) {
    return switch (api) {
      case "anthropic", "gemini", "bedrock", "openai-responses", "ollama-chat" ->
          WireCase.codec(api);
      case "cohere" -> new CohereChat();
      default ->
          new OpenAiChat(
              Dialects.all().stream().filter(it -> it.api().equals(api)).findFirst().orElseThrow());
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          openai-chat to anthropic claude-opus-4-7 | "reasoning_effort":"high" | {"thinking":{"type":"adaptive"},"output_config":{"effort":"high"}} | ''
          openai-chat to anthropic claude-opus-4-7 | "reasoning_effort":"minimal" | {"thinking":{"type":"adaptive"},"output_config":{"effort":"low"}} | thinking.effort
          openai-chat to anthropic claude-sonnet-4-5 | "reasoning_effort":"high" | {"thinking":{"type":"enabled","budget_tokens":24576}} | ''
          openai-chat to anthropic claude-sonnet-4-5 | "reasoning_effort":"none" | {"thinking":{"type":"disabled"}} | ''
          openai-chat to anthropic claude-sonnet-4-5 | "reasoning_effort":"high","max_completion_tokens":5000 | {"thinking":{"type":"enabled","budget_tokens":4999}} | ''
          openai-chat to anthropic claude-sonnet-4-5 | "reasoning_effort":"high","max_completion_tokens":1000 | {"thinking":{"type":"disabled"}} | thinking
          openai-chat to anthropic claude-sonnet-4-5 | "reasoning_effort":"low","temperature":0.5,"top_p":0.5 | {"thinking":{"type":"enabled","budget_tokens":1024}} | temperature top_p
          openai-chat to anthropic claude-sonnet-4-5 | "reasoning_effort":"low","tools":[{"type":"function","function":{"name":"f"}}],"tool_choice":"required" | {"thinking":{"type":"disabled"}} | thinking
          openai-chat to gemini gemini-2.5-pro | "reasoning_effort":"medium" | {"generationConfig":{"thinkingConfig":{"includeThoughts":true,"thinkingBudget":8192}}} | ''
          openai-chat to gemini gemini-2.5-flash | "reasoning_effort":"none" | {"generationConfig":{"thinkingConfig":{"thinkingBudget":0}}} | ''
          openai-chat to gemini gemini-3-pro | "reasoning_effort":"xhigh" | {"generationConfig":{"thinkingConfig":{"includeThoughts":true,"thinkingLevel":"HIGH"}}} | thinking.effort
          openai-chat to gemini gemini-3-pro | "reasoning_effort":"none" | {"generationConfig":{"thinkingConfig":{"thinkingLevel":"MINIMAL"}}} | thinking
          openai-chat to openai-responses m | "reasoning_effort":"low" | {"reasoning":{"effort":"low"}} | ''
          openai-chat to openai-responses m | "reasoning_effort":"none" | {"reasoning":{"effort":"none"}} | ''
          openai-chat to bedrock us.anthropic.claude-sonnet-4-5-20250929-v1:0 | "reasoning_effort":"low" | {"additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":1024}}} | ''
          openai-chat to bedrock anthropic.claude-opus-4-7-v1:0 | "reasoning_effort":"max" | {"additionalModelRequestFields":{"thinking":{"type":"adaptive"},"output_config":{"effort":"max"}}} | ''
          openai-chat to bedrock us.amazon.nova-2-lite-v1:0 | "reasoning_effort":"high" | {"additionalModelRequestFields":{"reasoningConfig":{"type":"enabled","maxReasoningEffort":"high"}}} | ''
          openai-chat to bedrock us.amazon.nova-2-lite-v1:0 | "reasoning_effort":"high","max_tokens":500 | {"additionalModelRequestFields":{"reasoningConfig":{"type":"enabled","maxReasoningEffort":"medium"}}} | thinking.effort
          openai-chat to bedrock us.amazon.nova-2-lite-v1:0 | "reasoning_effort":"none" | {"additionalModelRequestFields":{"reasoningConfig":{"type":"disabled"}}} | ''
          openai-chat to bedrock openai.gpt-oss-120b-1:0 | "reasoning_effort":"low" | {"additionalModelRequestFields":{"reasoning_effort":"low"}} | ''
          openai-chat to bedrock meta.llama4-v1:0 | "reasoning_effort":"low" | {} | thinking
          openai-chat to ollama-chat gpt-oss | "reasoning_effort":"low" | {"think":"low"} | ''
          openai-chat to ollama-chat qwen3 | "reasoning_effort":"none" | {"think":false} | ''
          openai-chat to ollama-chat gpt-oss | "reasoning_effort":"xhigh" | {"think":"high"} | thinking.effort
          openai-chat to cohere command-a-reasoning | "reasoning_effort":"low" | {"thinking":{"type":"enabled","token_budget":1024}} | ''
          openai-chat to cohere command-a-reasoning | "reasoning_effort":"none" | {"thinking":{"type":"disabled"}} | ''
          openai-chat to cohere command-a-reasoning | "thinking":{"type":"enabled"} | {"thinking":{"type":"enabled"}} | ''
          openai-chat to anthropic claude-sonnet-4-5 | "reasoning":{"max_tokens":3000} | {"thinking":{"type":"enabled","budget_tokens":3000}} | ''
          openai-chat to anthropic claude-sonnet-4-5 | "reasoning":{"enabled":false} | {"thinking":{"type":"disabled"}} | ''
          openai-chat to gemini gemini-2.5-pro | "reasoning_effort":"low" | {"generationConfig":{"thinkingConfig":{"includeThoughts":true,"thinkingBudget":1024}}} | ''
          openai-chat to anthropic claude-sonnet-4-5 | '' | {} | ''
          openai-responses to anthropic claude-opus-4-7 | "reasoning":{"effort":"high","summary":"auto"} | {"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"high"}} | ''
          openai-responses to anthropic claude-sonnet-4-5 | "reasoning":{"effort":"medium"} | {"thinking":{"type":"enabled","budget_tokens":8192}} | ''
          openai-responses to openai m | "reasoning":{"effort":"low","summary":"auto"} | {"reasoning_effort":"low"} | thinking.display
          openai-responses to openai m | "reasoning":{"effort":"none"} | {"reasoning_effort":"none"} | ''
          openai-responses to gemini gemini-3-pro | "reasoning":{"effort":"low"} | {"generationConfig":{"thinkingConfig":{"includeThoughts":true,"thinkingLevel":"LOW"}}} | ''
          openai-responses to ollama-chat gpt-oss | "reasoning":{"effort":"low"} | {"think":"low"} | ''
          openai-responses to bedrock anthropic.claude-sonnet-4-5-v1:0 | "reasoning":{"effort":"low"} | {"additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":1024}}} | ''
          openai-responses to cohere command-a-reasoning | "reasoning":{"effort":"high"} | {"thinking":{"type":"enabled","token_budget":24576}} | ''
          anthropic to openai m | "thinking":{"type":"enabled","budget_tokens":9000} | {"reasoning_effort":"high"} | thinking.budget_tokens thinking.display
          anthropic to openai m | "thinking":{"type":"adaptive"},"output_config":{"effort":"xhigh"} | {"reasoning_effort":"xhigh"} | thinking.display
          anthropic to openai m | "thinking":{"type":"adaptive","display":"omitted"} | {} | ''
          anthropic to openai m | "thinking":{"type":"disabled"} | {"reasoning_effort":"none"} | ''
          anthropic to openai m | "output_config":{"effort":"low"} | {"reasoning_effort":"low"} | ''
          anthropic to openai-responses m | "thinking":{"type":"enabled","budget_tokens":1024} | {"reasoning":{"effort":"low","summary":"auto"}} | thinking.budget_tokens
          anthropic to openai-responses m | "thinking":{"type":"adaptive"} | {"reasoning":{"summary":"auto"}} | ''
          anthropic to gemini gemini-2.5-pro | "thinking":{"type":"enabled","budget_tokens":5000} | {"generationConfig":{"maxOutputTokens":40000,"thinkingConfig":{"includeThoughts":true,"thinkingBudget":5000}}} | ''
          anthropic to gemini gemini-2.5-pro | "thinking":{"type":"adaptive"} | {"generationConfig":{"maxOutputTokens":40000,"thinkingConfig":{"includeThoughts":true,"thinkingBudget":-1}}} | ''
          anthropic to bedrock anthropic.claude-sonnet-4-5-v1:0 | "thinking":{"type":"enabled","budget_tokens":5000} | {"additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":5000}}} | ''
          anthropic to ollama-chat qwen3 | "thinking":{"type":"enabled","budget_tokens":5000} | {"think":true} | thinking.budget_tokens
          anthropic to cohere command-a-reasoning | "thinking":{"type":"enabled","budget_tokens":5000} | {"thinking":{"type":"enabled","token_budget":5000}} | ''
          anthropic to deepseek deepseek-chat | "thinking":{"type":"disabled"} | {"thinking":{"type":"disabled"}} | ''
          anthropic to deepseek deepseek-chat | "thinking":{"type":"enabled","budget_tokens":2000} | {"thinking":{"type":"enabled"},"reasoning_effort":"medium"} | thinking.budget_tokens
          anthropic to openrouter a/b | "thinking":{"type":"enabled","budget_tokens":2000} | {"reasoning":{"enabled":true,"max_tokens":2000}} | ''
          anthropic to openrouter a/b | "thinking":{"type":"disabled"} | {"reasoning":{"enabled":false}} | ''
          anthropic to vllm qwen3 | "thinking":{"type":"disabled"} | {"chat_template_kwargs":{"enable_thinking":false}} | ''
          anthropic to llamacpp gpt-oss | "thinking":{"type":"adaptive"},"output_config":{"effort":"high"} | {"chat_template_kwargs":{"enable_thinking":true,"reasoning_effort":"high"}} | ''
          anthropic to lmstudio m | "thinking":{"type":"disabled"} | {} | thinking
          anthropic to groq m | "thinking":{"type":"adaptive"},"output_config":{"effort":"max"} | {"reasoning_effort":"high"} | thinking.effort
          anthropic to together m | "thinking":{"type":"disabled"} | {"reasoning":{"enabled":false}} | ''
          anthropic to xai grok-4.3 | "thinking":{"type":"enabled","budget_tokens":1024} | {"reasoning_effort":"low"} | thinking.budget_tokens thinking.display
          anthropic to mistral m | "thinking":{"type":"disabled"} | {"reasoning_effort":"none"} | ''
          anthropic to openai m | "thinking":{"type":"between_tools"} | {} | thinking
          gemini to openai m | "generationConfig":{"thinkingConfig":{"thinkingBudget":0}} | {"reasoning_effort":"none"} | ''
          gemini to anthropic claude-opus-4-7 | "generationConfig":{"thinkingConfig":{"thinkingLevel":"HIGH","includeThoughts":true}} | {"thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"high"}} | ''
          gemini to anthropic claude-sonnet-4-5 | "generation_config":{"thinking_config":{"thinking_budget":3000}} | {"thinking":{"type":"enabled","budget_tokens":3000}} | ''
          gemini to anthropic claude-opus-4-7 | "generationConfig":{"thinkingConfig":{"thinkingBudget":-1,"includeThoughts":false}} | {"thinking":{"type":"adaptive","display":"omitted"}} | ''
          gemini to openai-responses m | "generationConfig":{"thinkingConfig":{"thinkingLevel":"LOW"}} | {"reasoning":{"effort":"low"}} | ''
          gemini to ollama-chat qwen3 | "generationConfig":{"thinkingConfig":{"thinkingBudget":512}} | {"think":true} | thinking.budget_tokens
          bedrock to anthropic claude-sonnet-4-5 | "additionalModelRequestFields":{"thinking":{"type":"enabled","budget_tokens":2000},"top_k":5} | {"thinking":{"type":"enabled","budget_tokens":2000}} | top_k
          bedrock to openai m | "additionalModelRequestFields":{"reasoningConfig":{"type":"enabled","maxReasoningEffort":"low"}} | {"reasoning_effort":"low"} | thinking.display
          bedrock to gemini gemini-3-pro | "additionalModelRequestFields":{"reasoning_effort":"high","more":1} | {"generationConfig":{"thinkingConfig":{"includeThoughts":true,"thinkingLevel":"HIGH"}}} | additionalModelRequestFields.more
          ollama-chat to anthropic claude-sonnet-4-5 | "think":true | {"thinking":{"type":"enabled","budget_tokens":8192}} | ''
          ollama-chat to openai m | "think":"high" | {"reasoning_effort":"high"} | thinking.display
          ollama-chat to gemini gemini-2.5-flash | "think":false | {"generationConfig":{"thinkingConfig":{"thinkingBudget":0}}} | ''
          """)
  void the_switch_is_told_in_the_providers_own_way(
      String way, String said, String told, String losses) {
    String[] words = way.split(" ", -1);
    String format = words[0];
    var incoming = WireCase.incoming(WireCase.path(format, false), Bytes.utf8(body(format, said)));
    Encoded encoded =
        toward(words[2]).encode(WireCase.codec(format).read(incoming), Outgoing.to(words[3]));
    assertThat(saying(encoded.body())).isEqualTo(told);
    assertThat(encoded.losses().stream().map(Loss::field).sorted().toList())
        .isEqualTo(losses.isEmpty() ? List.of() : List.of(losses.split(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          openai | "reasoning_effort":"minimal" | {"reasoning_effort":"minimal"} | ''
          groq | "reasoning_effort":"minimal" | {"reasoning_effort":"low"} | thinking.effort
          deepseek | "reasoning_effort":"none" | {"thinking":{"type":"disabled"}} | ''
          deepseek | "reasoning_effort":"none","thinking":{"type":"enabled"} | {"thinking":{"type":"enabled"},"reasoning_effort":"none"} | ''
          openrouter | "reasoning_effort":"high" | {"reasoning":{"enabled":true,"effort":"high"}} | ''
          vllm | "reasoning_effort":"none" | {"chat_template_kwargs":{"enable_thinking":false}} | ''
          lmstudio | "reasoning_effort":"none" | {"reasoning_effort":null} | thinking
          """)
  void openais_word_is_told_to_its_kin_in_their_way(
      String api, String said, String told, String losses) {
    var codec = toward(api);
    var incoming = WireCase.incoming(Bytes.utf8(body("openai-chat", said)));
    Encoded passed = codec.pass(incoming, codec.read(incoming), Outgoing.to("m"));
    assertThat(saying(passed.body())).isEqualTo(told);
    assertThat(passed.losses().stream().map(Loss::field).toList())
        .isEqualTo(losses.isEmpty() ? List.of() : List.of(losses));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"type":"text","text":"Let me see."} | false
          {"type":"thinking","thinking":"See.","signature":"c2ln"} | true
          {"type":"redacted_thinking","data":"c2VhbGVk"} | true
          """)
  void a_turn_that_began_without_a_thought_is_not_gone_on_with_by_one(
      String first, boolean thinks) {
    String body =
        """
        {"model":"m","max_tokens":9000,"thinking":{"type":"enabled","budget_tokens":2000},"messages":[
         {"role":"user","content":"x"},
         {"role":"assistant","content":[%s,{"type":"tool_use","id":"t","name":"f","input":{}}]},
         {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"1"}]}]}\
        """
            .formatted(first);
    var request = WireCase.codec("anthropic").read(WireCase.incoming(Bytes.utf8(body)));
    Encoded encoded = WireCase.codec("anthropic").encode(request, Outgoing.to("claude-sonnet-4-5"));
    Json thinking = Fields.lenient(encoded.body()).at("thinking");
    assertThat(thinking.text("type", "")).isEqualTo(thinks ? "enabled" : "disabled");
    assertThat(encoded.losses().stream().anyMatch(one -> one.field().equals("thinking")))
        .isEqualTo(!thinks);
  }

  /** What the body says of it, as one object. */
  private static String saying(Bytes body) {
    Json root = Fields.lenient(body);
    var out = new JsonWriter(256).object();
    for (String name : SAYING) {
      if (!root.at(name).missing()) {
        out.field(name, root.at(name).raw());
      }
    }
    return out.endObject().done().utf8();
  }
}
