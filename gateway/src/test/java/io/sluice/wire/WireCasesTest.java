package io.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every case under {@code wire/<format>/<case>}: a request, an answer, and what is expected of
 * both. With {@code -Dsluice.wire.write=true} the expected files are written anew, to be reviewed.
 */
class WireCasesTest {
  private static final boolean WRITE = Boolean.getBoolean("sluice.wire.write");

  /** Cases that a chat format cannot be without. */
  private static final Set<String> MANDATORY =
      Set.of(
          "text",
          "stream",
          "tools",
          "parallel-tools",
          "tools-whole",
          "tool-result",
          "image",
          "thinking",
          "structured",
          "cache",
          "refusal",
          "content-filter",
          "error-in-stream",
          "broken-off");

  @Test
  void no_format_lacks_a_mandatory_case() {
    for (String format :
        List.of(
            "openai-chat", "openai-responses", "anthropic", "gemini", "bedrock", "ollama-chat")) {
      var names =
          WireCase.all().stream()
              .filter(one -> one.format().equals(format))
              .map(one -> one.folder().getFileName().toString())
              .toList();
      assertThat(names).as(format).containsAll(MANDATORY);
    }
  }

  @TestFactory
  Stream<DynamicTest> requests_are_read_and_told_in_the_other_format() {
    return each(
        one -> {
          expect(one, "request.txt", Told.request(one.request()));
          if (one.crosses()) {
            Encoded encoded = one.other().encode(one.request(), Outgoing.to("other-model"));
            String told =
                encoded.path()
                    + "\n"
                    + encoded.body().utf8()
                    + "\n"
                    + Told.losses(encoded.losses());
            expect(one, "request.crossed.txt", told);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> requests_pass_in_their_own_format_with_every_byte_kept() {
    return each(
        one -> {
          var incoming = one.incoming();
          var request = one.codec().read(incoming);
          var model = request.traits().call().model();
          Encoded passed = one.codec().pass(incoming, request, Outgoing.to(model));
          assertThat(passed.body().utf8()).isEqualTo(incoming.body().utf8());
          Encoded renamed = one.codec().pass(incoming, request, Outgoing.to("x\"y"));
          assertThat(renamed.body().utf8())
              .isEqualTo(
                  incoming
                      .body()
                      .utf8()
                      .replace("\"" + model + "\"", "\"x\\\"y\"")
                      .replace("\"models/" + model + "\"", "\"models/x\\\"y\""));
        });
  }

  @TestFactory
  Stream<DynamicTest> answers_are_read_and_told_in_the_other_format() {
    return each(
        one -> {
          var read = WireCase.read(one.codec().reader(one.stream()), one.answer());
          expect(one, "answer.txt", Told.events(read.events()));
          if (one.crosses()) {
            var writer = one.other().writer(one.crossed());
            expect(one, "answer.crossed.txt", WireCase.written(writer, read));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> answers_pass_in_their_own_format_with_every_byte_kept() {
    return each(
        one -> {
          if (one.format().equals("openai-embeddings")) {
            return;
          }
          var read = WireCase.read(one.codec().reader(one.stream()), one.answer());
          var writer = one.codec().writer(one.same());
          var out = new SseText();
          read.frames().forEach(f -> out.add(writer.pass(f, f.events())));
          boolean broken = one.folder().toString().contains("broken-");
          out.add(broken ? Bytes.EMPTY : writer.end());
          assertThat(out.bytes()).isEqualTo(one.answer());
        });
  }

  @TestFactory
  Stream<DynamicTest> answers_split_at_any_byte_say_the_same() {
    return each(
        one -> {
          Bytes answer = one.answer();
          var whole = WireCase.read(one.codec().reader(one.stream()), answer);
          String events = Told.events(whole.events());
          for (int cut = 0; cut <= answer.length(); cut++) {
            var split = WireCase.read(one.codec().reader(one.stream()), answer, cut);
            assertThat(split.raw()).as("cut at %d", cut).isEqualTo(answer);
            assertThat(Told.events(split.events())).as("cut at %d", cut).isEqualTo(events);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> answers_that_come_byte_by_byte_say_the_same() {
    return each(
        one -> {
          Bytes answer = one.answer();
          var cuts = new int[answer.length()];
          for (int i = 0; i < cuts.length; i++) {
            cuts[i] = i + 1;
          }
          var whole = WireCase.read(one.codec().reader(one.stream()), answer);
          var split = WireCase.read(one.codec().reader(one.stream()), answer, cuts);
          assertThat(Told.events(split.events())).isEqualTo(Told.events(whole.events()));
          assertThat(split.raw()).isEqualTo(answer);
        });
  }

  private interface Check {
    void on(WireCase one) throws IOException;
  }

  private static Stream<DynamicTest> each(Check check) {
    return WireCase.all().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.format() + "/" + one.folder().getFileName(), () -> check.on(one)));
  }

  private static void expect(WireCase one, String file, String said) throws IOException {
    Path path = one.folder().resolve(file);
    if (WRITE) {
      Files.writeString(path, said);
    }
    assertThat(path).as("expected file").exists();
    assertThat(said).isEqualTo(Files.readString(path));
  }
}
