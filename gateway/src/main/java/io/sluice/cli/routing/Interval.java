package io.sluice.cli.routing;

import java.util.Arrays;

/** A figure and the middle 95% of what it came to over samples drawn with replacement. */
public record Interval(double value, double low, double high) {
  static Interval of(double value, double[] samples) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    return new Interval(
        value, sorted[(int) Math.round(0.025 * last)], sorted[(int) Math.round(0.975 * last)]);
  }
}
