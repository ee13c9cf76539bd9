package io.sluice.model;

import java.util.List;

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
   * @param earmarks empty: no budget applied
   * @param bound of all attempts so far, in dollars
   */
  record Opened(ExchangeId exchange, List<Earmark> earmarks, Money bound) implements Posting {
    public Opened {
      earmarks = List.copyOf(earmarks);
    }

    /** Only one account, in dollars. */
    public static Opened on(ExchangeId exchange, Account account, Money bound) {
      return new Opened(exchange, List.of(new Earmark(account, bound.micros())), bound);
    }
  }

  /**
   * More was set aside for a further attempt: on each account the same again as for the first.
   *
   * @param more in dollars
   */
  record Raised(ExchangeId exchange, Money more) implements Posting {}

  /**
   * The exchange ended.
   *
   * @param charged in dollars
   * @param charges what each account is charged, in the order of the earmarks; empty: each is
   *     charged {@code charged}
   */
  record Closed(ExchangeId exchange, Money charged, List<Long> charges) implements Posting {
    public Closed {
      charges = List.copyOf(charges);
    }

    /** Each account is charged {@code charged}. */
    public Closed(ExchangeId exchange, Money charged) {
      this(exchange, charged, List.of());
    }
  }
}
