package io.sluice.model;

import java.util.List;

/**
 * The order in which permitted candidates are tried, and why the others are not.
 *
 * @param order a subset of the permit's allowed verdicts, first choice first; never empty
 */
public record Plan(Permit permit, List<Verdict> order, List<Rejection> rejections) {
  /** A candidate that was passed over and why: a health, capability or price reason. */
  public record Rejection(Candidate candidate, String reason) {}

  public Plan {
    order = List.copyOf(order);
    rejections = List.copyOf(rejections);
    if (order.isEmpty() || !permit.verdicts().containsAll(order)) {
      throw new IllegalArgumentException("a plan orders what the permit allows, at least one");
    }
  }
}
