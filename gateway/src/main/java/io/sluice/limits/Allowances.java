package io.sluice.limits;

import java.util.List;

/** The budgets and limits of configuration; callers may have their own besides. */
public record Allowances(List<BudgetRule> budgets, List<RateRule> limits) {
  /** Configuration sets none. */
  public static final Allowances NONE = new Allowances(List.of(), List.of());

  /** The most rules of each kind: all that apply stand in every decision entry. */
  public static final int MOST_RULES = 64;

  public Allowances {
    budgets = List.copyOf(budgets);
    limits = List.copyOf(limits);
    if (budgets.size() > MOST_RULES || limits.size() > MOST_RULES) {
      throw new IllegalArgumentException("at most " + MOST_RULES + " budgets and as many limits");
    }
  }
}
