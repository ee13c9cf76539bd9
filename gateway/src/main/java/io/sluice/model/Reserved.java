package io.sluice.model;

import org.jspecify.annotations.Nullable;

/**
 * What was set aside for an exchange before anything left.
 *
 * @param account null: no budget applies
 * @param bound the most that the exchange can cost; nothing where no budget applies
 * @param outputTokens the limit on the answer that {@code bound} relies on: where the caller set
 *     none, the gateway must set this one; 0: none
 */
public record Reserved(@Nullable Account account, Money bound, long outputTokens) {
  /** No budget applies. */
  public static final Reserved NOTHING = new Reserved(null, Money.ZERO, 0);
}
