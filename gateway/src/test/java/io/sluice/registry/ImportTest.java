package io.sluice.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.model.Bytes;
import io.sluice.model.Price;
import io.sluice.registry.Listing.Source;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Foreign lists of models: what is taken, and what is refused whole. */
class ImportTest {
  private static final Catalogue SHIPPED = Catalogue.shipped();
  private static final LocalDate DAY = LocalDate.parse("2026-08-01");
  private static final Path REAL =
      Path.of(System.getProperty("sluice.root", ".."), "../shared/data/catalogue").normalize();

  private static final String MODELS_DEV =
      """
      {"openai": {"models": {"gpt-x": {"tool_call": true, "reasoning": true, "temperature": false,
          "modalities": {"input": ["text", "image", "pdf"], "output": ["text"]},
          "limit": {"context": 400000, "output": 128000},
          "cost": {"input": 1.25, "output": 10, "cache_read": 0.125,
            "tiers": [{"input": 2.5, "output": 15, "tier": {"size": 200000}}]}}}},
       "elsewhere": {"api": "https://api.elsewhere.example/v1", "models": {
          "free": {"limit": {"context": 10}, "cost": {"input": 0, "output": 0}}}},
       "nowhere": {"models": {"m": {}}}}
      """;
  private static final String LITELLM =
      """
      {"sample_spec": {"input_cost_per_token": "text"},
       "gemini/gem": {"litellm_provider": "gemini", "mode": "chat", "max_input_tokens": 1048576,
         "max_output_tokens": 65535.0, "input_cost_per_token": 1.25e-06,
         "input_cost_per_token_above_200k_tokens": 2.5e-06, "output_cost_per_token": 1e-05,
         "output_cost_per_token_batches": 5e-06, "input_cost_per_token_batches": 6.25e-07,
         "cache_creation_input_token_cost": 1.5e-06,
         "cache_creation_input_token_cost_above_1hr": 3e-06,
         "search_context_cost_per_query": {"search_context_size_high": 0.035},
         "supports_function_calling": true, "supports_parallel_function_calling": false},
       "wandb/junk": {"litellm_provider": "wandb", "mode": "chat", "input_cost_per_token": 0.1},
       "dall-e": {"litellm_provider": "openai", "mode": "image_generation"}}
      """;
  private static final String OPENROUTER =
      """
      {"data": [{"id": "openai/gpt-x", "context_length": 400000,
         "architecture": {"input_modalities": ["text", "image"]},
         "pricing": {"prompt": "0.00000125", "completion": "0.00000100000000000000005",
           "input_cache_write_1h": "0.0000025", "request": "0.001",
           "overrides": [{"min_prompt_tokens": 200000, "prompt": "0.0000025"}]},
         "top_provider": {"max_completion_tokens": 128000},
         "supported_parameters": ["tools", "temperature", "seed"]},
        {"id": "openrouter/auto", "pricing": {"prompt": "-1", "completion": "-1"}}]}
      """;

  private static Import.Result read(String text) {
    return Import.read(new Import.Draft(Bytes.utf8(text), null, DAY), SHIPPED);
  }

  private static Listing listing(Import.Result result) {
    assertThat(result.problems()).isEmpty();
    return Objects.requireNonNull(result.listing());
  }

  private static ModelSetting.Traits traits(Listing listing, String name) {
    return Objects.requireNonNull(listing.all().get(name), name);
  }

  private static Price price(ModelSetting.Traits traits) {
    return Objects.requireNonNull(traits.price());
  }

  @Test
  void models_dev_is_read_in_dollars_per_million() {
    var result = read(MODELS_DEV);
    var listing = listing(result);
    assertThat(listing.version().source()).isEqualTo(Source.MODELS_DEV);
    assertThat(result.left()).as("a vendor nobody can find").isEqualTo(1);
    var model = traits(listing, "openai/gpt-x");
    assertThat(model.contextTokens()).isEqualTo(400_000);
    assertThat(model.outputTokens()).isEqualTo(128_000);
    assertThat(model.capabilities())
        .containsExactly("document", "json_schema", "reasoning", "tools", "vision");
    assertThat(model.rejects()).contains("temperature");
    assertThat(price(model).input()).isEqualByComparingTo("1.25");
    assertThat(price(model).tiers().getFirst().above()).isEqualTo(200_000);
    assertThat(traits(listing, "api.elsewhere.example/free").price())
        .as("nothing to pay may mean that nobody knows")
        .isNull();
  }

  @Test
  void litellm_is_read_in_dollars_per_token() {
    var result = read(LITELLM);
    var model = traits(listing(result), "gemini/gem");
    assertThat(result.left()).as("no address, or no work of ours").isEqualTo(2);
    var price = price(model);
    assertThat(price.input()).isEqualByComparingTo("1.25");
    assertThat(price.rates().cacheWriteHour()).isEqualByComparingTo("3");
    assertThat(price.fees().search()).isEqualByComparingTo("0.035");
    assertThat(Objects.requireNonNull(price.services().get("batch")).output())
        .isEqualByComparingTo("5");
    var tier = price.tiers().getFirst();
    assertThat(tier.above()).isEqualTo(200_000);
    assertThat(tier.rates().input()).isEqualByComparingTo("2.5");
    assertThat(tier.rates().output())
        .as("as usual, where the tier does not say")
        .isEqualByComparingTo("10");
    assertThat(model.rejects()).containsExactly("parallel_tool_calls");
  }

  @Test
  void openrouter_is_read_from_decimals_as_text() {
    var listing = listing(read(OPENROUTER));
    var model = traits(listing, "openrouter/openai/gpt-x");
    assertThat(price(model).input()).isEqualTo(new BigDecimal("1.25"));
    assertThat(price(model).output())
        .as("noise of binary fractions")
        .isEqualTo(new BigDecimal("1"));
    assertThat(price(model).fees().request()).isEqualByComparingTo("0.001");
    assertThat(price(model).tiers().getFirst().above()).isEqualTo(199_999);
    assertThat(model.rejects()).contains("top_p", "stop").doesNotContain("temperature");
    assertThat(traits(listing, "openrouter/openrouter/auto").price()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1.25e-06, | -1.25e-06, | not plausible",
        "1.25e-06, | 1.25, | not plausible",
        "1.25e-06, | 1.25e-12, | not plausible",
        "1.25e-06, | \"1.25e-06\", | not a number",
        "1.25e-06, | {}, | not a number",
        "1.25e-06, | 1e-999999999, | not a number",
        "\"input_cost_per_token\": | \"input_cost\": | no unit",
        "1048576 | -5 | not a number of tokens",
        "1048576 | 1e30 | not a number of tokens",
        "0.035 | 1000 | not plausible",
        "true, \"supports_parallel | \"yes\", \"supports_parallel | not true or false",
        "3e-06, | -3e-06, | not plausible",
      })
  void one_bad_number_refuses_the_whole_list(String good, String bad, String reason) {
    assertThat(LITELLM).contains(good);
    var result = read(LITELLM.replace(good, bad));
    assertThat(result.listing()).isNull();
    assertThat(result.problems()).singleElement().asString().contains("gemini/gem", reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "null", "{\"a\": 1}", "{\"data\": []}", "not json"})
  void what_is_no_list_is_refused(String text) {
    assertThat(read(text).listing()).isNull();
    assertThat(read(text).problems()).isNotEmpty();
  }

  @Test
  void a_list_that_was_cut_short_is_refused_wherever_it_was_cut() {
    for (String text : List.of(MODELS_DEV.strip(), LITELLM.strip(), OPENROUTER.strip())) {
      for (int length = 0; length < text.length(); length++) {
        assertThat(read(text.substring(0, length)).listing()).as("cut at " + length).isNull();
      }
    }
  }

  @Test
  void only_routers_of_openrouter_may_say_minus_one() {
    var result = read(OPENROUTER.replace("openrouter/auto", "acme/auto"));
    assertThat(result.listing()).isNull();
    assertThat(result.problems()).allMatch(problem -> problem.contains("acme/auto"));
  }

  @Test
  void a_price_that_leaps_and_models_that_vanish_are_a_surprise() {
    var before = listing(read(MODELS_DEV));
    assertThat(Import.surprises(before, before)).isEmpty();
    var leapt = listing(read(MODELS_DEV.replace("\"input\": 1.25,", "\"input\": 125,")));
    assertThat(Import.surprises(before, leapt)).singleElement().asString().contains("openai/gpt-x");
    var other = listing(read(MODELS_DEV.replace("gpt-x", "gpt-y").replace("\"free\"", "\"dear\"")));
    assertThat(Import.surprises(before, other)).singleElement().asString().contains("gone");
  }

  @Test
  void a_list_is_kept_and_read_again_equal() throws IOException {
    for (String text : List.of(MODELS_DEV, LITELLM, OPENROUTER)) {
      var listing = listing(read(text));
      var again = ListingFile.read(ListingFile.write(listing));
      assertThat(again.version()).isEqualTo(listing.version());
      assertThat(ListingFile.write(again)).isEqualTo(ListingFile.write(listing));
      assertThat(again.all().keySet()).isEqualTo(listing.all().keySet());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "models-dev.providers.json, 4000, openai/gpt-5.4",
    "litellm-prices.json, 400, openai/gpt-5.4",
    "openrouter-models.json, 330, openrouter/deepseek/deepseek-v4-flash-0731"
  })
  void the_lists_as_they_are_published_are_taken(String file, int least, String known)
      throws IOException {
    assumeTrue(Files.isDirectory(REAL), "the published lists are not at hand");
    var bytes = Bytes.owning(Files.readAllBytes(REAL.resolve(file)));
    var listing = listing(Import.read(new Import.Draft(bytes, null, DAY), SHIPPED));
    assertThat(listing.size()).isGreaterThan(least);
    assertThat(traits(listing, known).price()).isNotNull();
    assertThat(ListingFile.read(ListingFile.write(listing)).size()).isEqualTo(listing.size());
  }
}
