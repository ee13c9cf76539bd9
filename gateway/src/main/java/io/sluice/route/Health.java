package io.sluice.route;

import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Plan;
import io.sluice.model.Priority;
import io.sluice.model.Target;
import io.sluice.model.Verdict;
import io.sluice.route.Condition.State;
import io.sluice.route.Prefixes.Beginnings;
import io.sluice.route.Prefixes.Held;
import io.sluice.route.Spread.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which deployments are up: a circuit each. It opens after consecutive failures, lets one probe
 * through after a while, and closes when that answers.
 */
public final class Health {
  /** A whole prompt in its cache makes up for a deployment that is three times as slow. */
  private static final double CACHED = 2;

  private final HealthSettings settings;
  private final Clock clock;
  private final Paces paces = new Paces();
  private final ConcurrentHashMap<ModelRef, Circuit> circuits = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<ModelRef, Load> loads = new ConcurrentHashMap<>();
  private final Quotas quotas;
  private final Gauges gauges;
  private final Prefixes prefixes;
  private final Pools.Known pools = new Pools.Known();

  /** Deployments that lately failed so often that they may be outliers. */
  private final Set<ModelRef> doubted = ConcurrentHashMap.newKeySet();

  /** Everything is up, and each tenant has credentials of its own. */
  public Health(HealthSettings settings, Clock clock) {
    this(settings, clock, Quotas.Holders.TENANTS);
  }

  /** Everything is up; {@code holders} says which tenants share a credential. */
  public Health(HealthSettings settings, Clock clock, Quotas.Holders holders) {
    this.settings = settings;
    this.clock = clock;
    this.quotas = new Quotas(QuotaSettings.DEFAULT, clock, holders);
    this.gauges = new Gauges(clock);
    this.prefixes = new Prefixes(clock);
  }

  /** What self-hosted servers publish of themselves. */
  public Gauges gauges() {
    return gauges;
  }

  /** Who of a self-hosted pool read which prompts. */
  public Prefixes prefixes() {
    return prefixes;
  }

  /** What providers let us ask for. */
  public Quotas quotas() {
    return quotas;
  }

  /**
   * Whose call it is, how urgent, and how its prompt begins where a cache of our own may hold that.
   */
  public record Call(String tenant, Priority priority, Beginnings prompt) {
    /** A call whose prompt no cache of our own holds. */
    public Call(String tenant, Priority priority) {
      this(tenant, priority, Beginnings.NONE);
    }
  }

  /**
   * The same plan, with the deployments of one model in the order in which they are best asked now:
   * by the time to their first content, the calls that wait for theirs, what their providers still
   * let us ask for, what they publish of themselves, who holds the beginning of the prompt, and how
   * long ago they recovered. One that fails much more often than its peers is ejected on the way;
   * one that may be up again is put before them all for a call that can wait, and after a while for
   * any.
   */
  public Plan spread(Plan plan, Call call, RandomGenerator random) {
    if (plan.order().size() < 2) {
      return plan;
    }
    long now = clock.nanos();
    eject(plan, now);
    boolean leaves = call.priority() != Priority.LOW;
    Held held = prefixes.held(call.prompt());
    return new Spread(
            ref -> score(call.tenant(), ref, now) / cached(held, ref),
            ref -> standing(ref, now, leaves),
            random)
        .preferring(held == null ? null : held.model())
        .over(plan, pools.of(plan.permit().target()));
  }

  /** By how much a call is better off where the beginning of its prompt was read already. */
  private static double cached(@Nullable Held held, ModelRef ref) {
    return held != null && held.model().equals(ref) ? 1 + CACHED * held.share() : 1;
  }

  private Standing standing(ModelRef ref, long now, boolean leaves) {
    Circuit circuit = circuits.get(ref);
    if (circuit == null || circuit.condition(now).state() == State.CLOSED) {
      return load(ref).hasRoom() ? Standing.FREE : Standing.BUSY;
    }
    return circuit.awaited(now, leaves) ? Standing.PROBE : Standing.BUSY;
  }

  /** An answer that had begun broke off: that is known only long after {@link #ended}. */
  public void broke(ModelRef model) {
    said(model, load(model), false);
  }

  private void said(ModelRef model, Load load, boolean well) {
    load.said(well);
    if (Outliers.possible(load)) {
      doubted.add(model);
    } else if (!doubted.isEmpty()) {
      doubted.remove(model);
    }
  }

  private double score(String tenant, ModelRef ref, long now) {
    double score = load(ref).score(now) / Math.max(0.01, quotas.headRoom(tenant, ref));
    score *= gauges.worse(ref);
    return condition(ref).state() == Condition.State.OPEN ? Double.MAX_VALUE : score;
  }

  private void eject(Plan plan, long now) {
    if (doubted.isEmpty()) {
      return;
    }
    String id = plan.order().getFirst().candidate().ref().id();
    var up = new ArrayList<ModelRef>();
    for (Verdict verdict : plan.order()) {
      ModelRef ref = verdict.candidate().ref();
      if (ref.id().equals(id) && condition(ref).state() == State.CLOSED) {
        up.add(ref);
      }
    }
    Outliers.among(up, loads::get)
        .ifPresent(
            ref -> {
              circuits.computeIfAbsent(ref, ignored -> new Circuit(settings)).eject(now);
              load(ref).recovered(now);
            });
  }

  private Load load(ModelRef ref) {
    Load known = loads.get(ref);
    return known != null ? known : loads.computeIfAbsent(ref, ignored -> new Load());
  }

  /** How the deployment is now. */
  public Condition condition(ModelRef model) {
    Circuit circuit = circuits.get(model);
    return circuit == null ? Condition.UP : circuit.condition(clock.nanos());
  }

  /** An answer of the deployment began after {@code took}. */
  public void began(ModelRef model, Duration took) {
    paces.began(model, took, clock.nanos());
    load(model).answered(Math.max(1, took.toNanos()), clock.nanos());
  }

  /** How the candidates of {@code target} are now, for a planner that weighs them so. */
  public RouteView view(Target target, RouteView.Weights weights) {
    RouteView view = view(target);
    if (weights.equals(RouteView.Weights.CHEAPEST)) {
      return view;
    }
    long now = clock.nanos();
    return new RouteView(view.conditions(), model -> paces.of(model, now), weights);
  }

  /** How the candidates of {@code target} are now, where cost alone counts. */
  public RouteView view(Target target) {
    if (circuits.isEmpty()) {
      return RouteView.ALL_UP;
    }
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
    return claim(model, false);
  }

  /**
   * The same; {@code leaves} it to somebody else for a while to be the probe, so that it is one
   * that can wait.
   */
  public boolean claim(ModelRef model, boolean leaves) {
    Circuit circuit = circuits.get(model);
    boolean claimed = circuit == null || circuit.claim(clock.nanos(), leaves);
    if (claimed) {
      load(model).began();
    }
    return claimed;
  }

  /** Deployments that somebody probes now. */
  int probes() {
    return (int) circuits.values().stream().filter(Circuit::probing).count();
  }

  /** An attempt at the deployment ended: null, or with this fault. */
  public void ended(ModelRef model, @Nullable Fault fault) {
    Load load = load(model);
    load.over();
    Sign sign = fault == null ? Sign.GOOD : sign(fault.code());
    if (sign != Sign.NONE) {
      said(model, load, sign == Sign.GOOD);
    }
    Circuit known = circuits.get(model);
    if (known == null && sign != Sign.BAD) {
      return;
    }
    Circuit circuit =
        known != null ? known : circuits.computeIfAbsent(model, ref -> new Circuit(settings));
    switch (sign) {
      case GOOD -> {
        if (circuit.succeeded()) {
          load.recovered(clock.nanos());
        }
      }
      case BAD -> circuit.failed(clock.nanos(), retryAfter(fault));
      case NONE -> circuit.unknown(clock.nanos());
    }
  }

  /** What was claimed was not used: nothing was learned of the deployment. */
  public void unasked(ModelRef model) {
    load(model).over();
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
      case CONTEXT_LENGTH, CONTENT_FILTER, UPSTREAM_INVALID, SCHEMA_INVALID -> Sign.GOOD;
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
