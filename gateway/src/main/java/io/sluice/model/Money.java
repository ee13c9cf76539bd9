package io.sluice.model;

import java.math.BigDecimal;

/** An amount of US dollars in micro-dollars: 1_000_000 is one dollar. Never negative. */
public record Money(long micros) implements Comparable<Money> {
  /** Nothing. */
  public static final Money ZERO = new Money(0);

  public Money {
    if (micros < 0) {
      throw new IllegalArgumentException("micros must be >= 0, was " + micros);
    }
  }

  /** Both together. Sums beyond the range of a long are refused. */
  public Money plus(Money other) {
    return new Money(Math.addExact(micros, other.micros));
  }

  /** The larger of the two. */
  public Money max(Money other) {
    return other.micros > micros ? other : this;
  }

  /** What is left of this after {@code other}; nothing if other is more. */
  public Money minusOrZero(Money other) {
    return other.micros >= micros ? ZERO : new Money(micros - other.micros);
  }

  /** Dollars as decimal text, at least two and at most six places: {@code 0.0125}, {@code 5.00}. */
  public String dollars() {
    var value = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
    return (value.scale() < 2 ? value.setScale(2) : value).toPlainString();
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(micros, other.micros);
  }
}
