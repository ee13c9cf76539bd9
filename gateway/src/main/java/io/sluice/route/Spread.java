package io.sluice.route;

import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Plan;
import io.sluice.model.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Spreads calls over the deployments of one model: candidates with the same id and the same price,
 * at several providers. Of those that are up and not full two are drawn, and the one with the lower
 * score goes first; the rest follow by score. What stands between different models is the planner's
 * to say and stays as it is.
 */
final class Spread {
  private final ToDoubleFunction<ModelRef> score;
  private final Predicate<ModelRef> room;
  private final RandomGenerator random;

  Spread(ToDoubleFunction<ModelRef> score, Predicate<ModelRef> room, RandomGenerator random) {
    this.score = score;
    this.room = room;
    this.random = random;
  }

  Plan over(Plan plan) {
    List<Verdict> order = plan.order();
    if (order.size() < 2) {
      return plan;
    }
    var spread = new ArrayList<Verdict>(order.size());
    boolean changed = false;
    for (Verdict verdict : order) {
      if (spread.contains(verdict)) {
        continue;
      }
      var same = order.stream().filter(other -> same(verdict, other)).toList();
      changed |= same.size() > 1;
      spread.addAll(same.size() > 1 ? ordered(same) : same);
    }
    return changed ? plan.with(spread, plan.rejections()) : plan;
  }

  private static boolean same(Verdict one, Verdict other) {
    Candidate a = one.candidate();
    Candidate b = other.candidate();
    return a.ref().id().equals(b.ref().id()) && Objects.equals(a.price(), b.price());
  }

  private List<Verdict> ordered(List<Verdict> same) {
    var byScore = new ArrayList<>(same);
    var scores = new HashMap<Verdict, Double>();
    same.forEach(verdict -> scores.put(verdict, score.applyAsDouble(verdict.candidate().ref())));
    byScore.sort(Comparator.comparingDouble(scores::get));
    var free = byScore.stream().filter(verdict -> room.test(verdict.candidate().ref())).toList();
    if (free.size() < 2) {
      return free.isEmpty() ? byScore : first(free.getFirst(), byScore);
    }
    int one = random.nextInt(free.size());
    int other = random.nextInt(free.size() - 1);
    other = other >= one ? other + 1 : other;
    return first(free.get(Math.min(one, other)), byScore); // the better of two stands before
  }

  private static List<Verdict> first(Verdict chosen, List<Verdict> byScore) {
    var all = new ArrayList<Verdict>(byScore.size());
    all.add(chosen);
    byScore.stream().filter(verdict -> !verdict.equals(chosen)).forEach(all::add);
    return all;
  }
}
