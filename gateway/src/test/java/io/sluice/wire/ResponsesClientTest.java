package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import com.sun.net.httpserver.HttpServer;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Responses that we write of other formats' answers, read by the official client. */
class ResponsesClientTest {
  private record Served(String type, Bytes body) {}

  private volatile Served served = new Served("application/json", Bytes.EMPTY);
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("content-type", served.type());
          exchange.sendResponseHeaders(200, served.body().length());
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

  private OpenAIClient client() {
    String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    return OpenAIOkHttpClient.builder().baseUrl(address).apiKey("key").build();
  }

  private static WireCase named(String format, String name) {
    return new WireCase(format, Path.of("src/test/resources/wire", format, name));
  }

  /** The answer of a case of another format, told as a response to a request of our own. */
  private void serve(WireCase one) {
    Codec codec = WireCase.codec("openai-responses");
    WireCase asked = named("openai-responses", one.stream() ? "parallel-tools" : "tools-whole");
    var answering =
        new Answering(
            WireCase.EXCHANGE,
            asked.request(),
            "asked-model",
            one.stream(),
            false,
            asked.file("request.json"));
    var writer = codec.writer(answering);
    var out = new SseText();
    WireCase.read(one.codec().reader(one.stream()), one.answer())
        .frames()
        .forEach(frame -> out.add(writer.write(frame.events())));
    out.add(writer.end());
    served = new Served(one.stream() ? "text/event-stream" : "application/json", out.bytes());
  }

  private static ResponseCreateParams asked() {
    return ResponseCreateParams.builder().model("m").input("hi").build();
  }

  private Response whole() {
    return client().responses().create(asked()).validate();
  }

  private Response streamed() {
    var accumulator = ResponseAccumulator.create();
    try (var stream = client().responses().createStreaming(asked())) {
      stream.stream().map(ResponseStreamEvent::validate).forEach(accumulator::accumulate);
    }
    return accumulator.response().validate();
  }

  private static String text(Response response) {
    var text = new StringBuilder();
    for (var item : response.output()) {
      item.message()
          .ifPresent(
              message ->
                  message
                      .content()
                      .forEach(
                          part -> {
                            part.outputText().ifPresent(said -> text.append(said.text()));
                            part.refusal().ifPresent(said -> text.append(said.refusal()));
                          }));
    }
    return text.toString();
  }

  private static List<String> calls(Response response) {
    var calls = new ArrayList<String>();
    for (var item : response.output()) {
      item.functionCall()
          .ifPresent(call -> calls.add(call.callId() + " " + call.name() + " " + call.arguments()));
    }
    return calls;
  }

  @Test
  void text_streams_of_both_other_formats_are_read() {
    for (String format : List.of("openai-chat", "anthropic")) {
      serve(named(format, "stream"));
      Response said = streamed();
      assertThat(text(said)).as(format).isEqualTo("One, two é🎈.");
      assertThat(said.status()).contains(ResponseStatus.COMPLETED);
      assertThat(said.id()).isEqualTo("resp_01990a3c5e007abc8def0123456789ab");
      assertThat(said.usage().orElseThrow().totalTokens()).isPositive();
    }
  }

  @Test
  void tool_calls_of_both_other_formats_are_read() {
    serve(named("openai-chat", "parallel-tools"));
    assertThat(calls(streamed()))
        .containsExactly("call_a1 weather {\"town\":\"Lima\"}", "call_b2 clock {}");
    serve(named("anthropic", "parallel-tools"));
    assertThat(calls(streamed()))
        .containsExactly("toolu_A1 weather {\"town\":\"Lima\"}", "toolu_B2 clock {}");
    serve(named("anthropic", "tools-whole"));
    Response said = whole();
    assertThat(text(said)).isEqualTo("Both.");
    assertThat(calls(said)).hasSize(2).last().isEqualTo("toolu_B2 clock {}");
    assertThat(said.tools()).hasSize(2);
  }

  @Test
  void reasoning_becomes_an_item_of_its_own_before_the_message() {
    serve(named("anthropic", "thinking"));
    Response said = streamed();
    assertThat(said.output().getFirst().reasoning()).isPresent();
    assertThat(said.output().getFirst().asReasoning().summary().getFirst().text()).isNotEmpty();
    assertThat(said.output().getLast().message()).isPresent();
  }

  @Test
  void a_refusal_is_one_and_a_filtered_answer_is_incomplete() {
    serve(named("openai-chat", "refusal"));
    assertThat(text(named("openai-chat", "refusal").stream() ? streamed() : whole())).isNotEmpty();
    serve(named("openai-chat", "content-filter"));
    Response cut = named("openai-chat", "content-filter").stream() ? streamed() : whole();
    assertThat(cut.status()).contains(ResponseStatus.INCOMPLETE);
    assertThat(cut.incompleteDetails().orElseThrow().reason().orElseThrow().asString())
        .isEqualTo("content_filter");
  }

  @Test
  void tokens_from_the_cache_are_told_as_part_of_the_input() {
    serve(named("anthropic", "cache"));
    var usage = whole().usage().orElseThrow();
    assertThat(usage.inputTokens()).isEqualTo(1_328);
    assertThat(usage.inputTokensDetails().cachedTokens()).isEqualTo(1_024);
  }

  @Test
  void a_stream_that_breaks_ends_with_a_failed_response_once() {
    WireCase one = named("anthropic", "broken-off");
    Codec codec = WireCase.codec("openai-responses");
    WireCase asked = named("openai-responses", "stream");
    var answering =
        new Answering(
            WireCase.EXCHANGE, asked.request(), "m", true, false, asked.file("request.json"));
    var writer = codec.writer(answering);
    var out = new SseText();
    for (Frame frame : WireCase.read(one.codec().reader(true), one.answer()).frames()) {
      if (frame.events().stream()
          .noneMatch(event -> event instanceof io.sluice.model.Event.Failed)) {
        out.add(writer.write(frame.events()));
      }
    }
    out.add(writer.broken(Fault.of(Code.STREAM_BROKEN, "the answer broke off")));
    served = new Served("text/event-stream", out.bytes());
    Response said = streamed();
    assertThat(said.status()).contains(ResponseStatus.FAILED);
    assertThat(said.error().orElseThrow().message()).isEqualTo("the answer broke off");
    assertThat(out.bytes().utf8().split("response\\.failed\"", -1)).hasSize(2);
  }
}
