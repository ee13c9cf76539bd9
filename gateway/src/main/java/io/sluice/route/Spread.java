package io.sluice.route;

import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Plan;
import io.sluice.model.Price;
import io.sluice.model.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Spreads calls over the deployments of one model: candidates with the same id and the same price,
 * at several providers. Of those that are up and not full two are drawn, and the one with the lower
 * score goes first; some more follow by score, for fallbacks, and then the rest. What stands
 * between different models is the planner's to say and stays as it is.
 */
final class Spread {
  /** An exchange makes three attempts at most: of more deployments than these nobody is asked. */
  private static final int MOST_SCORED = 8;

  private static final Comparator<Drawn> BY_SCORE = Comparator.comparingDouble(Drawn::score);

  /** One deployment, what one more call there costs in waiting, and whether it has room for it. */
  private record Drawn(Verdict verdict, double score, Standing standing) {}

  /** How a deployment stands for one call. */
  enum Standing {
    /** It recovers perhaps, and this call may find out. */
    PROBE,
    /** It is up, and one more call may wait there. */
    FREE,
    /** It is not up, or full. */
    BUSY
  }

  private final ToDoubleFunction<ModelRef> score;
  private final Function<ModelRef, Standing> standing;
  private final RandomGenerator random;
  private @Nullable ModelRef preferred;

  Spread(
      ToDoubleFunction<ModelRef> score,
      Function<ModelRef, Standing> standing,
      RandomGenerator random) {
    this.score = score;
    this.standing = standing;
    this.random = random;
  }

  /** Has {@code likely} be one of the two that are drawn; null: nobody in particular. */
  Spread preferring(@Nullable ModelRef likely) {
    preferred = likely;
    return this;
  }

  Plan over(Plan plan) {
    List<Verdict> order = plan.order();
    if (order.size() < 2) {
      return plan;
    }
    if (allDiffer(order)) {
      return plan;
    }
    List<List<Verdict>> models = models(order);
    if (models.size() == order.size()) {
      return plan;
    }
    var spread = new ArrayList<Verdict>(order.size());
    for (List<Verdict> same : models) {
      if (same.size() == 1) {
        spread.add(same.getFirst());
      } else {
        add(spread, same);
      }
    }
    return plan.with(spread, plan.rejections());
  }

  private static boolean allDiffer(List<Verdict> order) {
    Set<String> ids = HashSet.newHashSet(order.size());
    for (Verdict verdict : order) {
      if (!ids.add(verdict.candidate().ref().id())) {
        return false;
      }
    }
    return true;
  }

  /** Deployments that can stand for each other, in the order of their first. */
  private static List<List<Verdict>> models(List<Verdict> order) {
    var models = new ArrayList<List<Verdict>>();
    Map<String, List<List<Verdict>>> byId = HashMap.newHashMap(order.size());
    for (Verdict verdict : order) {
      var candidate = verdict.candidate();
      var alike = byId.computeIfAbsent(candidate.ref().id(), _ -> new ArrayList<>(1));
      List<Verdict> same = null;
      for (List<Verdict> one : alike) {
        Price price = one.getFirst().candidate().price();
        same = Objects.equals(price, candidate.price()) ? one : same;
      }
      if (same == null) {
        same = new ArrayList<>(1);
        alike.add(same);
        models.add(same);
      }
      same.add(verdict);
    }
    return models;
  }

  /** Adds deployments of one model in the order in which they are best asked now. */
  private void add(List<Verdict> spread, List<Verdict> same) {
    var left = new ArrayList<>(same);
    var drawn = new ArrayList<Drawn>(MOST_SCORED);
    int free = 0;
    toFront(left);
    while (!left.isEmpty() && (drawn.size() < MOST_SCORED || free < 2)) {
      Drawn one = drawn(left, drawn.isEmpty() && preferred != null);
      free += one.standing() == Standing.FREE ? 1 : 0;
      drawn.add(one);
    }
    Drawn first = first(drawn);
    spread.add(first.verdict());
    drawn.remove(first);
    drawn.sort(BY_SCORE);
    for (Drawn one : drawn) {
      spread.add(one.verdict());
    }
    spread.addAll(left);
  }

  private void toFront(List<Verdict> left) {
    for (int i = 1; preferred != null && i < left.size(); i++) {
      if (left.get(i).candidate().ref().equals(preferred)) {
        Collections.swap(left, 0, i);
      }
    }
  }

  private Drawn drawn(List<Verdict> left, boolean front) {
    int place = front ? 0 : random.nextInt(left.size());
    Verdict verdict = left.get(place);
    left.set(place, left.getLast());
    left.removeLast();
    ModelRef ref = verdict.candidate().ref();
    return new Drawn(verdict, score.applyAsDouble(ref), standing.apply(ref));
  }

  /** What is to be probed, else the better of the first two that are free, else the best of all. */
  private static Drawn first(List<Drawn> drawn) {
    Drawn first = null;
    for (Drawn one : drawn) {
      if (one.standing() == Standing.PROBE) {
        return one;
      }
    }
    for (Drawn one : drawn) {
      if (one.standing() == Standing.FREE) {
        if (first != null) {
          return one.score() < first.score() ? one : first;
        }
        first = one;
      }
    }
    return first == null ? Collections.min(drawn, BY_SCORE) : first;
  }
}
