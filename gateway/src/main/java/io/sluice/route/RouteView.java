package io.sluice.route;

import io.sluice.model.Candidate.ModelRef;
import java.time.Duration;
import java.util.Map;

/**
 * What the planner may know of the world.
 *
 * @param conditions deployments that are not simply up, and how they are
 * @param paces how long each deployment lately took to its first content; one that is missing was
 *     not asked lately
 * @param weights how much cost and pace count; quality is measured by nothing yet
 */
public record RouteView(
    Map<ModelRef, Condition> conditions, Map<ModelRef, Duration> paces, Weights weights) {
  /** Everything is up, and cost alone counts. */
  public static final RouteView ALL_UP = new RouteView(Map.of());

  /** How much each good counts; none is negative. */
  public record Weights(double cost, double latency) {
    /** Cost alone. */
    public static final Weights CHEAPEST = new Weights(1.0, 0.0);
  }

  public RouteView {
    conditions = Map.copyOf(conditions);
    paces = Map.copyOf(paces);
  }

  /** Where cost alone counts. */
  public RouteView(Map<ModelRef, Condition> conditions) {
    this(conditions, Map.of(), Weights.CHEAPEST);
  }

  /** How that deployment is. */
  public Condition of(ModelRef model) {
    Condition condition = conditions.get(model);
    return condition == null ? Condition.UP : condition;
  }
}
