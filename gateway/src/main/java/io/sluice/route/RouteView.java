package io.sluice.route;

import io.sluice.model.Candidate.ModelRef;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the planner may know of the world.
 *
 * @param conditions deployments that are not simply up, and how they are
 * @param paces how long a deployment lately took to its first content; null: it was not asked
 *     lately. Asked once of each candidate, and only where pace counts
 * @param weights how much each good counts
 * @param preference what a route prefers besides, and what is expected of its candidates
 */
public record RouteView(
    Map<ModelRef, Condition> conditions,
    Function<ModelRef, @Nullable Duration> paces,
    Weights weights,
    Preference preference) {
  /** Everything is up, and cost alone counts. */
  public static final RouteView ALL_UP = new RouteView(Map.of());

  /**
   * How much each good counts; none is negative. A candidate's score is the sum, and the least
   * wins: cost as a share of what the dearest candidate costs for a usual request, latency as a
   * share of the slowest, the share of answers that are not good, the residual risk of its terms (0
   * to 1), and that share of the prompt which another deployment holds in its cache.
   */
  public record Weights(
      double cost, double latency, double quality, double risk, double switching) {
    /** Cost alone. */
    public static final Weights CHEAPEST = new Weights(1.0, 0.0);

    /** Cost and pace. */
    public Weights(double cost, double latency) {
      this(cost, latency, 0, 0, 0);
    }
  }

  public RouteView {
    conditions = Map.copyOf(conditions);
  }

  /** Where cost alone counts. */
  public RouteView(Map<ModelRef, Condition> conditions) {
    this(conditions, _ -> null, Weights.CHEAPEST);
  }

  /** Where no more is known and preferred. */
  public RouteView(
      Map<ModelRef, Condition> conditions,
      Function<ModelRef, @Nullable Duration> paces,
      Weights weights) {
    this(conditions, paces, weights, Preference.NONE);
  }

  /** The same world, where more is known and preferred. */
  public RouteView preferring(Preference other) {
    return new RouteView(conditions, paces, weights, other);
  }

  /** How that deployment is. */
  public Condition of(ModelRef model) {
    Condition condition = conditions.get(model);
    return condition == null ? Condition.UP : condition;
  }
}
