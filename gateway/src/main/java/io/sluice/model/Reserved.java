package io.sluice.model;

import java.util.List;

/**
 * What was set aside for an exchange before anything left.
 *
 * @param earmarks what is set aside on each account; empty: no budget applies
 * @param bound the most that one attempt can cost; nothing where no budget in dollars applies
 * @param outputTokens the limit on the answer that {@code bound} relies on: where the caller set
 *     none, the gateway must set this one; 0: none
 */
public record Reserved(List<Earmark> earmarks, Money bound, long outputTokens) {
  /** No budget applies. */
  public static final Reserved NOTHING = new Reserved(List.of(), Money.ZERO, 0);

  public Reserved {
    earmarks = List.copyOf(earmarks);
  }
}
