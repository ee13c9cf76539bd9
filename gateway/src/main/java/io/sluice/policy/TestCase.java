package io.sluice.policy;

import io.sluice.model.Candidate;
import io.sluice.model.Categories;
import io.sluice.model.Facts;
import io.sluice.model.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One case of a bundle's tests.
 *
 * @param line where it starts in its file, from 1
 */
record TestCase(String name, String file, int line, Given given, Expected expected) {

  /**
   * What is asked.
   *
   * @param model null when an answer is to be released
   * @param from the model that failed; null unless another is to take over
   * @param audience null unless an answer is to be released
   */
  record Given(
      Action action,
      Facts facts,
      @Nullable Candidate model,
      @Nullable Candidate from,
      @Nullable Level audience) {}

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
