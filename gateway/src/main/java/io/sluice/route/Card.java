package io.sluice.route;

import java.util.Arrays;
import java.util.List;

/** Sums over the exchanges of one {@link Scorecards.Entry}; all a mean and its interval need. */
public final class Card {
  /** What is summed. Times in milliseconds, money in micro-dollars; {@code _SQ}: of squares. */
  public enum Sum {
    ANSWERED,
    FAILED,
    DECLINED,
    COST,
    COST_SQ,
    FIRST,
    FIRST_SQ,
    TIMED,
    INPUT,
    OUTPUT,
    CHECKED,
    VALID,
    SCORED,
    SCORE,
    SCORE_SQ,
    BASELINE,
    BASELINE_SPENT,
    REQUESTED,
    REQUESTED_SPENT,
    TRIED
  }

  private final double[] sums = new double[Sum.values().length];

  /** Adds {@code amount} to one sum. */
  synchronized void add(Sum sum, double amount) {
    sums[sum.ordinal()] += amount;
  }

  /** Adds all of another card. */
  synchronized void add(List<Double> amounts) {
    for (int i = 0; i < Math.min(sums.length, amounts.size()); i++) {
      sums[i] += amounts.get(i);
    }
  }

  /** One sum. */
  public synchronized double of(Sum sum) {
    return sums[sum.ordinal()];
  }

  /** All sums, in the order of {@link Sum}. */
  synchronized List<Double> all() {
    return Arrays.stream(sums).boxed().toList();
  }
}
