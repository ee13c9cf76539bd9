package io.sluice.pipeline;

import io.sluice.flow.ActiveContent;
import io.sluice.model.Erasure;
import io.sluice.model.ExchangeId;
import io.sluice.model.Facts;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Plan;
import io.sluice.model.Priority;
import io.sluice.model.Profile;
import io.sluice.model.Request;
import io.sluice.model.Target;
import io.sluice.registry.RouteSetting;
import io.sluice.route.Experience;
import io.sluice.route.Preference;
import io.sluice.route.Preference.Canary;
import io.sluice.route.Prefixes;
import io.sluice.route.RouteView;
import io.sluice.wire.Codec;
import io.sluice.wire.Incoming;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the caller sent, read and looked at, under the snapshot that decides about it. */
record Content(
    Snapshot snapshot,
    Codec codec,
    Incoming incoming,
    Request request,
    Inspection inspection,
    Facts facts,
    Continuation continuation) {
  /** The same, with what was made of it since. */
  Content judged(Inspection seen, Facts known) {
    return new Content(snapshot, codec, incoming, request, seen, known, continuation);
  }

  /** The same with more known of it. */
  Content with(Facts known) {
    return new Content(snapshot, codec, incoming, request, inspection, known, continuation);
  }

  /** Keeps the answer that was carried, or forgets one that its provider has forgotten. */
  void settle(Delivery delivery) {
    if (request instanceof Erasure) {
      continuation.erase();
    } else if (delivery.end() == Delivery.End.COMPLETE) {
      continuation.settle();
    } else {
      continuation.drop();
    }
  }

  /** How the candidates of {@code target} are now, weighed as its route wants it. */
  RouteView view(Gateway.Steering steering, Target target, ExchangeId id) {
    RouteSetting route = snapshot.registry().route(target.name()).orElse(null);
    if (route == null) {
      var measured = Preference.only(steering.learned().measured());
      return steering.health().view(target).preferring(measured);
    }
    var weights = route.optimise();
    var sight =
        new Experience.Sight(facts.principal().tenant(), route.name(), facts.traits().task());
    var learned = steering.learned();
    var preference =
        new Preference(
            learned.experience().outlook(sight),
            route.steering().rules(),
            learned.conversations().warm(Observations.conversation(this)).orElse(null),
            canary(route, id),
            learned.measured());
    return steering
        .health()
        .view(
            target,
            new RouteView.Weights(
                weights.cost(),
                weights.latency(),
                weights.quality(),
                weights.risk(),
                weights.switching()))
        .preferring(preference);
  }

  private static @Nullable Canary canary(RouteSetting route, ExchangeId id) {
    var trial = route.steering().canary();
    return trial == null
        ? null
        : new Canary(trial.model(), Shares.drawn(id, "canary", trial.percent()));
  }

  /** True if it is asked beside the traffic, and nobody hears the answer. */
  boolean shadow() {
    return facts.purpose().equals(Purpose.SHADOW);
  }

  /** The label of all that a model sees of it: what comes back included, enforced or not. */
  Label seen() {
    var provenance = inspection.provenance();
    boolean strict = mode() == RouteSetting.Flow.STRICT;
    return facts.exposure().label().join(strict ? provenance.marked() : provenance.context());
  }

  /** The highest level of an answer that may go to whoever asks. */
  Level audience() {
    return snapshot.labels().audience(facts.principal(), seen().level());
  }

  /** As what the application may carry the answer out; of no route: as anything. */
  Set<ActiveContent.Kind> active() {
    var uses = snapshot.handling(request.traits().call().model()).outputUse();
    return uses.stream()
        .map(use -> ActiveContent.Kind.valueOf(use.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toSet());
  }

  /** How the prompt begins, if {@code plan} has deployments of our own to choose among. */
  Prefixes.Beginnings beginnings(Plan plan) {
    boolean own =
        plan.order().size() > 1
            && plan.order().stream()
                .anyMatch(one -> one.candidate().profile().zone() != Profile.Zone.EXTERNAL);
    return own ? Prefixes.of(request, facts.principal().tenant()) : Prefixes.Beginnings.NONE;
  }

  /** How urgent it is: as its route says; what is asked only to compare can wait. */
  Priority priority() {
    return shadow()
        ? Priority.LOW
        : snapshot
            .registry()
            .route(request.traits().call().model())
            .map(route -> route.steering().priority())
            .orElse(Priority.NORMAL);
  }

  /** How far the route that was asked for enforces labels of flows; else the installation's. */
  RouteSetting.Flow mode() {
    return snapshot.mode(request.traits().call().model());
  }
}
