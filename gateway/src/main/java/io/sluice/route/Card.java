package io.sluice.route;

import java.util.ArrayList;
import java.util.EnumMap;
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
    REQUESTED_SPENT
  }

  private final EnumMap<Sum, Double> sums = new EnumMap<>(Sum.class);

  /** Adds {@code amount} to one sum. */
  synchronized void add(Sum sum, double amount) {
    sums.merge(sum, amount, Double::sum);
  }

  /** Adds all of another card: {@link #all()} of it, or of one that knew fewer sums. */
  synchronized void add(List<Double> amounts) {
    int i = 0;
    for (Sum sum : Sum.values()) {
      if (i < amounts.size()) {
        add(sum, amounts.get(i));
        i++;
      }
    }
  }

  /** One sum. */
  public synchronized double of(Sum sum) {
    return sums.getOrDefault(sum, 0.0);
  }

  /** All sums, in the order of {@link Sum}. */
  synchronized List<Double> all() {
    var all = new ArrayList<Double>();
    for (Sum sum : Sum.values()) {
      all.add(of(sum));
    }
    return all;
  }
}
