package io.sluice.cli.routing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;

/**
 * A strong and a weak model: the best of a set, and the cheapest. Indices into its models.
 *
 * <p>PGR(k) is the share of the gap in quality that is closed when the k most promising prompts go
 * to the strong one, APGR the mean of that over k, CPT(x) the least share of strong calls that
 * closes x of the gap. Choosing at random has an APGR of 0.5.
 */
record Pair(int strong, int weak) {
  /** How well the order of {@code gain} does. */
  record Result(double apgr, double cpt50, double cpt80) {}

  static Pair of(Outcomes set) {
    var singles = Singles.of(set, null);
    int strong = singles.best();
    int weak = -1;
    for (int model = 0; model < set.models().size(); model++) {
      boolean worse = singles.quality()[model] < singles.quality()[strong];
      if (worse && (weak < 0 || singles.cost()[model] < singles.cost()[weak])) {
        weak = model;
      }
    }
    return new Pair(strong, weak < 0 ? strong : weak);
  }

  Result judge(Outcomes set, double[] gain, long seed) {
    Integer[] order = new Integer[set.prompts()];
    double[] chance = new double[order.length];
    var random = new Random(seed);
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
      chance[i] = random.nextDouble();
    }
    Arrays.sort(
        order,
        Comparator.comparingDouble((Integer i) -> -gain[i]).thenComparingDouble(i -> chance[i]));
    double gap = 0;
    for (int i = 0; i < order.length; i++) {
      gap += difference(set, i);
    }
    if (gap <= 0) {
      return new Result(0.5, 1, 1);
    }
    double closed = 0;
    double area = 0;
    double half = 1;
    double most = 1;
    for (int k = 0; k < order.length; k++) {
      double before = closed / gap;
      closed += difference(set, order[k]);
      area += (before + closed / gap) / 2 / order.length;
      half = half == 1 && closed / gap >= 0.5 ? (k + 1.0) / order.length : half;
      most = most == 1 && closed / gap >= 0.8 ? (k + 1.0) / order.length : most;
    }
    return new Result(area, half, most);
  }

  private double difference(Outcomes set, int prompt) {
    boolean both = set.answered(prompt, strong) && set.answered(prompt, weak);
    return both ? set.quality()[prompt][strong] - set.quality()[prompt][weak] : 0;
  }
}
