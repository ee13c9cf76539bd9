package io.sluice.cli.routing;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What a choice is worth beside the best single model.
 *
 * @param save95 share of the best single model's cost that is saved at 95% of its quality; 0 where
 *     that quality is not reached, since the best model is always there to be pinned
 * @param save98 the same at 98%
 * @param aiq mean quality over the range of costs, from the cheapest model's to the best one's
 */
record Score(double save95, double save98, double aiq) {
  static Score of(Frontier frontier, Singles singles) {
    int best = singles.best();
    double cost = singles.cost()[best];
    double quality = singles.quality()[best];
    return new Score(
        saving(frontier, 0.95 * quality, cost),
        saving(frontier, 0.98 * quality, cost),
        frontier.area(singles.cheapest(), cost));
  }

  private static double saving(Frontier frontier, double quality, double cost) {
    double needed = frontier.cost(quality);
    return Double.isInfinite(needed) || cost <= 0 ? 0 : 1 - needed / cost;
  }

  /** What the router can reach at its settings, over {@code sample}; null: every prompt once. */
  static Frontier reached(Outcomes set, Routed routed, int @Nullable [] sample) {
    var points = new ArrayList<Frontier.Point>();
    int size = sample == null ? set.prompts() : sample.length;
    for (int[] chosen : routed.model()) {
      double cost = 0;
      double quality = 0;
      for (int i = 0; i < size; i++) {
        int prompt = sample == null ? i : sample[i];
        cost += set.cost()[prompt][chosen[prompt]];
        quality += set.quality()[prompt][chosen[prompt]];
      }
      points.add(new Frontier.Point(cost / size, quality / size));
    }
    return new Frontier(points);
  }

  Score minus(Score other) {
    return new Score(save95 - other.save95, save98 - other.save98, aiq - other.aiq);
  }
}
