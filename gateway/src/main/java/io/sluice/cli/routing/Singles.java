package io.sluice.cli.routing;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** What each single model costs and is worth over a set, or over a sample of its prompts. */
@SuppressWarnings("ArrayRecordComponent") // tables of numbers, compared by nobody
record Singles(double[] cost, double[] quality) {
  /** Over {@code sample}, which may hold a prompt several times; null: every prompt once. */
  static Singles of(Outcomes set, int @Nullable [] sample) {
    int models = set.models().size();
    double[] cost = new double[models];
    double[] quality = new double[models];
    int[] answers = new int[models];
    int size = sample == null ? set.prompts() : sample.length;
    for (int i = 0; i < size; i++) {
      int prompt = sample == null ? i : sample[i];
      for (int model = 0; model < models; model++) {
        if (set.answered(prompt, model)) {
          cost[model] += set.cost()[prompt][model];
          quality[model] += set.quality()[prompt][model];
          answers[model]++;
        }
      }
    }
    for (int model = 0; model < models; model++) {
      cost[model] /= Math.max(1, answers[model]);
      quality[model] /= Math.max(1, answers[model]);
    }
    return new Singles(cost, quality);
  }

  /** The best, of several the cheapest. */
  int best() {
    int best = 0;
    for (int model = 1; model < cost.length; model++) {
      boolean better = quality[model] > quality[best];
      boolean cheaper = quality[model] == quality[best] && cost[model] < cost[best];
      best = better || cheaper ? model : best;
    }
    return best;
  }

  double cheapest() {
    double least = cost[0];
    for (double one : cost) {
      least = Math.min(least, one);
    }
    return least;
  }

  /** What can be had by mixing them at random: needs no router. */
  Frontier frontier() {
    var points = new ArrayList<Frontier.Point>();
    for (int model = 0; model < cost.length; model++) {
      points.add(new Frontier.Point(cost[model], quality[model]));
    }
    return new Frontier(points);
  }
}
