package io.sluice.registry;

import io.sluice.json.Json;
import io.sluice.model.Price;
import io.sluice.model.Price.Fees;
import io.sluice.model.Price.Tier;
import io.sluice.model.Rates;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads OpenRouter's list of its own models: prices in dollars per token, as decimal text. Its
 * routers, which choose a model per call, say -1: they have no price.
 */
final class OpenRouter {
  private static final Amounts.Unit UNIT = new Amounts.Unit(Json.Kind.STRING, 6);
  private static final String VENDOR = "openrouter";
  private static final Map<String, String> KINDS =
      Map.of(
          "input", "prompt",
          "output", "completion",
          "cache_read", "input_cache_read",
          "cache_write", "input_cache_write",
          "cache_write_hour", "input_cache_write_1h",
          "reasoning", "internal_reasoning");
  private static final Map<String, String> MODALITIES =
      Map.of("image", "vision", "file", "document", "audio", "audio", "video", "video");
  private static final Set<String> PARAMETERS =
      Set.of(
          "temperature",
          "top_p",
          "top_k",
          "stop",
          "seed",
          "frequency_penalty",
          "presence_penalty",
          "logit_bias",
          "logprobs");

  private final Findings findings;

  OpenRouter(Findings findings) {
    this.findings = findings;
  }

  void read(Json root) {
    Optional<String> vendor = findings.vendor(VENDOR);
    for (Json model : root.at("data").items()) {
      String id = model.text("id", "");
      if (vendor.isEmpty()) {
        findings.leave();
      } else {
        findings.vendorModel(vendor.get(), id, traits(id, model));
      }
    }
  }

  private ModelSetting.Traits traits(String id, Json model) {
    var amounts = new Amounts(findings, id.isEmpty() ? "a model" : id, UNIT);
    Json pricing = model.at("pricing");
    if (!pricing.isObject()) {
      amounts.wrong("pricing", "is not an object");
      return ModelSetting.Traits.NONE;
    }
    var parameters = new HashSet<String>();
    model.at("supported_parameters").items().forEach(p -> p.string().ifPresent(parameters::add));
    boolean told = !parameters.isEmpty();
    var rejects = new HashSet<>(told ? PARAMETERS : Set.of());
    rejects.removeAll(parameters);
    return new ModelSetting.Traits(
        amounts.tokens(model, "context_length"),
        amounts.tokens(model.at("top_provider"), "max_completion_tokens"),
        told ? capabilities(model, parameters) : null,
        told ? List.copyOf(rejects) : null,
        router(id, pricing) ? null : price(pricing, amounts));
  }

  private static boolean router(String id, Json pricing) {
    return id.startsWith("openrouter/")
        && pricing.text("prompt", "").equals("-1")
        && pricing.text("completion", "").equals("-1");
  }

  private static @Nullable Price price(Json pricing, Amounts amounts) {
    Map<String, BigDecimal> usual = amounts.kinds(pricing, KINDS);
    usual.values().removeIf(rate -> rate.signum() == 0); // "0" here says that nobody knows
    if (usual.containsKey("input") || usual.containsKey("output")) {
      usual.putIfAbsent("input", BigDecimal.ZERO);
      usual.putIfAbsent("output", BigDecimal.ZERO);
    }
    var tiers = new ArrayList<Tier>();
    for (Json override : pricing.at("overrides").items()) {
      var kinds = new HashMap<>(usual);
      kinds.putAll(amounts.kinds(override, KINDS));
      long from = amounts.tokens(override, "min_prompt_tokens");
      Rates rates = Amounts.rates(kinds);
      if (from == 0 || rates == null) {
        amounts.wrong("pricing.overrides", "has one that is not by the length of the prompt");
      } else {
        tiers.add(new Tier(from - 1, rates));
      }
    }
    var fees = new Fees(amounts.fee(pricing, "request"), amounts.fee(pricing, "web_search"));
    return amounts.price(Amounts.rates(usual), new Amounts.Variants(tiers, Map.of()), fees);
  }

  private static List<String> capabilities(Json model, Set<String> parameters) {
    var all = new ArrayList<String>();
    if (parameters.contains("tools")) {
      all.add("tools");
    }
    if (parameters.contains("reasoning")) {
      all.add("reasoning");
    }
    if (parameters.contains("structured_outputs") || parameters.contains("response_format")) {
      all.add("json_schema");
    }
    for (Json modality : model.at("architecture").at("input_modalities").items()) {
      String word = MODALITIES.get(modality.string().orElse(""));
      if (word != null) {
        all.add(word);
      }
    }
    return all;
  }
}
