package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import io.sluice.model.Code;
import io.sluice.model.Event;
import io.sluice.model.Headers;
import io.sluice.wire.cohere.CohereChat;
import io.sluice.wire.cohere.CohereEmbed;
import io.sluice.wire.openaiembeddings.OpenAiEmbeddings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Cohere as a provider: requests of chat completions in its format, and its answers read, under
 * {@code wire/cohere-chat/<case>}. With {@code -Dsluice.wire.write=true} what is expected is
 * written anew, to be reviewed.
 */
class CohereCasesTest {
  private static final Path CASES = Path.of("src/test/resources/wire/cohere-chat");
  private static final Path RECORDED =
      Path.of(System.getProperty("sluice.root", ".."), "../shared/data/wire/transcripts/cohere")
          .normalize();
  private static final List<String> MANDATORY =
      List.of(
          "text",
          "stream",
          "tools",
          "parallel-tools",
          "tool-result",
          "image",
          "document",
          "thinking",
          "structured",
          "citations",
          "error-in-stream",
          "broken-off");

  @Test
  void no_mandatory_case_is_missing() {
    for (String name : MANDATORY) {
      assertThat(CASES.resolve(name)).isDirectory();
    }
  }

  @TestFactory
  Stream<DynamicTest> requests_and_answers_are_told() throws IOException {
    try (var cases = Files.list(CASES)) {
      return cases.sorted().toList().stream()
          .map(one -> DynamicTest.dynamicTest(one.getFileName().toString(), () -> told(one)));
    }
  }

  private static void told(Path folder) throws IOException {
    var incoming =
        WireCase.incoming(Bytes.owning(Files.readAllBytes(folder.resolve("request.json"))));
    var request = WireCase.codec("openai-chat").read(incoming);
    Encoded encoded = new CohereChat().encode(request, Outgoing.to("other-model"));
    expect(
        folder.resolve("request.crossed.txt"),
        encoded.path() + "\n" + encoded.body().utf8() + "\n" + Told.losses(encoded.losses()));
    boolean stream = Files.exists(folder.resolve("answer.sse"));
    Bytes answer =
        Bytes.owning(Files.readAllBytes(folder.resolve(stream ? "answer.sse" : "answer.json")));
    var read = WireCase.read(new CohereChat().reader(stream), answer);
    String events = Told.events(read.events());
    expect(folder.resolve("answer.txt"), events);
    for (int cut = 0; cut <= answer.length(); cut++) {
      var split = WireCase.read(new CohereChat().reader(stream), answer, cut);
      assertThat(split.raw()).as("cut at %d", cut).isEqualTo(answer);
      assertThat(Told.events(split.events())).as("cut at %d", cut).isEqualTo(events);
    }
  }

  private static void expect(Path file, String said) throws IOException {
    if (Boolean.getBoolean("sluice.wire.write")) {
      Files.writeString(file, said);
    }
    assertThat(said).isEqualTo(Files.readString(file));
  }

  @Test
  void recorded_answers_keep_their_bytes_and_end_properly() throws IOException {
    assumeTrue(Files.isDirectory(RECORDED), "recorded traffic is not at hand");
    int seen = 0;
    try (var files = Files.list(RECORDED)) {
      for (Path file : files.filter(one -> one.toString().contains("cohere-v2-chat")).toList()) {
        Json body =
            Fields.lenient(Bytes.owning(Files.readAllBytes(file))).at("response").at("body");
        boolean stream = body.at("text").isString();
        Bytes answer = stream ? Bytes.utf8(body.text("text", "")) : body.at("json").raw();
        if (file.toString().contains("err401")) {
          var fault = new CohereChat().fault(401, Headers.NONE, answer);
          assertThat(fault.code()).isEqualTo(Code.UPSTREAM_CREDENTIAL);
          continue;
        }
        var read = WireCase.read(new CohereChat().reader(stream), answer);
        assertThat(read.raw()).isEqualTo(answer);
        assertThat(read.events().getLast()).as(file.toString()).isEqualTo(new Event.Ended());
        assertThat(read.events()).anyMatch(Event.Used.class::isInstance);
        seen++;
      }
    }
    assertThat(seen).isEqualTo(6);
  }

  @Test
  void a_flat_error_is_read_by_its_message() {
    var body = Bytes.utf8("{\"id\":\"x\",\"message\":\"too many tokens: the limit is 4096\"}");
    var fault = new CohereChat().fault(400, Headers.NONE, body);
    assertThat(fault.code()).isEqualTo(Code.CONTEXT_LENGTH);
    assertThat(fault.message()).contains("4096");
  }

  @Test
  void vectors_are_asked_for_and_told_in_the_openai_format() {
    var body =
        Bytes.utf8(
            """
            {"model": "m", "input": ["one", "two"], "dimensions": 2, "user": "u",
             "input_type": "search_query"}\
            """);
    var openai = new OpenAiEmbeddings();
    var request = openai.read(WireCase.incoming(body));
    Encoded encoded = new CohereEmbed().encode(request, Outgoing.to("embed-v4"));
    assertThat(encoded.path()).isEqualTo("/v2/embed");
    assertThat(encoded.body().utf8())
        .isEqualTo(
            "{\"model\":\"embed-v4\",\"texts\":[\"one\",\"two\"],\"input_type\":\"search_query\","
                + "\"embedding_types\":[\"float\"],\"output_dimension\":2}");
    assertThat(encoded.losses()).extracting("field").containsExactly("user");
    var answer =
        Bytes.utf8(
            "{\"id\":\"e\",\"embeddings\":{\"float\":[[0.5,1],[2,-1]]},"
                + "\"meta\":{\"billed_units\":{\"input_tokens\":2}}}");
    var read = WireCase.read(new CohereEmbed().reader(false), answer);
    var answering =
        new Answering(WireCase.EXCHANGE, request, "embed-v4", false, false, Bytes.EMPTY);
    String told = WireCase.written(openai.writer(answering), read);
    assertThat(told)
        .startsWith(
            "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5,1]},"
                + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[2,-1]}],\"model\":\"embed-v4\","
                + "\"usage\":{\"prompt_tokens\":2,\"total_tokens\":2}}");
  }
}
