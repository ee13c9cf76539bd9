package io.sluice.registry;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Price;
import io.sluice.model.Price.Fees;
import io.sluice.model.Price.Tier;
import io.sluice.model.Rates;
import io.sluice.model.Rates.Kinds;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A price as the catalogue's own JSON has it: dollars per million tokens, fees in dollars. */
final class PriceText {
  private PriceText() {}

  /** Null if there is no price. */
  static @Nullable Price read(Json item) {
    if (!item.isObject()) {
      return null;
    }
    var tiers = new ArrayList<Tier>();
    for (Json tier : item.at("tiers").items()) {
      tiers.add(new Tier(tier.integer("above", 0), rates(tier)));
    }
    Map<String, Rates> services = new LinkedHashMap<>();
    for (Json.Field service : item.at("services").fields()) {
      services.put(service.name(), rates(service.value()));
    }
    var fees = new Fees(amount(item, "request"), amount(item, "search"));
    return new Price(rates(item), tiers, services, fees);
  }

  private static Rates rates(Json item) {
    var kinds =
        new Kinds(
            decimal(item.at("cache_read")),
            decimal(item.at("cache_write")),
            decimal(item.at("cache_write_hour")),
            decimal(item.at("reasoning")));
    return Rates.of(amount(item, "input"), amount(item, "output"), kinds);
  }

  private static BigDecimal amount(Json item, String name) {
    BigDecimal stated = decimal(item.at(name));
    return stated == null ? BigDecimal.ZERO : stated;
  }

  private static @Nullable BigDecimal decimal(Json number) {
    return number.absent() ? null : new BigDecimal(number.raw().utf8());
  }

  /** Writes all of it, also what follows from other rates. */
  static void write(JsonWriter out, Price price) {
    out.object();
    rates(out, price.rates());
    number(out, "request", price.fees().request());
    number(out, "search", price.fees().search());
    out.name("tiers").array();
    for (Tier tier : price.tiers()) {
      out.object().field("above", tier.above());
      rates(out, tier.rates());
      out.endObject();
    }
    out.endArray().name("services").object();
    new TreeMap<>(price.services())
        .forEach(
            (name, rates) -> {
              out.name(name).object();
              rates(out, rates);
              out.endObject();
            });
    out.endObject().endObject();
  }

  private static void rates(JsonWriter out, Rates rates) {
    number(out, "input", rates.input());
    number(out, "output", rates.output());
    number(out, "cache_read", rates.cacheRead());
    number(out, "cache_write", rates.cacheWrite());
    number(out, "cache_write_hour", rates.cacheWriteHour());
    number(out, "reasoning", rates.reasoning());
  }

  private static void number(JsonWriter out, String name, BigDecimal value) {
    out.name(name).raw(value.toPlainString());
  }
}
