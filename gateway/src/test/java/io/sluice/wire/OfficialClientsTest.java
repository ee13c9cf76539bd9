package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.PermissionDeniedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.sun.net.httpserver.HttpServer;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What we write, read by the official clients of each format over a real socket. */
class OfficialClientsTest {
  private record Served(int status, String type, Bytes body) {}

  private volatile Served served = new Served(200, "application/json", Bytes.EMPTY);
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("content-type", served.type());
          exchange.getResponseHeaders().add("x-should-retry", "false");
          exchange.sendResponseHeaders(served.status(), served.body().length());
          try (var out = exchange.getResponseBody()) {
            out.write(served.body().toArray());
          }
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private OpenAIClient openai() {
    return OpenAIOkHttpClient.builder().baseUrl(address() + "/v1").apiKey("key").build();
  }

  private AnthropicClient anthropic() {
    return AnthropicOkHttpClient.builder().baseUrl(address()).apiKey("key").build();
  }

  /** The answer of a case, told in the other format. */
  private void serveCrossed(String path) {
    WireCase one =
        WireCase.all().stream()
            .filter(each -> each.folder().endsWith(path))
            .findFirst()
            .orElseThrow();
    var read = WireCase.read(one.codec().reader(one.stream()), one.answer());
    var writer = one.other().writer(one.crossed());
    var out = new SseText();
    read.frames().forEach(frame -> out.add(writer.write(frame.events())));
    out.add(writer.end());
    served = new Served(200, one.stream() ? "text/event-stream" : "application/json", out.bytes());
  }

  private ChatCompletion streamed() {
    var asked = ChatCompletionCreateParams.builder().model("m").addUserMessage("hi").build();
    var accumulator = ChatCompletionAccumulator.create();
    try (var stream = openai().chat().completions().createStreaming(asked)) {
      stream.stream().forEach(accumulator::accumulate);
    }
    return accumulator.chatCompletion();
  }

  private Message streamedMessage() {
    var asked = MessageCreateParams.builder().model("m").maxTokens(9).addUserMessage("hi").build();
    var accumulator = MessageAccumulator.create();
    try (var stream = anthropic().messages().createStreaming(asked)) {
      stream.stream().forEach(accumulator::accumulate);
    }
    return accumulator.message();
  }

  private static List<String> calls(ChatCompletion completion) {
    return completion.choices().getFirst().message().toolCalls().orElse(List.of()).stream()
        .map(call -> call.asFunction())
        .map(call -> call.id() + " " + call.function().name() + " " + call.function().arguments())
        .toList();
  }

  private static List<String> uses(Message message) {
    return message.content().stream()
        .flatMap(block -> block.toolUse().stream())
        .map(use -> use.id() + " " + use.name() + " " + use._input())
        .toList();
  }

  @Test
  void openai_reads_a_text_stream_of_anthropic() {
    serveCrossed("anthropic/stream");
    ChatCompletion said = streamed();
    assertThat(said.choices().getFirst().message().content()).contains("One, two é🎈.");
    assertThat(said.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(said.validate().id()).isEqualTo("msg_01AbC");
  }

  @Test
  void openai_reads_tool_calls_of_anthropic() {
    serveCrossed("anthropic/tools");
    assertThat(calls(streamed())).containsExactly("toolu_A1 weather {\"town\":\"Lima\"}");
    serveCrossed("anthropic/parallel-tools");
    ChatCompletion both = streamed();
    assertThat(calls(both))
        .containsExactly("toolu_A1 weather {\"town\":\"Lima\"}", "toolu_B2 clock {}");
    assertThat(both.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
  }

  @Test
  void openai_reads_whole_answers_of_anthropic() {
    serveCrossed("anthropic/tools-whole");
    var asked = ChatCompletionCreateParams.builder().model("m").addUserMessage("hi").build();
    ChatCompletion said = openai().chat().completions().create(asked).validate();
    assertThat(said.choices().getFirst().message().content()).contains("Both.");
    assertThat(calls(said)).hasSize(2).last().isEqualTo("toolu_B2 clock {}");
    serveCrossed("anthropic/cache");
    var usage = openai().chat().completions().create(asked).usage().orElseThrow();
    assertThat(usage.promptTokens()).isEqualTo(1_328);
    assertThat(usage.promptTokensDetails().orElseThrow().cachedTokens()).contains(1_024L);
  }

  @Test
  void anthropic_reads_a_text_stream_of_openai() {
    serveCrossed("openai-chat/stream");
    Message said = streamedMessage().validate();
    assertThat(said.content().getFirst().asText().text()).isEqualTo("One, two é🎈.");
    assertThat(said.stopReason().orElseThrow().asString()).isEqualTo("end_turn");
    assertThat(said.usage().inputTokens() + said.usage().outputTokens()).isEqualTo(15);
  }

  @Test
  void anthropic_reads_tool_calls_of_openai() {
    serveCrossed("openai-chat/tools");
    assertThat(uses(streamedMessage())).containsExactly("call_a1 weather {town=Lima}");
    serveCrossed("openai-chat/parallel-tools");
    Message both = streamedMessage();
    assertThat(uses(both)).containsExactly("call_a1 weather {town=Lima}", "call_b2 clock {}");
    assertThat(both.stopReason().orElseThrow().asString()).isEqualTo("tool_use");
    serveCrossed("openai-chat/parallel-tools-without-ids");
    assertThat(uses(streamedMessage())).hasSize(2).last().asString().endsWith(" clock {}");
  }

  @Test
  void anthropic_reads_whole_answers_of_openai() {
    serveCrossed("openai-chat/tools-whole");
    var asked = MessageCreateParams.builder().model("m").maxTokens(9).addUserMessage("hi").build();
    assertThat(uses(anthropic().messages().create(asked).validate()))
        .containsExactly("call_a1 weather {town=Lima \"C\"}", "call_b2 clock {}");
    serveCrossed("openai-chat/cache");
    var usage = anthropic().messages().create(asked).usage();
    assertThat(usage.inputTokens()).isEqualTo(176);
    assertThat(usage.cacheReadInputTokens()).contains(1_024L);
  }

  @Test
  void lesson_07_openai_reads_vectors_however_the_provider_said_them() {
    for (String path : List.of("asked-base64-got-floats", "floats", "asked-floats-got-base64")) {
      WireCase one =
          WireCase.all().stream()
              .filter(each -> each.folder().endsWith("openai-embeddings/" + path))
              .findFirst()
              .orElseThrow();
      var frame = WireCase.read(one.codec().reader(false), one.answer()).frames().getFirst();
      Bytes body = one.codec().writer(one.same()).pass(frame, frame.events());
      served = new Served(200, "application/json", body);
      var asked = EmbeddingCreateParams.builder().model("m").input("hi").build();
      var vector = openai().embeddings().create(asked).data().getFirst().embedding();
      assertThat(vector).as(path).containsExactly(0.5f, -1.25f, 3f);
      assertThat(body.utf8().contains("[0.5")).isEqualTo(!path.startsWith("asked-base64"));
    }
  }

  @Test
  void refusals_raise_the_class_that_the_status_means() {
    var fault = Fault.of(Code.POLICY_DENIED, "not allowed");
    var chat = WireCase.codec("openai-chat").refusal(fault, WireCase.EXCHANGE);
    served = new Served(403, "application/json", chat);
    var asked = ChatCompletionCreateParams.builder().model("m").addUserMessage("hi").build();
    var openai =
        catchThrowableOfType(
            PermissionDeniedException.class, () -> openai().chat().completions().create(asked));
    assertThat(openai.code()).contains("policy_denied");
    var messages = WireCase.codec("anthropic").refusal(fault, WireCase.EXCHANGE);
    served = new Served(403, "application/json", messages);
    var params = MessageCreateParams.builder().model("m").maxTokens(9).addUserMessage("x").build();
    var anthropic =
        catchThrowableOfType(
            com.anthropic.errors.PermissionDeniedException.class,
            () -> anthropic().messages().create(params));
    assertThat(anthropic.getMessage()).contains("not allowed");
  }
}
