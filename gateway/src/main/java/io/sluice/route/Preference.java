package io.sluice.route;

import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.RoutingRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route prefers besides its weights, and what it knows.
 *
 * @param outlook what is expected of its candidates; null: nothing is known, and the request in
 *     hand is the yardstick of cost
 * @param rules what stands above every weighing, the first that fits wins
 * @param warm the deployment that served this conversation last; null: none
 */
public record Preference(@Nullable Outlook outlook, List<RoutingRule> rules, @Nullable Warm warm) {
  /** Nothing. */
  public static final Preference NONE = new Preference(null, List.of(), null);

  /**
   * A deployment that holds the beginning of this prompt in its cache.
   *
   * @param cachedTokens about how much of the prompt it holds
   */
  public record Warm(ModelRef model, double cachedTokens) {}

  public Preference {
    rules = List.copyOf(rules);
  }
}
