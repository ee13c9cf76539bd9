package io.sluice.route;

import io.sluice.model.Candidate.ModelRef;
import java.util.Map;

/** What the planner may know of the world: deployments that are not simply up, and how they are. */
public record RouteView(Map<ModelRef, Condition> conditions) {
  /** Everything is up. */
  public static final RouteView ALL_UP = new RouteView(Map.of());

  public RouteView {
    conditions = Map.copyOf(conditions);
  }

  /** How that deployment is. */
  public Condition of(ModelRef model) {
    Condition condition = conditions.get(model);
    return condition == null ? Condition.UP : condition;
  }
}
