package io.sluice.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Abilities;
import io.sluice.model.Bytes;
import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Example;
import io.sluice.model.Headers;
import io.sluice.model.Prompt;
import io.sluice.wire.Incoming;
import io.sluice.wire.openaichat.OpenAiChat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many tokens a request has, and whether that is counted or estimated. */
class CountingTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("sluice.root", ".."), "../shared/data/wire/transcripts/openai")
          .normalize();

  private final Ratios ratios = new Ratios();
  private final Counting counting = new Counting(ratios);

  private static Candidate model(String id) {
    Candidate any = Example.candidate("m", null);
    return new Candidate(
        new ModelRef("p", id), id, "openai", any.profile(), null, Abilities.UNKNOWN);
  }

  private static Prompt prompt(Bytes body) {
    var address = new Incoming.Address("/v1/chat/completions", "");
    var incoming = new Incoming(address, Headers.NONE, body, JsonLimits.DEFAULT);
    return (Prompt) new OpenAiChat("max_tokens").read(incoming);
  }

  private static Prompt saying(String text) {
    return prompt(
        Bytes.utf8(
            """
            {"model": "m", "messages": [{"role": "user", "content": "%s"}]}\
            """
                .formatted(text)));
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o, hello world, 2",
    "gpt-4, hello world, 2",
    "gpt-4.1-mini, 2 + 2 = 4, 7",
    "gpt-3.5-turbo, 2 + 2 = 4, 7",
    "openai/gpt-5, お誕生日おめでとう, 8",
    "gpt-4-0613, お誕生日おめでとう, 9",
    "gpt-4o, <|endoftext|>, 7",
  })
  void text_is_counted_as_its_model_reads_it(String model, String text, long expected) {
    Tokens all = counting.of(saying(text), model(model));
    assertThat(all.exact()).isTrue();
    assertThat(all.count()).as("with the frame of one message").isEqualTo(expected + 3 + 1 + 3);
    assertThat(Counting.least(saying(text), model(model))).contains(expected);
  }

  @Test
  void what_the_frame_of_is_not_published_is_an_estimate() {
    String tools =
        """
        {"model": "m", "messages": [{"role": "user", "content": "hi"}],
         "tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}]}\
        """;
    String picture =
        """
        {"model": "m", "messages": [{"role": "user", "content": [{"type": "image_url",
          "image_url": {"url": "data:image/png;base64,AA=="}}]}]}\
        """;
    assertThat(counting.of(prompt(Bytes.utf8(tools)), model("gpt-4o")).exact()).isFalse();
    assertThat(counting.of(prompt(Bytes.utf8(picture)), model("gpt-4o")).exact()).isFalse();
    assertThat(counting.of(saying("hi"), model("claude-x")).exact()).isFalse();
    assertThat(Counting.least(saying("hi"), model("claude-x"))).isEmpty();
  }

  @Test
  void estimates_learn_from_what_providers_said() {
    var claude = model("claude-x");
    Prompt prompt = saying("a".repeat(4_000));
    assertThat(counting.of(prompt, claude).count()).isBetween(1_000L, 1_001L);
    for (int i = 0; i < 200; i++) {
      ratios.learn(claude.ref(), 3_000, 1_000);
    }
    assertThat(counting.of(prompt, claude).count()).isBetween(1_330L, 1_340L);
    assertThat(counting.of(prompt, model("other")).count()).isBetween(1_000L, 1_001L);
  }

  @Test
  void odd_reports_move_an_estimate_only_so_far() {
    var odd = new ModelRef("p", "odd");
    for (int i = 0; i < 1_000; i++) {
      ratios.learn(odd, 1_000_000, 1);
    }
    assertThat(ratios.bytesPerToken(odd)).isLessThanOrEqualTo(8);
    for (int i = 0; i < 1_000; i++) {
      ratios.learn(odd, 1_000, 1_000_000);
    }
    assertThat(ratios.bytesPerToken(odd)).isGreaterThanOrEqualTo(1);
    ratios.learn(new ModelRef("p", "short"), 10, 9);
    assertThat(ratios.bytesPerToken(new ModelRef("p", "short"))).isEqualTo(Ratios.USUAL);
  }

  @Test
  void long_runs_of_one_character_are_counted_in_their_time() {
    assertThat(counting.of(saying("a".repeat(200_000)), model("gpt-4o")).count())
        .isGreaterThan(1_000);
    assertThat(counting.of(saying("a".repeat(5 << 20)), model("gpt-4o")).exact()).isFalse();
  }

  @Test
  void recorded_prompts_have_as_many_tokens_as_openai_said() throws IOException {
    assumeTrue(Files.isDirectory(FOLDER), "recorded traffic is not at hand");
    int compared = 0;
    try (var files = Files.list(FOLDER)) {
      for (Path file : files.filter(one -> one.toString().contains("/openai-chat__")).toList()) {
        compared += compared(file);
      }
    }
    assertThat(compared).isPositive();
  }

  private int compared(Path file) throws IOException {
    Json root = lenient(Bytes.owning(Files.readAllBytes(file)));
    Json asked = root.at("request").at("body").at("json");
    Json answer = root.at("response").at("body").at("json");
    long told = answer.at("usage").integer("prompt_tokens", -1);
    if (!asked.isObject() || told < 0) {
      return 0;
    }
    Tokens tokens = counting.of(prompt(asked.raw()), model(asked.text("model", "")));
    if (!tokens.exact()) {
      return 0;
    }
    assertThat(tokens.count()).as(file.getFileName().toString()).isEqualTo(told);
    return 1;
  }

  private static Json lenient(Bytes bytes) throws IOException {
    try {
      return Json.parse(bytes, JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new IOException(e);
    }
  }
}
