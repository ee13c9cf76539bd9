package io.sluice.route;

import io.sluice.model.Candidate;
import io.sluice.model.Facts;
import io.sluice.model.Plan.Choice;
import io.sluice.model.Plan.Layer;
import io.sluice.model.Plan.Score;
import io.sluice.model.Price;
import io.sluice.model.RoutingRule;
import io.sluice.model.Verdict;
import io.sluice.route.Outlook.Usual;
import io.sluice.route.RouteView.Weights;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts candidates that can be used in the order their route wants: its rules first, then what it
 * weighs. Pure, and can add none.
 */
final class Chooser {
  private static final long BYTES_PER_TOKEN = 4;
  private static final long MEDIA_TOKENS = 1_000;
  private static final double USUAL_OUTPUT = 500;
  private static final double UNPRICED = 2.0;

  /** More than any weights can come to. */
  private static final double TOO_SMALL = 1e6;

  private static final double UNKNOWN = -1;

  /** Of a number that candidates are sorted by: rank, then total, then place. */
  private static final int RANK_BITS = 2;

  private static final int TOTAL_BITS = 61;
  private static final int PLACE_BITS = 16;
  private static final long PLACES = (1L << PLACE_BITS) - 1;

  private final RouteView view;
  private final Weights weights;
  private final double input;
  private final double outputLimit;
  private final boolean answers;

  /** For the request of {@code facts} in the world of {@code view}. */
  Chooser(Facts facts, RouteView view) {
    this.view = view;
    this.weights = view.weights();
    var size = facts.traits().size();
    this.input = (double) size.textBytes() / BYTES_PER_TOKEN + size.media() * MEDIA_TOKENS;
    this.outputLimit = size.maxOutputTokens() > 0 ? size.maxOutputTokens() : Double.MAX_VALUE;
    this.answers = facts.traits().call().operation() == io.sluice.model.Traits.Operation.CHAT;
  }

  /** About how many tokens the prompt has. */
  double inputTokens() {
    return input;
  }

  /** Candidates in order, and why. */
  record Ranking(List<Verdict> order, Choice choice) {}

  /** One candidate while it is weighed. */
  private static final class Weighed {
    final Verdict verdict;
    final int place;
    double cost = UNKNOWN;
    double usual = UNKNOWN;
    double quality = UNKNOWN;
    double pace;
    double total;
    int rank;

    Weighed(Verdict verdict, int place) {
      this.verdict = verdict;
      this.place = place;
    }

    Candidate candidate() {
      return verdict.candidate();
    }

    /** In one go: a chain of comparators is felt where there are hundreds. */
    int before(Weighed other) {
      if (rank != other.rank) {
        return Integer.compare(rank, other.rank);
      }
      int order = Double.compare(total, other.total);
      order = order != 0 ? order : Double.compare(cost, other.cost);
      return order != 0 ? order : Integer.compare(place, other.place);
    }
  }

  /** The order of {@code usable}, which is not empty, under the rule that holds. */
  Ranking rank(List<Verdict> usable, @Nullable RoutingRule rule) {
    var all = new Weighed[usable.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = weighed(usable.get(i), i);
    }
    total(all);
    boolean ruled = rule != null && ranked(all, rule);
    boolean tried = rule == null && tried(all);
    all = sorted(all);
    var order = new Verdict[all.length];
    var scores = new Score[all.length];
    for (int i = 0; i < all.length; i++) {
      Weighed one = all[i];
      order[i] = one.verdict;
      scores[i] = new Score(one.cost, one.quality, one.total);
    }
    var choice =
        tried
            ? new Choice(Layer.CANARY, "its share of the traffic", List.of(scores))
            : choice(all, ruled ? rule : null, List.of(scores));
    return new Ranking(List.of(order), choice);
  }

  /**
   * The best first. Sorted by numbers that hold rank, total and place, of the total all but the
   * last bits: where there are hundreds that takes a third of the time of comparing. What those
   * bits and the cost say is put right afterwards.
   */
  private static Weighed[] sorted(Weighed[] all) {
    if (all.length > PLACES) {
      Arrays.sort(all, Weighed::before);
      return all;
    }
    long[] keys = new long[all.length];
    for (int i = 0; i < keys.length; i++) {
      long total = Double.doubleToLongBits(all[i].total) >>> RANK_BITS & -1L << PLACE_BITS;
      keys[i] = (long) (all[i].rank + 1) << TOTAL_BITS | total | i & PLACES;
    }
    Arrays.sort(keys);
    var sorted = new Weighed[all.length];
    for (int i = 0; i < keys.length; i++) {
      Weighed one = all[(int) (keys[i] & PLACES)];
      int at = i;
      for (; at > 0 && one.before(sorted[at - 1]) < 0; at--) {
        sorted[at] = sorted[at - 1];
      }
      sorted[at] = one;
    }
    return sorted;
  }

  private Weighed weighed(Verdict verdict, int place) {
    var one = new Weighed(verdict, place);
    Outlook outlook = view.preference().outlook();
    double output = answers ? USUAL_OUTPUT : 0;
    Usual usual = outlook == null ? Usual.UNKNOWN : outlook.usual();
    if (outlook != null && answers) {
      Expected expected = outlook.of(one.candidate());
      one.quality = expected.quality();
      output = expected.outputTokens();
    }
    output = Math.min(output, outputLimit);
    Price price = one.candidate().price();
    if (price != null) {
      one.cost = price.estimate(input, output, cached(one.candidate()));
      one.usual =
          usual.inputTokens() > 0
              ? price.estimate(usual.inputTokens(), usual.outputTokens(), 0)
              : price.estimate(input, output, 0);
    }
    return one;
  }

  private double cached(Candidate candidate) {
    var warm = view.preference().warm();
    return warm != null && warm.model().equals(candidate.ref()) ? warm.cachedTokens() : 0;
  }

  private void total(Weighed[] all) {
    double dearest = 0;
    double slowest = 0;
    for (Weighed one : all) {
      dearest = Math.max(dearest, one.usual);
      one.pace = weights.latency() > 0 ? pace(one) : 0;
      slowest = Math.max(slowest, one.pace);
    }
    var warm = view.preference().warm();
    double held = warm == null || input <= 0 ? 0 : Math.min(1, warm.cachedTokens() / input);
    for (Weighed one : all) {
      double cost = one.cost < 0 ? UNPRICED : share(one.cost, dearest);
      one.total = weights.cost() * cost + weights.latency() * share(one.pace, slowest);
      if (one.quality >= 0) {
        one.total += weights.quality() * (1 - one.quality);
      }
      if (weights.risk() > 0) {
        one.total += weights.risk() * Risk.of(one.candidate().profile());
      }
      if (warm != null && !warm.model().equals(one.candidate().ref())) {
        one.total += weights.switching() * held;
      }
      if (tooSmall(one.candidate())) {
        one.total += TOO_SMALL;
      }
    }
  }

  /** True if the rule tells some from others. */
  private static boolean ranked(Weighed[] all, RoutingRule rule) {
    int named = 0;
    for (Weighed one : all) {
      boolean meant = rule.models().contains(one.candidate().name());
      named += meant ? 1 : 0;
      one.rank = meant == (rule.act() == RoutingRule.Act.AVOID) ? 1 : 0;
    }
    return rule.act() == RoutingRule.Act.PIN || (named > 0 && named < all.length);
  }

  /** The candidate that is tried out comes first or last; true if this request tries it. */
  private boolean tried(Weighed[] all) {
    var canary = view.preference().canary();
    boolean first = false;
    if (canary != null && all.length > 1) {
      for (Weighed one : all) {
        if (one.candidate().name().equals(canary.model())) {
          one.rank = canary.drawn() ? -1 : 1;
          first = canary.drawn();
        }
      }
    }
    return first;
  }

  private Choice choice(Weighed[] all, @Nullable RoutingRule rule, List<Score> scores) {
    if (rule != null) {
      var layer = Layer.valueOf(rule.act().name());
      return new Choice(layer, "a rule of the route", scores);
    }
    if (all.length == 1) {
      return new Choice(Layer.ONLY, "no other candidate could be used", scores);
    }
    return new Choice(Layer.OBJECTIVE, margin(all[0], all[1]), scores);
  }

  /** What the first is better in than the second. */
  private String margin(Weighed first, Weighed second) {
    var warm = view.preference().warm();
    var text = new StringBuilder();
    if (warm != null && warm.model().equals(first.candidate().ref())) {
      text.append("holds the conversation in its cache; ");
    }
    boolean cheaper = first.cost >= 0 && (second.cost < 0 || first.cost < second.cost);
    boolean better = first.quality > second.quality;
    text.append(
        cheaper && better
            ? "cheaper and better than the next"
            : cheaper
                ? "cheaper than the next"
                : better ? "better than the next by more than it costs" : "ahead in the weighing");
    return text.toString();
  }

  private double pace(Weighed one) {
    Duration pace = view.paces().apply(one.candidate().ref());
    return pace == null ? 0 : pace.toNanos();
  }

  private static double share(double amount, double most) {
    return most <= 0 ? 0 : amount / most;
  }

  /** By an estimate, which may be wrong: such a candidate is tried last, not left out. */
  private boolean tooSmall(Candidate candidate) {
    long context = candidate.contextTokens();
    return context > 0 && input > context;
  }
}
