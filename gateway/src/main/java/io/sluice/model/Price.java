package io.sluice.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a model costs, in US dollars per million tokens. One dollar per million tokens is one
 * micro-dollar per token, so a cost is tokens times price plus fees: exact decimals, rounded up
 * once, to the micro-dollar.
 *
 * @param rates of an exchange that no tier and no service says otherwise of
 * @param tiers prices of long prompts, the shortest first
 * @param services rates by the name of a class of service, such as {@code batch}, {@code flex} or
 *     {@code priority}
 * @param fees what is charged by the piece
 */
public record Price(Rates rates, List<Tier> tiers, Map<String, Rates> services, Fees fees) {
  /** Free of charge, as stated by the operator (own models). */
  public static final Price FREE =
      new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  /**
   * Prices of long prompts: all tokens of an exchange cost them, not only those beyond.
   *
   * @param above they hold for prompts of more tokens than this, cached ones included
   */
  public record Tier(long above, Rates rates) {
    public Tier {
      if (above < 0) {
        throw new IllegalArgumentException("a tier begins at 0 tokens or above");
      }
    }
  }

  /** What is charged by the piece, in dollars. */
  public record Fees(BigDecimal request, BigDecimal search) {
    /** No fees. */
    public static final Fees NONE = new Fees(BigDecimal.ZERO, BigDecimal.ZERO);

    public Fees {
      if (request.signum() < 0 || search.signum() < 0) {
        throw new IllegalArgumentException("a fee is never negative");
      }
    }

    BigDecimal micros(long searches) {
      return request.add(search.multiply(BigDecimal.valueOf(searches))).movePointRight(6);
    }
  }

  public Price {
    tiers = tiers.stream().sorted(Comparator.comparingLong(Tier::above)).toList();
    services = Map.copyOf(services);
  }

  /** A price without tiers, services and fees. */
  public Price(Rates rates) {
    this(rates, List.of(), Map.of(), Fees.NONE);
  }

  /** A price of the four usual kinds. */
  public Price(BigDecimal input, BigDecimal output, BigDecimal cacheRead, BigDecimal cacheWrite) {
    this(new Rates(input, output, cacheRead, cacheWrite, cacheWrite, output));
  }

  /** What tokens cost that no cache was asked for. */
  public BigDecimal input() {
    return rates.input();
  }

  /** What tokens of the answer cost. */
  public BigDecimal output() {
    return rates.output();
  }

  /** What tokens cost that are read from a cache. */
  public BigDecimal cacheRead() {
    return rates.cacheRead();
  }

  /** What tokens cost that are written to a cache. */
  public BigDecimal cacheWrite() {
    return rates.cacheWrite();
  }

  /**
   * What {@code usage} costs, never less than nothing. A class of service whose price nobody stated
   * costs what the usual one does; a long prompt costs at least its tier in every class.
   */
  public Money cost(Usage usage) {
    Rates usual = at(usage.totalInput());
    Rates service = services.get(usage.served().service());
    BigDecimal micros = (service == null ? usual : service).micros(usage);
    if (service != null && !usual.equals(rates)) {
      micros = micros.max(usual.micros(usage));
    }
    return rounded(micros.add(fees.micros(usage.served().searches())));
  }

  /**
   * About what so many tokens cost, in micro-dollars: for comparing models, not for charging.
   *
   * @param cached that part of the input that a cache is expected to hold
   */
  public double estimate(double input, double output, double cached) {
    Rates at = tiers.isEmpty() ? rates : at((long) input);
    double held = Math.min(cached, input);
    return (input - held) * at.input().doubleValue()
        + held * at.cacheRead().doubleValue()
        + output * at.output().doubleValue()
        + fees.request().doubleValue() * 1e6;
  }

  /**
   * The most that so many tokens in and out can cost in any tier they can reach, whatever the cache
   * does and whatever class of service is given.
   */
  public Money upperBound(long inputTokens, long outputTokens) {
    BigDecimal most = rates.mostMicros(inputTokens, outputTokens);
    for (Tier tier : tiers) {
      if (inputTokens > tier.above()) {
        most = most.max(tier.rates().mostMicros(inputTokens, outputTokens));
      }
    }
    for (Rates service : services.values()) {
      most = most.max(service.mostMicros(inputTokens, outputTokens));
    }
    return rounded(most.add(fees.micros(0)));
  }

  private Rates at(long promptTokens) {
    Rates at = rates;
    for (Tier tier : tiers) {
      if (promptTokens > tier.above()) {
        at = tier.rates();
      }
    }
    return at;
  }

  private static Money rounded(BigDecimal micros) {
    return new Money(micros.setScale(0, RoundingMode.CEILING).toBigInteger().longValueExact());
  }
}
