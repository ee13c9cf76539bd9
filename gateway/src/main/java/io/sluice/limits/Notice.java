package io.sluice.limits;

import io.sluice.model.Account;

/**
 * Something about a budget that operators are told.
 *
 * @param percent of the limit that was reached; 0 for an overrun
 * @param amount an alert: what is spent; an overrun: what was charged beyond what was set aside; in
 *     the account's unit
 */
public record Notice(Kind kind, Account account, long limit, int percent, long amount) {
  /** The kinds. */
  public enum Kind {
    /** So much of a budget is spent. */
    ALERT,
    /** A provider charged more than was set aside: it did not keep to what it was asked. */
    OVERRUN
  }
}
