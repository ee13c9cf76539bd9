package io.sluice.route;

import io.sluice.model.Candidate;
import io.sluice.model.Code;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Permit;
import io.sluice.model.Plan;
import io.sluice.model.Plan.Rejection;
import io.sluice.model.RoutingRule;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Operation;
import io.sluice.model.Verdict;
import io.sluice.route.Condition.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orders the candidates that policy permitted and says why the others are passed over. It can add
 * none. Pure: no clock, no network, no state.
 */
public final class Planner {
  private static final Fault PINNED =
      Fault.of(
              Code.POLICY_DENIED,
              "the route pins this request to models that policy does not permit")
          .naming(List.of("route.pin"));

  /** The capability that each kind of content needs; others are not ruled out by any. */
  private static final Map<String, String> MODALITIES =
      Map.of("image", "vision", "document", "document", "audio", "audio", "video", "video");

  /** Why a candidate cannot be used, and what that says of the whole request. */
  private sealed interface Obstacle {
    record Lacks(String capability) implements Obstacle {}

    record Down(Duration probeIn) implements Obstacle {}

    record TooLong(long tokens, long contextTokens) implements Obstacle {}

    record Unpriced() implements Obstacle {}

    record Pinned() implements Obstacle {}
  }

  /** The same for a request that needs nothing beyond what its facts say. */
  public Plan plan(Permit permit, Facts facts, RouteView view) {
    return plan(permit, facts, view, Needs.NONE);
  }

  /**
   * The permitted candidates that can do it and are up, the best first: by the rules of the route,
   * then by what it weighs ({@link RouteView.Weights}). A price that is unknown counts as twice the
   * dearest, a pace that is unknown as none, so that it becomes known. One whose context seems too
   * small for the request comes last. Ties go to the cheaper, then to the order of configuration. A
   * deployment that may be probed keeps its place, or it would never be tried again.
   *
   * @throws io.sluice.model.Stop UNSUPPORTED if no permitted candidate has a capability the request
   *     needs, or if all have no known price under a budget; CONTEXT_LENGTH if it is longer than
   *     any of them reads; NO_ALLOWED_MODEL if those that could are all down; POLICY_DENIED if the
   *     route pins this to models that policy does not permit
   */
  public Plan plan(Permit permit, Facts facts, RouteView view, Needs needs) {
    Traits traits = facts.traits();
    boolean priced = facts.principal().allowance().budget() != null;
    var chooser = new Chooser(facts, view);
    RoutingRule rule = rule(facts, view, chooser.inputTokens());
    var usable = new ArrayList<Verdict>(permit.verdicts().size());
    var rejections = new ArrayList<Rejection>(2);
    var obstacles = new ArrayList<Obstacle>(2);
    for (Verdict verdict : permit.verdicts()) {
      if (!verdict.allowed()) {
        continue;
      }
      Candidate candidate = verdict.candidate();
      Obstacle obstacle = pinnedElsewhere(candidate, rule);
      if (obstacle == null) {
        obstacle = unable(candidate, traits, needs);
      }
      if (obstacle == null) {
        obstacle = measured(candidate, facts, view, needs);
      }
      if (obstacle == null) {
        obstacle = obstacle(candidate, traits, priced, view.of(candidate.ref()));
      }
      if (obstacle == null) {
        usable.add(verdict);
      } else {
        obstacles.add(obstacle);
        rejections.add(new Rejection(candidate, reason(obstacle)));
      }
    }
    if (usable.isEmpty()) {
      boolean pinned = obstacles.stream().allMatch(Obstacle.Pinned.class::isInstance);
      throw (pinned ? PINNED : nothingLeft(obstacles, rejections)).stop();
    }
    var ranking = chooser.rank(usable, rule);
    return new Plan(permit, ranking.order(), rejections, ranking.choice());
  }

  /** The first rule of the route that holds; null: none. */
  private static @Nullable RoutingRule rule(Facts facts, RouteView view, double inputTokens) {
    for (RoutingRule rule : view.preference().rules()) {
      if (rule.holds(facts, inputTokens)) {
        return rule;
      }
    }
    return null;
  }

  /** What probes found that it cannot do. */
  private static @Nullable Obstacle measured(
      Candidate candidate, Facts facts, RouteView view, Needs needs) {
    String missing = view.preference().measured().missing(candidate.ref(), facts, needs);
    return missing.isEmpty() ? null : new Obstacle.Lacks(missing);
  }

  private static @Nullable Obstacle pinnedElsewhere(
      Candidate candidate, @Nullable RoutingRule rule) {
    boolean other =
        rule != null
            && rule.act() == RoutingRule.Act.PIN
            && !rule.models().contains(candidate.name());
    return other ? new Obstacle.Pinned() : null;
  }

  /** What the candidate cannot do, whatever its price and condition. */
  private static @Nullable Obstacle unable(Candidate candidate, Traits traits, Needs needs) {
    String lacking = lacking(candidate.capabilities(), traits, needs);
    if (lacking != null) {
      return new Obstacle.Lacks(lacking);
    }
    long most = candidate.contextTokens();
    if (most == 0 || traits.size().textBytes() <= most) { // a token has at least one byte
      return null;
    }
    return needs
        .tokens()
        .apply(candidate)
        .filter(tokens -> tokens > most)
        .map(tokens -> new Obstacle.TooLong(tokens, most))
        .orElse(null);
  }

  private static @Nullable Obstacle obstacle(
      Candidate candidate, Traits traits, boolean priced, Condition condition) {
    boolean free =
        traits.call().operation() == Operation.COUNT
            || traits.call().operation() == Operation.ERASE;
    if (priced && candidate.price() == null && !free) {
      return new Obstacle.Unpriced();
    }
    return condition.state() == State.OPEN ? new Obstacle.Down(condition.probeIn()) : null;
  }

  /** The first capability that the request needs and the candidate, which states its own, lacks. */
  private static @Nullable String lacking(List<String> capabilities, Traits traits, Needs needs) {
    if (capabilities.isEmpty()) {
      return null;
    }
    if (traits.call().operation() == Operation.EMBED) {
      return capabilities.contains("embed") ? null : "embed";
    }
    if (capabilities.size() == 1 && capabilities.contains("embed")) {
      return "chat";
    }
    for (String modality : traits.modalities()) {
      String capability = MODALITIES.get(modality);
      if (capability != null && !capabilities.contains(capability)) {
        return capability;
      }
    }
    if (!traits.tools().isEmpty() && !capabilities.contains("tools")) {
      return "tools";
    }
    return needs.capabilities().stream()
        .filter(need -> !capabilities.contains(need))
        .findFirst()
        .orElse(null);
  }

  private static String reason(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Lacks lacks -> "lacks the capability " + lacks.capability();
      case Obstacle.Down down -> "is down; may be probed in " + down.probeIn().toMillis() + " ms";
      case Obstacle.TooLong(long tokens, long most) ->
          "reads " + most + " tokens; the prompt has at least " + tokens;
      case Obstacle.Unpriced _ -> "has no known price, and a budget is in force";
      case Obstacle.Pinned _ -> "the route pins this request to other models";
    };
  }

  private static Fault nothingLeft(List<Obstacle> obstacles, List<Rejection> rejections) {
    Duration soonest = null;
    Obstacle.TooLong shortest = null;
    var lacking = new ArrayList<String>();
    var unpriced = new ArrayList<String>();
    for (int i = 0; i < obstacles.size(); i++) {
      switch (obstacles.get(i)) {
        case Obstacle.Down(Duration probeIn) ->
            soonest = soonest == null || probeIn.compareTo(soonest) < 0 ? probeIn : soonest;
        case Obstacle.Lacks(String capability) -> {
          if (!lacking.contains(capability)) {
            lacking.add(capability);
          }
        }
        case Obstacle.TooLong tooLong ->
            shortest =
                shortest == null || tooLong.contextTokens() > shortest.contextTokens()
                    ? tooLong
                    : shortest;
        case Obstacle.Unpriced _ -> unpriced.add(rejections.get(i).candidate().name());
        case Obstacle.Pinned _ -> {}
      }
    }
    if (soonest != null) {
      var message = "every permitted model that could answer is down";
      return Fault.of(Code.NO_ALLOWED_MODEL, message).after(soonest);
    }
    if (shortest != null) {
      var message =
          "the prompt is too long: it has at least %d tokens, and the model's context length is %d"
              .formatted(shortest.tokens(), shortest.contextTokens());
      return Fault.of(Code.CONTEXT_LENGTH, message);
    }
    if (!unpriced.isEmpty()) {
      var message =
          "the price of '%s' is unknown, and a budget is in force"
              .formatted(String.join("', '", unpriced));
      return Fault.of(Code.UNSUPPORTED, message).naming(unpriced);
    }
    var message = "no permitted model has the capability this needs: " + String.join(", ", lacking);
    return Fault.of(Code.UNSUPPORTED, message).naming(lacking);
  }
}
