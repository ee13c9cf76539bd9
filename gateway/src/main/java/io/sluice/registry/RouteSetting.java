package io.sluice.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name for several models.
 *
 * @param models names of models, or {@code provider/id}; at least one
 */
public record RouteSetting(String name, List<String> models, Weights optimise, Handling handling) {

  /** How much each good counts when the permitted candidates are ordered; none is negative. */
  public record Weights(double cost, double latency, double quality) {
    /** Cost alone. */
    public static final Weights CHEAPEST = new Weights(1.0, 0.0, 0.0);

    public Weights {
      if (!(cost >= 0 && latency >= 0 && quality >= 0)) {
        throw new IllegalArgumentException("weights must be >= 0");
      }
    }
  }

  /**
   * What is done with its exchanges.
   *
   * @param flow null: the mode of the installation
   * @param preferMasked whether masking a value is better than taking a candidate that may see it
   * @param checked whether the text of answers is held back until it was looked at
   */
  public record Handling(
      @Nullable Flow flow,
      Durability record,
      Payloads payloads,
      boolean preferMasked,
      boolean checked) {
    /** What a route does that says nothing, and a model that is asked for by name. */
    public static final Handling DEFAULT =
        new Handling(null, Durability.BEFORE_EGRESS, Payloads.DEFAULT, true, true);
  }

  /** What a rule about flows does when it is broken. */
  public enum Flow {
    OBSERVE,
    BALANCED,
    STRICT
  }

  /** When the decision must be durable. */
  public enum Durability {
    /** Before any byte leaves for a provider. */
    BEFORE_EGRESS,
    /** Before the first byte is released; for public content only. */
    OVERLAPPED
  }

  /** What is kept of the content. */
  public enum Payloads {
    /** What the installation says. */
    DEFAULT,
    NONE,
    REDACTED,
    FULL
  }

  public RouteSetting {
    models = List.copyOf(models);
    if (name.isEmpty() || models.isEmpty()) {
      throw new IllegalArgumentException("a route has a name and at least one model");
    }
  }
}
