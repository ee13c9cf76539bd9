package io.sluice.registry;

import io.sluice.json.Json;
import io.sluice.model.Price.Fees;
import io.sluice.model.Price.Tier;
import io.sluice.model.Rates;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the list of models.dev: vendors, each with its address where it speaks a common format, and
 * its models, prices in dollars per million tokens.
 */
final class ModelsDev {
  private static final Amounts.Unit UNIT = new Amounts.Unit(Json.Kind.NUMBER, 0);
  private static final Map<String, String> KINDS =
      Map.of(
          "input", "input",
          "output", "output",
          "cache_read", "cache_read",
          "cache_write", "cache_write",
          "reasoning", "reasoning");
  private static final Map<String, String> MODALITIES =
      Map.of("image", "vision", "pdf", "document", "audio", "audio", "video", "video");

  private final Findings findings;

  ModelsDev(Findings findings) {
    this.findings = findings;
  }

  void read(Json root) {
    Json providers = root.at("providers").isObject() ? root.at("providers") : root;
    for (Json.Field provider : providers.fields()) {
      if (!provider.value().at("models").isObject()) {
        findings.wrong(provider.name() + ": has no models");
        continue;
      }
      Optional<String> vendor = findings.vendor(provider.name());
      Optional<URI> address = address(provider.value());
      for (Json.Field model : provider.value().at("models").fields()) {
        if (vendor.isPresent()) {
          findings.vendorModel(vendor.get(), model.name(), traits(provider.name(), model));
        } else if (address.isPresent()) {
          findings.hostModel(address.get(), model.name(), traits(provider.name(), model));
        } else {
          findings.leave();
        }
      }
    }
  }

  /** An address with variables in it, or none at all, is no address. */
  private static Optional<URI> address(Json provider) {
    String text = provider.text("api", "");
    if (!text.startsWith("https://") || text.indexOf('$') >= 0 || text.indexOf('{') >= 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(URI.create(text)).filter(uri -> uri.getHost() != null);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private ModelSetting.Traits traits(String provider, Json.Field model) {
    Json value = model.value();
    var amounts = new Amounts(findings, provider + "/" + model.name(), UNIT);
    if (!value.isObject()) {
      amounts.wrong("it", "is not an object");
      return ModelSetting.Traits.NONE;
    }
    Json limit = value.at("limit");
    boolean temperature = amounts.truth(value, "temperature") || value.at("temperature").absent();
    Json cost = value.at("cost");
    if (!cost.absent() && !cost.isObject()) {
      amounts.wrong("cost", "is not an object");
    }
    return new ModelSetting.Traits(
        amounts.tokens(limit, "context"),
        amounts.tokens(limit, "output"),
        capabilities(model.name(), value, amounts),
        temperature ? List.of() : List.of("temperature", "top_p", "top_k"),
        amounts.price(
            Amounts.rates(amounts.kinds(cost, KINDS)),
            new Amounts.Variants(tiers(cost, amounts), services(value, amounts)),
            new Fees(amounts.fee(cost, "request"), BigDecimal.ZERO)));
  }

  private static List<String> capabilities(String id, Json model, Amounts amounts) {
    var all = new ArrayList<String>();
    boolean tools = amounts.truth(model, "tool_call");
    if (id.contains("embed") && !tools) {
      return List.of("embed");
    }
    if (tools) {
      all.add("tools");
    }
    if (amounts.truth(model, "reasoning")) {
      all.add("reasoning");
    }
    if (amounts.truth(model, "structured_output") || model.at("structured_output").absent()) {
      all.add("json_schema");
    }
    for (Json modality : model.at("modalities").at("input").items()) {
      String word = MODALITIES.get(modality.string().orElse(""));
      if (word != null) {
        all.add(word);
      }
    }
    return all;
  }

  private static List<Tier> tiers(Json cost, Amounts amounts) {
    var all = new ArrayList<Tier>();
    for (Json item : cost.at("tiers").items()) {
      Json tier = item.at("tier");
      Rates rates = Amounts.rates(amounts.kinds(item, KINDS));
      boolean known = tier.text("type", "context").equals("context");
      if (!known || rates == null || tier.at("size").integer().isEmpty()) {
        amounts.wrong("cost.tiers", "has one that is not by the length of the context");
      } else {
        all.add(new Tier(amounts.tokens(tier, "size"), rates));
      }
    }
    return all;
  }

  /** Prices of modes that are asked for by a class of service. */
  private static Map<String, Rates> services(Json model, Amounts amounts) {
    Map<String, Rates> all = new LinkedHashMap<>();
    for (Json.Field mode : model.at("experimental").at("modes").fields()) {
      String service = mode.value().at("provider").at("body").text("service_tier", "");
      Rates rates = Amounts.rates(amounts.kinds(mode.value().at("cost"), KINDS));
      if (!service.isEmpty() && rates != null) {
        all.put(service, rates);
      }
    }
    return all;
  }
}
