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
 * @param canary the candidate that is tried out; null: none
 * @param measured what candidates cannot do
 */
public record Preference(
    @Nullable Outlook outlook,
    List<RoutingRule> rules,
    @Nullable Warm warm,
    @Nullable Canary canary,
    Measured measured) {
  /** Nothing. */
  public static final Preference NONE = new Preference(null, List.of(), null, null, new Measured());

  /**
   * A deployment that holds the beginning of this prompt in its cache.
   *
   * @param cachedTokens about how much of the prompt it holds
   */
  public record Warm(ModelRef model, double cachedTokens) {}

  /**
   * A candidate that is tried out on a share of the traffic. The rest goes to it only when nothing
   * else is left.
   *
   * @param drawn whether this request is in that share
   */
  public record Canary(String model, boolean drawn) {}

  public Preference {
    rules = List.copyOf(rules);
  }

  /** What holds for a model that was asked for by name: only what it cannot do. */
  public static Preference only(Measured measured) {
    return new Preference(null, List.of(), null, null, measured);
  }

  /** What is expected, and rules. */
  public Preference(Outlook outlook, List<RoutingRule> rules) {
    this(outlook, rules, null, null, new Measured());
  }
}
