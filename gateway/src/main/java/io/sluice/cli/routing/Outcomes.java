package io.sluice.cli.routing;

import io.sluice.model.Candidate;
import io.sluice.model.Prompt;
import java.util.List;

/**
 * One set: prompts, models, and what each model's answer to each prompt was worth and cost.
 *
 * @param quality by prompt, then model; from 0 to 1; NaN where there is no answer
 * @param cost the same, in US dollars
 */
@SuppressWarnings("ArrayRecordComponent") // tables of numbers, compared by nobody
public record Outcomes(
    String name, List<Item> items, List<Candidate> models, double[][] quality, double[][] cost) {
  /**
   * One prompt.
   *
   * @param task the kind of work as its source names it; empty where it does not
   */
  public record Item(String id, String task, Prompt prompt) {}

  public Outcomes {
    items = List.copyOf(items);
    models = List.copyOf(models);
  }

  int prompts() {
    return items.size();
  }

  boolean answered(int prompt, int model) {
    return !Double.isNaN(quality[prompt][model]) && !Double.isNaN(cost[prompt][model]);
  }

  /** About how many tokens a prompt has, as the planner estimates it. */
  double inputTokens(int prompt) {
    return items.get(prompt).prompt().traits().size().textBytes() / 4.0;
  }
}
