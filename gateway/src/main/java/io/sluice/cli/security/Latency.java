package io.sluice.cli.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the gateway adds to a call, from pairs of the same call with it and without it. */
final class Latency {
  private final List<Long> with = new ArrayList<>();
  private final List<Long> without = new ArrayList<>();

  /** One pair, in nanoseconds. */
  void pair(long gateway, long direct) {
    with.add(gateway);
    without.add(direct);
  }

  int pairs() {
    return with.size();
  }

  /** Difference of the two quantiles, such as 0.5 for the median, in words. */
  String added(double quantile) {
    return with.isEmpty()
        ? "-"
        : String.format(
            Locale.ROOT,
            "%.2f ms (%.2f with, %.2f without, %d pairs)",
            millis(with, quantile) - millis(without, quantile),
            millis(with, quantile),
            millis(without, quantile),
            with.size());
  }

  private static double millis(List<Long> nanos, double quantile) {
    List<Long> sorted = nanos.stream().sorted().toList();
    int at = (int) Math.ceil(quantile * sorted.size()) - 1;
    return sorted.get(Math.max(0, at)) / 1e6;
  }
}
