package io.sluice.model;

/**
 * What one attempt used.
 *
 * @param cost by the prices in force; nothing where the price is unknown
 * @param tokens of every kind, in and out
 */
public record Charge(Candidate candidate, Money cost, long tokens) {
  public Charge {
    if (tokens < 0) {
      throw new IllegalArgumentException("tokens must be >= 0, was " + tokens);
    }
  }

  /** So many of it. */
  public Charge times(int count) {
    return new Charge(
        candidate, new Money(Math.multiplyExact(cost.micros(), (long) count)), tokens * count);
  }

  /** Kind by kind the larger of two charges of the same attempt. */
  public Charge max(Charge other) {
    return new Charge(candidate, cost.max(other.cost), Math.max(tokens, other.tokens));
  }
}
