package io.sluice.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * What a model costs, in US dollars per million tokens. One dollar per million tokens is one
 * micro-dollar per token, so a cost is tokens times price, rounded up once, to the micro-dollar.
 */
public record Price(
    BigDecimal input, BigDecimal output, BigDecimal cacheRead, BigDecimal cacheWrite) {
  /** Free of charge, as stated by the operator (own models). */
  public static final Price FREE =
      new Price(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

  public Price {
    if (input.signum() < 0
        || output.signum() < 0
        || cacheRead.signum() < 0
        || cacheWrite.signum() < 0) {
      throw new IllegalArgumentException("a price is never negative");
    }
  }

  /** What {@code usage} costs. */
  public Money cost(Usage usage) {
    var micros =
        input
            .multiply(BigDecimal.valueOf(usage.input()))
            .add(output.multiply(BigDecimal.valueOf(usage.output())))
            .add(cacheRead.multiply(BigDecimal.valueOf(usage.cacheRead())))
            .add(cacheWrite.multiply(BigDecimal.valueOf(usage.cacheWrite())));
    BigInteger whole = micros.setScale(0, RoundingMode.CEILING).toBigInteger();
    return new Money(whole.longValueExact());
  }

  /** The most that so many tokens in and out can cost, whatever the cache does. */
  public Money upperBound(long inputTokens, long outputTokens) {
    var dearest = input.max(cacheRead).max(cacheWrite);
    var bound = new Price(dearest, output, BigDecimal.ZERO, BigDecimal.ZERO);
    return bound.cost(new Usage(inputTokens, outputTokens, 0, 0, 0));
  }
}
