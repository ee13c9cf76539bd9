package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.model.Event;
import io.sluice.model.Price;
import io.sluice.model.Rates;
import io.sluice.model.Usage;
import io.sluice.provider.Families;
import io.sluice.provider.Family;
import io.sluice.wire.Codec;
import io.sluice.wire.anthropic.AnthropicMessages;
import io.sluice.wire.bedrock.BedrockConverse;
import io.sluice.wire.cohere.CohereChat;
import io.sluice.wire.gemini.GeminiContent;
import io.sluice.wire.ollama.OllamaChat;
import io.sluice.wire.openaichat.OpenAiChat;
import io.sluice.wire.openaiembeddings.OpenAiEmbeddings;
import io.sluice.wire.openairesponses.OpenAiResponses;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What usage blocks of real shapes cost, to the micro-dollar; the cases are data. */
class GoldenCostsTest {
  private static final Path CASES = Path.of("src/test/resources/costs/usage.json");

  @TestFactory
  Stream<DynamicTest> usage_costs_what_the_case_says() throws Exception {
    Json cases = Json.parse(Bytes.owning(Files.readAllBytes(CASES)), JsonLimits.DEFAULT);
    return cases.items().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.text("provider", "") + ": " + one.text("says", ""), () -> check(one)));
  }

  private static void check(Json one) {
    Codec codec =
        switch (one.text("codec", "")) {
          case "anthropic" -> new AnthropicMessages();
          case "openai-responses" -> new OpenAiResponses();
          case "gemini" -> new GeminiContent();
          case "bedrock" -> new BedrockConverse();
          case "ollama" -> new OllamaChat();
          case "cohere" -> new CohereChat();
          case "openai-embeddings" -> new OpenAiEmbeddings();
          case "openai-chat" -> new OpenAiChat("max_tokens");
          default -> throw new AssertionError("no such codec: " + one.text("codec", ""));
        };
    var usage = new Usage[] {Usage.NONE};
    var reader = codec.reader(false);
    reader.accept(one.at("answer").raw(), _ -> {});
    reader.end(
        frame ->
            frame
                .events()
                .forEach(
                    event -> {
                      if (event instanceof Event.Used(Usage used)) {
                        usage[0] = used;
                      }
                    }));
    Price price = Objects.requireNonNull(PriceText.read(one.at("price")));
    assertThat(price.cost(usage[0]).micros()).isEqualTo(one.integer("micros", -1));
    long input = usage[0].totalInput();
    var searches = price.fees().search().multiply(BigDecimal.valueOf(usage[0].served().searches()));
    assertThat(BigDecimal.valueOf(price.upperBound(input, usage[0].output()).micros()))
        .as("the upper bound, searches aside")
        .isGreaterThanOrEqualTo(
            BigDecimal.valueOf(one.integer("micros", 0)).subtract(searches.movePointRight(6)));
  }

  /** Formats of other names, which have cases of their own, and one that says no usage. */
  private static final Set<String> SAME = Set.of("openai-chat", "openai-responses", "moderations");

  @Test
  void every_api_that_can_be_configured_has_a_case() throws Exception {
    Json cases = Json.parse(Bytes.owning(Files.readAllBytes(CASES)), JsonLimits.DEFAULT);
    var known = cases.items().stream().map(one -> one.text("provider", "")).toList();
    var apis = Families.all().stream().map(Family::api).filter(api -> !SAME.contains(api));
    assertThat(apis).allSatisfy(api -> assertThat(known).contains(api));
  }

  @Test
  void no_usage_costs_more_than_the_upper_bound_or_less_than_nothing() {
    for (long seed = 0; seed < 2_000; seed++) {
      var random = new SplittableRandom(seed);
      var rates = new Rates[3];
      for (int i = 0; i < rates.length; i++) {
        var kinds = new BigDecimal[6];
        for (int k = 0; k < kinds.length; k++) {
          kinds[k] = BigDecimal.valueOf(random.nextInt(1_000_000), 4);
        }
        rates[i] = new Rates(kinds[0], kinds[1], kinds[2], kinds[3], kinds[4], kinds[5]);
      }
      var tier = new Price.Tier(random.nextInt(3_000), rates[1]);
      var price = new Price(rates[0], List.of(tier), Map.of("flex", rates[2]), Price.Fees.NONE);
      String service = random.nextBoolean() ? "flex" : "";
      var served = new Usage.Served(random.nextInt(500), 0, service);
      var usage =
          new Usage(
              random.nextInt(1_000),
              random.nextInt(1_000),
              random.nextInt(1_000),
              random.nextInt(1_000),
              random.nextInt(2_000),
              served);
      long most = price.upperBound(usage.totalInput(), usage.output()).micros();
      assertThat(price.cost(usage).micros()).as("seed " + seed).isBetween(0L, most);
    }
  }
}
