package io.sluice.model;

/**
 * What is set aside on one account for an exchange.
 *
 * @param amount in the account's unit
 */
public record Earmark(Account account, long amount) {
  public Earmark {
    if (amount < 0) {
      throw new IllegalArgumentException("amount must be >= 0, was " + amount);
    }
  }
}
