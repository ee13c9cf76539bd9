package io.sluice.config;

import io.sluice.model.Price;
import io.sluice.model.Price.Fees;
import io.sluice.model.Price.Tier;
import io.sluice.model.Rates;
import io.sluice.model.Rates.Kinds;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A section {@code price}: dollars per million tokens, with tiers, services and fees. */
final class PriceSections {
  private static final long MOST_TOKENS = 100_000_000;

  private PriceSections() {}

  /** Null if nothing is stated, or nothing that holds. */
  static @Nullable Price read(Section section) {
    try (section) {
      if (!section.present()) {
        return null;
      }
      Optional<Rates> rates = rates(section);
      var tiers = new ArrayList<Tier>();
      for (Section tier : section.list("tiers")) {
        try (tier) {
          long above = tier.number("above", 1, MOST_TOKENS).orElse(0);
          if (above == 0) {
            tier.wrong("", "a tier needs 'above', the tokens of a prompt beyond which it holds");
          }
          rates(tier).ifPresent(rate -> tiers.add(new Tier(above, rate)));
        }
      }
      Map<String, Rates> services = new LinkedHashMap<>();
      section
          .sections("services")
          .forEach(
              (name, service) -> {
                try (service) {
                  rates(service).ifPresent(rate -> services.put(name, rate));
                }
              });
      var fees = new Fees(fee(section, "request"), fee(section, "search"));
      return rates.map(usual -> new Price(usual, tiers, services, fees)).orElse(null);
    }
  }

  private static Optional<Rates> rates(Section section) {
    Optional<BigDecimal> input = section.dollars("input");
    Optional<BigDecimal> output = section.dollars("output");
    var kinds =
        new Kinds(
            section.dollars("cache_read").orElse(null),
            section.dollars("cache_write").orElse(null),
            section.dollars("cache_write_hour").orElse(null),
            section.dollars("reasoning").orElse(null));
    if (input.isEmpty() || output.isEmpty()) {
      section.wrong("", "a price needs input and output, in dollars per million tokens");
      return Optional.empty();
    }
    return Optional.of(Rates.of(input.get(), output.get(), kinds));
  }

  private static BigDecimal fee(Section section, String key) {
    return section.dollars(key).orElse(BigDecimal.ZERO);
  }
}
