package io.sluice.registry;

import io.sluice.json.Json;
import io.sluice.model.Price;
import io.sluice.model.Price.Fees;
import io.sluice.model.Price.Tier;
import io.sluice.model.Rates;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the price map of LiteLLM: one flat list of models, each with the name of its vendor, prices
 * in dollars per token. It gives no addresses, so that vendors are of use only if they are known
 * here.
 */
final class LiteLlm {
  private static final Amounts.Unit UNIT = new Amounts.Unit(Json.Kind.NUMBER, 6);
  private static final Pattern TIER = Pattern.compile(".*_above_(\\d{1,5})k_tokens");
  private static final Pattern UNITLESS = Pattern.compile("(input|output)_cost(_(?!per_).*)?");
  private static final Map<String, String> KINDS =
      Map.of(
          "input", "input_cost_per_token",
          "output", "output_cost_per_token",
          "cache_read", "cache_read_input_token_cost",
          "cache_write", "cache_creation_input_token_cost",
          "cache_write_hour", "cache_creation_input_token_cost_above_1hr",
          "reasoning", "output_cost_per_reasoning_token");
  private static final Map<String, String> SERVICES =
      Map.of("batch", "_batches", "flex", "_flex", "priority", "_priority");
  private static final Map<String, String> CAPABILITIES =
      Map.of(
          "tools", "supports_function_calling",
          "vision", "supports_vision",
          "document", "supports_pdf_input",
          "audio", "supports_audio_input",
          "video", "supports_video_input",
          "reasoning", "supports_reasoning");

  private final Findings findings;

  LiteLlm(Findings findings) {
    this.findings = findings;
  }

  void read(Json root) {
    for (Json.Field model : root.fields()) {
      Json value = model.value();
      if (model.name().equals("sample_spec")) {
        continue;
      }
      if (!value.isObject()) {
        findings.wrong(model.name() + ": it is not an object");
        continue;
      }
      String provider = value.text("litellm_provider", "");
      Optional<String> vendor = findings.vendor(provider);
      boolean use =
          switch (value.text("mode", "")) {
            case "chat", "responses", "completion", "embedding" -> true;
            default -> false;
          };
      if (vendor.isEmpty() || !use) {
        findings.leave();
      } else {
        findings.vendorModel(vendor.get(), id(model.name(), vendor.get()), traits(model));
      }
    }
  }

  /** The id at the vendor: the key without the vendor's own name before it. */
  private String id(String key, String vendor) {
    int slash = key.indexOf('/');
    boolean own = slash > 0 && findings.vendor(key.substring(0, slash)).equals(Optional.of(vendor));
    return own ? key.substring(slash + 1) : key;
  }

  private ModelSetting.Traits traits(Json.Field model) {
    Json value = model.value();
    var amounts = new Amounts(findings, model.name(), UNIT);
    for (Json.Field member : value.fields()) {
      if (UNITLESS.matcher(member.name()).matches()) {
        amounts.wrong(member.name(), "has no unit");
      }
    }
    boolean embeds = value.text("mode", "").equals("embedding");
    long most = amounts.tokens(value, "max_input_tokens");
    return new ModelSetting.Traits(
        most,
        amounts.tokens(value, "max_output_tokens"),
        embeds ? List.of("embed") : capabilities(value, amounts),
        rejects(value, amounts),
        price(value, amounts, embeds));
  }

  private static @Nullable Price price(Json value, Amounts amounts, boolean embeds) {
    var kinds = amounts.kinds(value, KINDS);
    if (embeds && kinds.containsKey("input")) {
      kinds.putIfAbsent("output", BigDecimal.ZERO);
    }
    var variants = new Amounts.Variants(tiers(value, amounts, kinds), services(value, amounts));
    var fees = new Fees(amounts.fee(value, "input_cost_per_request"), search(value, amounts));
    return amounts.price(Amounts.rates(kinds), variants, fees);
  }

  private static List<Tier> tiers(Json value, Amounts amounts, Map<String, BigDecimal> usual) {
    var sizes = new TreeSet<Long>();
    for (Json.Field member : value.fields()) {
      Matcher size = TIER.matcher(member.name());
      if (member.name().contains("token") && size.matches()) {
        sizes.add(Long.parseLong(size.group(1)));
      }
    }
    var all = new ArrayList<Tier>();
    for (long size : sizes) {
      var kinds = new HashMap<>(usual);
      kinds.putAll(amounts.kinds(value, named("_above_" + size + "k_tokens")));
      Rates rates = Amounts.rates(kinds);
      if (rates != null) {
        all.add(new Tier(size * 1_000, rates));
      }
    }
    return all;
  }

  private static Map<String, Rates> services(Json value, Amounts amounts) {
    Map<String, Rates> all = new LinkedHashMap<>();
    SERVICES.forEach(
        (service, suffix) -> {
          Rates rates = Amounts.rates(amounts.kinds(value, named(suffix)));
          if (rates != null) {
            all.put(service, rates);
          }
        });
    return all;
  }

  private static Map<String, String> named(String suffix) {
    Map<String, String> names = new HashMap<>();
    KINDS.forEach((kind, name) -> names.put(kind, name + suffix));
    return names;
  }

  /** What one search costs; of three sizes the dearest. */
  private static BigDecimal search(Json value, Amounts amounts) {
    BigDecimal most = BigDecimal.ZERO;
    for (Json.Field size : value.at("search_context_cost_per_query").fields()) {
      most = most.max(amounts.fee(value.at("search_context_cost_per_query"), size.name()));
    }
    return most;
  }

  private static List<String> capabilities(Json value, Amounts amounts) {
    var all = new ArrayList<String>();
    CAPABILITIES.forEach(
        (capability, name) -> {
          if (amounts.truth(value, name)) {
            all.add(capability);
          }
        });
    Json schema = value.at("supports_response_schema");
    if (amounts.truth(value, "supports_response_schema") || schema.absent()) {
      all.add("json_schema");
    }
    return all;
  }

  private static List<String> rejects(Json value, Amounts amounts) {
    var all = new ArrayList<String>();
    String sampling = "supports_sampling_params";
    if (!value.at(sampling).absent() && !amounts.truth(value, sampling)) {
      all.addAll(List.of("temperature", "top_p", "top_k"));
    }
    String parallel = "supports_parallel_function_calling";
    if (!value.at(parallel).absent() && !amounts.truth(value, parallel)) {
      all.add("parallel_tool_calls");
    }
    return all;
  }
}
