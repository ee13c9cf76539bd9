package io.sluice.policy;

import io.sluice.model.Categories;
import io.sluice.model.Facts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One case of a bundle's tests.
 *
 * @param line where it starts in its file, from 1
 */
record TestCase(String name, String file, int line, Given given, Expected expected) {

  /** What is asked. */
  record Given(Action action, Facts facts, Thing thing) {}

  /** How it must come out. */
  enum Outcome {
    ALLOW,
    MASK,
    HOLD,
    DENY
  }

  /**
   * What must come of it.
   *
   * @param mask exactly what is masked; null: not said
   * @param by rules that must be among the determining ones
   * @param never rules that must not be
   */
  record Expected(
      Outcome outcome, @Nullable Categories mask, List<String> by, List<String> never) {}
}
