package io.sluice.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The median of several measurements, and between which values the median lies that others of the
 * kind would have: the middle 95% over samples drawn with replacement.
 */
record Middle(double median, double low, double high) {
  private static final int SAMPLES = 2_000;

  static Middle of(List<Double> measured) {
    double[] all = measured.stream().mapToDouble(Double::doubleValue).toArray();
    var random = new Random(1);
    double[] medians = new double[SAMPLES];
    double[] sample = new double[all.length];
    for (int i = 0; i < SAMPLES; i++) {
      for (int k = 0; k < sample.length; k++) {
        sample[k] = all[random.nextInt(all.length)];
      }
      medians[i] = median(sample);
    }
    Arrays.sort(medians);
    int last = SAMPLES - 1;
    return new Middle(
        median(all), medians[(int) (0.025 * last)], medians[(int) Math.ceil(0.975 * last)]);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** The median with both ends. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%8.3f [%.3f, %.3f]", median, low, high);
  }
}
