package io.sluice.replay;

import io.sluice.audit.Judged;
import io.sluice.model.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Counts what a simulation meets. */
final class Tally {
  /** So many flips are told one by one; all are counted. */
  private static final int TOLD = 1_000;

  private long decisions;
  private long unreadable;
  private long repeated;
  private long differing;
  private long costBefore;
  private long costAfter;
  private long outward;
  private long flipped;
  private final Map<String, Long> kinds = new TreeMap<>();
  private final Map<String, Long> byRule = new TreeMap<>();
  private final Map<String, Long> byWorkload = new TreeMap<>();
  private final Set<String> keys = new HashSet<>();
  private final List<Flip> flips = new ArrayList<>();
  private final List<long[]> costs = new ArrayList<>();

  void unreadable() {
    unreadable++;
  }

  void replayed(boolean known, boolean same) {
    repeated += same ? 1 : 0;
    differing += known && !same ? 1 : 0;
  }

  /** Answers the number under which a flip is known; -1 where nothing flips. */
  int decided(Judged then, Optional<Flip> flip) {
    decisions++;
    if (flip.isEmpty()) {
      return -1;
    }
    Flip one = flip.get();
    flipped++;
    kinds.merge(one.turn().kind(), 1L, Long::sum);
    one.rules().forEach(rule -> byRule.merge(rule, 1L, Long::sum));
    var who = one.who();
    byWorkload.merge(who.tenant() + "/" + who.team() + "/" + who.app(), 1L, Long::sum);
    keys.add(who.key());
    boolean confidential =
        then.facts().exposure().label().level().compareTo(Level.CONFIDENTIAL) >= 0;
    outward += confidential && Flip.outward(one, then) ? 1 : 0;
    if (flips.size() < TOLD) {
      flips.add(one);
      costs.add(new long[2]);
      return flips.size() - 1;
    }
    return TOLD;
  }

  void cost(int flip, long before, long after) {
    costBefore += before;
    costAfter += after;
    if (flip >= 0 && flip < costs.size()) {
      costs.get(flip)[0] = before;
      costs.get(flip)[1] = after;
    }
  }

  Difference difference(String candidate) {
    return new Difference(
        candidate,
        new Difference.Seen(decisions, unreadable, repeated, differing),
        new Difference.Change(
            flipped, keys.size(), outward, new Difference.Cost(costBefore, costAfter)),
        new Difference.Counts(kinds, byRule, byWorkload),
        told());
  }

  private List<Difference.Told> told() {
    var all = new ArrayList<Difference.Told>();
    for (int i = 0; i < flips.size(); i++) {
      long[] cost = costs.get(i);
      all.add(new Difference.Told(flips.get(i), new Difference.Cost(cost[0], cost[1])));
    }
    return all;
  }
}
