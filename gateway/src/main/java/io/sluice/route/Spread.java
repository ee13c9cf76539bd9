package io.sluice.route;

import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Plan;
import io.sluice.model.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
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

  /**
   * One deployment, what one more call there costs in waiting, and whether it has room for it.
   *
   * @param place in the order of the plan
   */
  private record Drawn(int place, double score, Standing standing) {}

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

  Plan over(Plan plan, Pools pools) {
    List<Verdict> order = plan.order();
    if (order.size() < 2 || pools.alone()) {
      return plan;
    }
    int[] places = new int[order.size()];
    int filled = 0;
    for (int[] same : pools.of(order)) {
      arrange(order, same);
      System.arraycopy(same, 0, places, filled, same.length);
      filled += same.length;
    }
    return plan.reordered(places);
  }

  /** Puts deployments of one model in the order in which they are best asked now. */
  private void arrange(List<Verdict> order, int[] same) {
    if (same.length == 1) {
      return;
    }
    toFront(order, same);
    var drawn = new ArrayList<Drawn>(MOST_SCORED);
    int free = 0;
    for (int i = 0; i < same.length && (i < MOST_SCORED || free < 2); i++) {
      if (i > 0 || preferred == null) {
        swap(same, i, i + random.nextInt(same.length - i));
      }
      ModelRef ref = order.get(same[i]).candidate().ref();
      var one = new Drawn(same[i], score.applyAsDouble(ref), standing.apply(ref));
      free += one.standing() == Standing.FREE ? 1 : 0;
      drawn.add(one);
    }
    Drawn first = first(drawn);
    drawn.remove(first);
    drawn.sort(BY_SCORE);
    drawn.addFirst(first);
    for (int i = 0; i < drawn.size(); i++) {
      same[i] = drawn.get(i).place();
    }
  }

  private void toFront(List<Verdict> order, int[] same) {
    for (int i = 1; preferred != null && i < same.length; i++) {
      if (order.get(same[i]).candidate().ref().equals(preferred)) {
        swap(same, 0, i);
      }
    }
  }

  private static void swap(int[] all, int one, int other) {
    int kept = all[one];
    all[one] = all[other];
    all[other] = kept;
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
