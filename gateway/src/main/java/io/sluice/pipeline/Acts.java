package io.sluice.pipeline;

import io.sluice.audit.Closing.Acted;
import io.sluice.model.Code;
import io.sluice.model.ContentRule;
import io.sluice.model.ContentRule.Consequence;
import io.sluice.model.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What content rules did with one answer: how often each was met, whether one stops it, and which
 * want a person to look at it. Confined to one loop.
 */
final class Acts {
  private final Map<String, Consequence> due;
  private final Map<String, Integer> met = new TreeMap<>();
  private final TreeSet<String> holding = new TreeSet<>();
  private final Consumer<String> found;
  private @Nullable Fault blocked;

  /**
   * For one answer.
   *
   * @param due the rules that hold for it
   * @param found is told the name of a rule that was met, as a type of finding
   */
  Acts(Map<String, Consequence> due, Consumer<String> found) {
    this.due = Map.copyOf(due);
    this.found = found;
  }

  /** True if no rule holds for this answer. */
  boolean none() {
    return due.isEmpty();
  }

  /** True if that rule holds for this answer. */
  boolean isDue(String rule) {
    return due.containsKey(rule);
  }

  /** A rule was met for good; true if what it found must not be said. */
  boolean met(String rule) {
    Consequence consequence = due.get(rule);
    if (consequence == null) {
      return false;
    }
    met.merge(rule, 1, Integer::sum);
    found.accept(rule);
    at(rule, consequence);
    return consequence == Consequence.MASK;
  }

  /** A rule is met, by something that may still grow: what stops an answer does so at once. */
  void meeting(String rule) {
    Consequence consequence = due.get(rule);
    if (consequence == Consequence.BLOCK || consequence == Consequence.HOLD) {
      met.putIfAbsent(rule, 0); // counted once it has ended, if it comes to that
      at(rule, consequence);
    }
  }

  private void at(String rule, Consequence consequence) {
    switch (consequence) {
      case LABEL, MASK -> {}
      case HOLD -> holding.add(rule);
      case BLOCK -> block(rule);
    }
  }

  /** The answer stops because of that rule. */
  void block(String rule) {
    if (blocked == null) {
      blocked =
          Fault.of(Code.CONTENT_BLOCKED, "content rule '" + rule + "' does not let the answer out")
              .naming(List.of(ContentRule.PREFIX + rule));
    }
  }

  /** Why the answer must stop; null: it need not. */
  @Nullable Fault blocked() {
    return blocked;
  }

  /** The rules that want a person to look at the answer, sorted. */
  List<String> holding() {
    return List.copyOf(holding);
  }

  /** True if something was masked. */
  boolean masked() {
    return met.keySet().stream().anyMatch(rule -> due.get(rule) == Consequence.MASK);
  }

  /** What was done, for the record. */
  List<Acted> all() {
    var all = new ArrayList<Acted>(met.size());
    met.forEach(
        (rule, count) -> {
          Consequence consequence = due.getOrDefault(rule, Consequence.LABEL);
          all.add(new Acted(rule, consequence.word(), Math.max(1, count)));
        });
    return all;
  }
}
