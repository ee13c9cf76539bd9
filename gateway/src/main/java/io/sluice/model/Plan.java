package io.sluice.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The order in which permitted candidates are tried, and why the others are not.
 *
 * @param order a subset of the permit's allowed verdicts, first choice first; never empty
 * @param choice what put them in that order
 */
public record Plan(Permit permit, List<Verdict> order, List<Rejection> rejections, Choice choice) {
  /** A candidate that was passed over and why: a health, capability or price reason. */
  public record Rejection(Candidate candidate, String reason) {}

  /** What put the candidates in order. */
  public enum Layer {
    /** There was one. */
    ONLY,
    /** A rule of the route: nothing else may be used. */
    PIN,
    /** A rule of the route: these first. */
    PREFER,
    /** A rule of the route: those last. */
    AVOID,
    /** The candidate that is tried out on a share of the route's traffic. */
    CANARY,
    /** What the route weighs. */
    OBJECTIVE
  }

  /**
   * Why the first is first.
   *
   * @param why in words for an operator; no content
   * @param scores one per candidate of the order, in that order
   */
  public record Choice(Layer layer, String why, List<Score> scores) {
    /** Nobody said. */
    public static final Choice UNTOLD = new Choice(Layer.OBJECTIVE, "", List.of());

    public Choice {
      scores = List.copyOf(scores);
    }
  }

  /**
   * What was expected of one candidate when it was weighed.
   *
   * @param costMicros of this request, in micro-dollars; negative: its price is unknown
   * @param quality the share of answers expected to be good; negative: nothing was expected
   * @param total the weighed sum, of which the least wins
   */
  public record Score(double costMicros, double quality, double total) {}

  public Plan {
    order = List.copyOf(order);
    rejections = List.copyOf(rejections);
    if (order.isEmpty() || !inside(permit.verdicts(), order)) {
      throw new IllegalArgumentException("a plan orders what the permit allows, at least one");
    }
  }

  /** A plan that says nothing of its order. */
  public Plan(Permit permit, List<Verdict> order, List<Rejection> rejections) {
    this(permit, order, rejections, Choice.UNTOLD);
  }

  /** The same choice in another order, or without some of it. */
  public Plan with(List<Verdict> other, List<Rejection> passedOver) {
    var known = new IdentityHashMap<Verdict, Score>(order.size());
    for (int i = 0; i < Math.min(order.size(), choice.scores().size()); i++) {
      known.put(order.get(i), choice.scores().get(i));
    }
    var scores = new ArrayList<Score>(other.size());
    for (Verdict verdict : other) {
      Score score = known.get(verdict);
      if (score == null) {
        scores.clear();
        break;
      }
      scores.add(score);
    }
    return new Plan(permit, other, passedOver, new Choice(choice.layer(), choice.why(), scores));
  }

  /**
   * The same candidates in another order.
   *
   * @param places each place of this order once
   */
  public Plan reordered(int[] places) {
    var other = new Verdict[order.size()];
    boolean scored = choice.scores().size() == order.size();
    var scores = new Score[scored ? order.size() : 0];
    var taken = new boolean[order.size()];
    for (int i = 0; i < places.length; i++) {
      if (taken[places[i]]) {
        throw new IllegalArgumentException("a place is taken once");
      }
      taken[places[i]] = true;
      other[i] = order.get(places[i]);
      if (scored) {
        scores[i] = choice.scores().get(places[i]);
      }
    }
    var same = new Choice(choice.layer(), choice.why(), List.of(scores));
    return new Plan(permit, List.of(other), rejections, same); // one that is missing is null
  }

  /** Most plans hold the permit's own verdicts: these are found without comparing all with all. */
  private static boolean inside(List<Verdict> verdicts, List<Verdict> order) {
    var own = Collections.newSetFromMap(new IdentityHashMap<Verdict, Boolean>(verdicts.size()));
    own.addAll(verdicts);
    for (Verdict verdict : order) {
      if (!verdict.allowed() || !(own.contains(verdict) || verdicts.contains(verdict))) {
        return false;
      }
    }
    return true;
  }
}
