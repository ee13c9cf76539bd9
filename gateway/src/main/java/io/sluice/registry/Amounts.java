package io.sluice.registry;

import io.sluice.json.Json;
import io.sluice.model.Price;
import io.sluice.model.Price.Fees;
import io.sluice.model.Price.Tier;
import io.sluice.model.Rates;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the numbers of one model of a foreign list. Each is in the list's own unit and becomes
 * dollars per million tokens; one that is negative, or beyond what any model costs, is wrong: most
 * likely its unit is another one.
 */
final class Amounts {
  /** Ten times what the dearest model of the market costs, in dollars per million tokens. */
  private static final BigDecimal MOST = BigDecimal.valueOf(6_000);

  /** A tenth of what the cheapest costs. */
  private static final BigDecimal LEAST = new BigDecimal("0.0001");

  private static final BigDecimal MOST_FEE = BigDecimal.TEN;
  private static final BigDecimal LEAP = BigDecimal.valueOf(20);
  private static final long MOST_TOKENS = 100_000_000;

  /** Places after the point that are kept: what is beyond is noise of binary fractions. */
  private static final int PLACES = 9;

  private final Findings findings;
  private final String model;
  private final Unit unit;

  /**
   * How a list writes the price of tokens.
   *
   * @param kind numbers, or decimals as text
   * @param places how far the point moves to the right to make it dollars per million
   */
  record Unit(Json.Kind kind, int places) {}

  /** The prices of long prompts and of classes of service. */
  record Variants(List<Tier> tiers, Map<String, Rates> services) {}

  /** For one model. */
  Amounts(Findings findings, String model, Unit unit) {
    this.findings = findings;
    this.model = model;
    this.unit = unit;
  }

  /** A price of tokens; null if there is none. */
  @Nullable BigDecimal rate(Json object, String name) {
    BigDecimal amount = amount(object, name);
    if (amount == null) {
      return null;
    }
    BigDecimal rate = amount.movePointRight(unit.places());
    boolean odd = rate.signum() > 0 && rate.compareTo(LEAST) < 0;
    if (rate.signum() < 0 || rate.compareTo(MOST) > 0 || odd) {
      wrong(name, "is not plausible: " + shown(rate) + " dollars per million tokens");
      return null;
    }
    return rounded(rate);
  }

  /** A price by the piece, in dollars; 0 if there is none. */
  BigDecimal fee(Json object, String name) {
    BigDecimal amount = amount(object, name);
    if (amount == null) {
      return BigDecimal.ZERO;
    }
    if (amount.signum() < 0 || amount.compareTo(MOST_FEE) > 0) {
      wrong(name, "is not plausible: " + shown(amount) + " dollars");
      return BigDecimal.ZERO;
    }
    return rounded(amount);
  }

  private @Nullable BigDecimal amount(Json object, String name) {
    Json value = object.at(name);
    if (value.absent()) {
      return null;
    }
    String digits = value.string().orElse(value.raw().utf8());
    try {
      if (value.kind() == unit.kind() && digits.length() <= 40) {
        var amount = new BigDecimal(digits);
        if (Math.abs((long) amount.scale()) < 100) {
          return amount;
        }
      }
    } catch (NumberFormatException e) {
      // said below
    }
    wrong(name, unit.kind() == Json.Kind.STRING ? "is not a decimal as text" : "is not a number");
    return null;
  }

  /** A number of tokens; 0 if there is none. */
  long tokens(Json object, String name) {
    Json value = object.at(name);
    if (value.absent()) {
      return 0;
    }
    long tokens = value.integer().orElse(-1);
    if (tokens < 0 || tokens > MOST_TOKENS) {
      wrong(name, "is not a number of tokens");
      return 0;
    }
    return tokens;
  }

  /** True or false; false if it is not said. */
  boolean truth(Json object, String name) {
    Json value = object.at(name);
    boolean plain =
        value.absent() || value.kind() == Json.Kind.TRUE || value.kind() == Json.Kind.FALSE;
    if (!plain) {
      wrong(name, "is not true or false");
    }
    return value.bool(false);
  }

  /**
   * A price of its parts. Null if a part is missing, or if all of it is nothing: that may mean
   * free, or that nobody knows, and what nobody knows must not pass for free.
   */
  @Nullable Price price(@Nullable Rates rates, Variants variants, Fees fees) {
    if (rates == null || rates.input().signum() == 0 && rates.output().signum() == 0) {
      return null;
    }
    return new Price(rates, variants.tiers(), variants.services(), fees);
  }

  /** The rates of one object under the names that the list has for the kinds. */
  Map<String, BigDecimal> kinds(Json object, Map<String, String> names) {
    Map<String, BigDecimal> kinds = new LinkedHashMap<>();
    names.forEach(
        (kind, name) -> {
          BigDecimal rate = rate(object, name);
          if (rate != null) {
            kinds.put(kind, rate);
          }
        });
    return kinds;
  }

  /** Rates of kinds by name; null unless both input and output are stated. */
  static @Nullable Rates rates(Map<String, BigDecimal> kinds) {
    BigDecimal input = kinds.get("input");
    BigDecimal output = kinds.get("output");
    if (input == null || output == null) {
      return null;
    }
    var stated =
        new Rates.Kinds(
            kinds.get("cache_read"),
            kinds.get("cache_write"),
            kinds.get("cache_write_hour"),
            kinds.get("reasoning"));
    return Rates.of(input, output, stated);
  }

  /** True if one price is more than twenty times the other. */
  static boolean leaps(@Nullable Price was, @Nullable Price is) {
    return was != null
        && is != null
        && (leaps(was.input(), is.input()) || leaps(was.output(), is.output()));
  }

  private static boolean leaps(BigDecimal a, BigDecimal b) {
    return a.signum() > 0 && b.signum() > 0 && a.max(b).compareTo(a.min(b).multiply(LEAP)) > 0;
  }

  void wrong(String name, String what) {
    findings.wrong(model + ": " + name + " " + what);
  }

  private static BigDecimal rounded(BigDecimal value) {
    BigDecimal kept = value.scale() > PLACES ? value.setScale(PLACES, RoundingMode.HALF_UP) : value;
    BigDecimal plain = kept.stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }

  private static String shown(BigDecimal value) {
    return value.stripTrailingZeros().toPlainString();
  }
}
