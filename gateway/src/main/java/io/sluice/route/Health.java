package io.sluice.route;

import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Target;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which deployments are up: a circuit each. It opens after consecutive failures, lets one probe
 * through after a while, and closes when that answers.
 */
public final class Health {
  private final HealthSettings settings;
  private final Clock clock;
  private final Paces paces = new Paces();
  private final ConcurrentHashMap<ModelRef, Circuit> circuits = new ConcurrentHashMap<>();

  /** Everything is up. */
  public Health(HealthSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** How the deployment is now. */
  public Condition condition(ModelRef model) {
    Circuit circuit = circuits.get(model);
    return circuit == null ? Condition.UP : circuit.condition(clock.nanos());
  }

  /** An answer of the deployment began after {@code took}. */
  public void began(ModelRef model, Duration took) {
    paces.began(model, took, clock.nanos());
  }

  /** How the candidates of {@code target} are now, for a planner that weighs them so. */
  public RouteView view(Target target, RouteView.Weights weights) {
    RouteView view = view(target);
    if (weights.equals(RouteView.Weights.CHEAPEST)) {
      return view;
    }
    var models = target.candidates().stream().map(Candidate::ref).toList();
    Map<ModelRef, Duration> known =
        weights.latency() > 0 ? paces.of(models, clock.nanos()) : Map.of();
    return new RouteView(view.conditions(), known, weights);
  }

  /** How the candidates of {@code target} are now, where cost alone counts. */
  public RouteView view(Target target) {
    Map<ModelRef, Condition> conditions = null;
    for (Candidate candidate : target.candidates()) {
      Condition condition = condition(candidate.ref());
      if (condition.state() != Condition.State.CLOSED) {
        conditions = conditions == null ? new HashMap<>() : conditions;
        conditions.put(candidate.ref(), condition);
      }
    }
    return conditions == null ? RouteView.ALL_UP : new RouteView(conditions);
  }

  /**
   * Asks to send to the deployment, right before it is done; each true must be followed by one
   * {@link #ended}. False: its circuit is open, or somebody else is its probe.
   */
  public boolean claim(ModelRef model) {
    Circuit circuit = circuits.get(model);
    return circuit == null || circuit.claim(clock.nanos());
  }

  /** Deployments that somebody probes now. */
  int probes() {
    return (int) circuits.values().stream().filter(Circuit::probing).count();
  }

  /** An attempt at the deployment ended: null, or with this fault. */
  public void ended(ModelRef model, @Nullable Fault fault) {
    Circuit known = circuits.get(model);
    if (known == null && (fault == null || sign(fault.code()) != Sign.BAD)) {
      return;
    }
    Circuit circuit =
        known != null ? known : circuits.computeIfAbsent(model, ref -> new Circuit(settings));
    switch (fault == null ? Sign.GOOD : sign(fault.code())) {
      case GOOD -> circuit.succeeded();
      case BAD -> circuit.failed(clock.nanos(), retryAfter(fault));
      case NONE -> circuit.unknown(clock.nanos());
    }
  }

  /** What was claimed was not used: nothing was learned of the deployment. */
  public void unasked(ModelRef model) {
    Circuit circuit = circuits.get(model);
    if (circuit != null) {
      circuit.unknown(clock.nanos());
    }
  }

  private static Duration retryAfter(@Nullable Fault fault) {
    Duration wait = fault == null ? null : fault.retryAfter();
    return wait == null ? Duration.ZERO : wait;
  }

  /** What an ending says of the deployment. */
  private enum Sign {
    GOOD,
    BAD,
    NONE
  }

  private static Sign sign(Code code) {
    return switch (code) {
      case UPSTREAM_CREDENTIAL,
          UPSTREAM_RATE_LIMITED,
          UPSTREAM_RAMP,
          UPSTREAM_OVERLOADED,
          UPSTREAM_QUOTA,
          UPSTREAM_TRANSIENT,
          UPSTREAM_TIMEOUT,
          UPSTREAM_NOT_FOUND,
          STREAM_BROKEN ->
          Sign.BAD;
      // it answered, and said that the request is at fault
      case CONTEXT_LENGTH, CONTENT_FILTER, UPSTREAM_INVALID -> Sign.GOOD;
      case UNAUTHENTICATED,
          POLICY_DENIED,
          APPROVAL_REQUIRED,
          FORBIDDEN,
          UNKNOWN_MODEL,
          UNSUPPORTED_ENDPOINT,
          NOT_FOUND,
          METHOD_NOT_ALLOWED,
          REQUEST_TIMEOUT,
          CONFLICT,
          TOO_LARGE,
          UNSUPPORTED_MEDIA,
          HEADERS_TOO_LARGE,
          INVALID_REQUEST,
          UNSUPPORTED,
          BUDGET_EXCEEDED,
          RATE_LIMITED,
          OVERLOADED,
          DRAINING,
          NO_ALLOWED_MODEL,
          RECORD_UNAVAILABLE,
          INTERNAL,
          CONTENT_BLOCKED,
          CLIENT_GONE,
          DEADLINE ->
          Sign.NONE;
    };
  }
}
