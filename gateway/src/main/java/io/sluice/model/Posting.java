package io.sluice.model;

import org.jspecify.annotations.Nullable;

/**
 * What one entry of the ledger says for the budgets: the ledger is their only journal. Every
 * exchange that was decided is opened once, raised for each further attempt, and closed once.
 */
public sealed interface Posting {
  /** The exchange it is about. */
  ExchangeId exchange();

  /**
   * The exchange was decided.
   *
   * @param account null: no budget applied
   */
  record Opened(ExchangeId exchange, @Nullable Account account, Money bound) implements Posting {}

  /** So much more was set aside for a further attempt. */
  record Raised(ExchangeId exchange, Money more) implements Posting {}

  /** The exchange ended, and this is what its account is charged. */
  record Closed(ExchangeId exchange, Money charged) implements Posting {}
}
