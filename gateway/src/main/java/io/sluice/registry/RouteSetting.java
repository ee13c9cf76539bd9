package io.sluice.registry;

import io.sluice.model.Priority;
import io.sluice.model.RoutingRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name for several models.
 *
 * @param models names of models, or {@code provider/id}; at least one
 */
public record RouteSetting(
    String name, List<String> models, Weights optimise, Handling handling, Steering steering) {

  /** How much each good counts when the permitted candidates are ordered; none is negative. */
  public record Weights(
      double cost, double latency, double quality, double risk, double switching) {
    /** Cost alone. */
    public static final Weights CHEAPEST = new Weights(1.0, 0.0, 0.0, 0.0, 0.0);

    public Weights {
      if (!(cost >= 0 && latency >= 0 && quality >= 0 && risk >= 0 && switching >= 0)) {
        throw new IllegalArgumentException("weights must be >= 0");
      }
    }
  }

  /**
   * What stands above the weights, and what is tried out beside them.
   *
   * @param task the kind of work of all its requests; empty: told from each request
   * @param rules the first that fits a request holds
   * @param canary tried on a share of the traffic; null: none
   * @param shadow asked beside a share of the traffic; null: none
   * @param baseline the model that savings are told against; empty: none
   * @param priority who goes first where not all can be served at once
   */
  public record Steering(
      String task,
      List<RoutingRule> rules,
      @Nullable Trial canary,
      @Nullable Trial shadow,
      String baseline,
      Priority priority) {
    /** Nothing but the weights. */
    public static final Steering NONE =
        new Steering("", List.of(), null, null, "", Priority.NORMAL);

    public Steering {
      rules = List.copyOf(rules);
    }
  }

  /** A model that is tried out, and the share of the requests, in (0, 100]. */
  public record Trial(String model, double percent) {
    public Trial {
      if (model.isEmpty() || !(percent > 0 && percent <= 100)) {
        throw new IllegalArgumentException("a trial has a model and a share above 0, at most 100");
      }
    }
  }

  /**
   * What is done with its exchanges.
   *
   * @param flow null: the mode of the installation
   * @param preferMasked whether masking a value is better than taking a candidate that may see it
   * @param checked whether the text of answers is held back until it was looked at
   * @param outputUse as what applications carry answers out, of {@link #USES}; none: they show them
   * @param readers who reads what is asked of it and what it answers, besides whoever asks
   */
  public record Handling(
      @Nullable Flow flow,
      Durability record,
      Payloads payloads,
      boolean preferMasked,
      boolean checked,
      List<String> outputUse,
      List<String> readers) {
    /** As what an answer may be carried out. */
    public static final List<String> USES = List.of("html", "script", "sql", "shell");

    /** What a route does that says nothing, and a model that is asked for by name. */
    public static final Handling DEFAULT =
        new Handling(null, Durability.BEFORE_EGRESS, Payloads.DEFAULT, true, true, USES, List.of());

    public Handling {
      outputUse = List.copyOf(outputUse);
      readers = List.copyOf(readers);
    }
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

  /** The kind of work of all its requests; empty: told from each request. */
  public String task() {
    return steering.task();
  }
}
