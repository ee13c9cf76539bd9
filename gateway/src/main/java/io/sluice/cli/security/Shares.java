package io.sluice.cli.security;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** How many of how many, by name, in the order of the names. */
final class Shares {
  private final Map<String, long[]> counts = new TreeMap<>();

  /** Counts one case of that name. */
  void add(String name, boolean hit) {
    long[] count = counts.computeIfAbsent(name, unknown -> new long[2]);
    count[0] += hit ? 1 : 0;
    count[1]++;
  }

  /** Cases counted with a hit. */
  long hits() {
    return counts.values().stream().mapToLong(count -> count[0]).sum();
  }

  /** Cases counted. */
  long all() {
    return counts.values().stream().mapToLong(count -> count[1]).sum();
  }

  /** The share of hits; 0 when nothing was counted. */
  double share() {
    return all() == 0 ? 0 : (double) hits() / all();
  }

  /** Every name with the cases of that name alone. */
  void each(BiConsumer<String, Shares> use) {
    counts.forEach(
        (name, count) -> {
          var one = new Shares();
          one.counts.put(name, count);
          use.accept(name, one);
        });
  }
}
