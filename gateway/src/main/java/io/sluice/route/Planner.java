package io.sluice.route;

import io.sluice.model.Candidate;
import io.sluice.model.Code;
import io.sluice.model.Facts;
import io.sluice.model.Fault;
import io.sluice.model.Permit;
import io.sluice.model.Plan;
import io.sluice.model.Plan.Rejection;
import io.sluice.model.Price;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Operation;
import io.sluice.model.Usage;
import io.sluice.model.Verdict;
import io.sluice.route.Condition.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Orders the candidates that policy permitted and says why the others are passed over. It can add
 * none. Pure: no clock, no network, no state.
 */
public final class Planner {
  private static final long BYTES_PER_TOKEN = 4;
  private static final long MEDIA_TOKENS = 1_000;
  private static final long USUAL_OUTPUT = 500;

  /** Why a candidate cannot be used, and what that says of the whole request. */
  private sealed interface Obstacle {
    record Lacks(String capability) implements Obstacle {}

    record Down(Duration probeIn) implements Obstacle {}

    record Unpriced() implements Obstacle {}
  }

  /** A usable candidate; {@code cost} in micro-dollars, the most there is where it is unknown. */
  private record Choice(Verdict verdict, long cost) {}

  /**
   * The permitted candidates that can do it and are up, the cheapest first; one whose price is
   * unknown last, ties in the order of configuration. A deployment that may be probed keeps its
   * place, or it would never be tried again.
   *
   * @throws io.sluice.model.Stop UNSUPPORTED if no permitted candidate has a capability the request
   *     needs, or if all have no known price under a budget; NO_ALLOWED_MODEL if those that could
   *     are all down
   */
  public Plan plan(Permit permit, Facts facts, RouteView view) {
    Traits traits = facts.traits();
    boolean priced = facts.principal().allowance().budget() != null;
    Usage expected = expected(traits);
    var choices = new ArrayList<Choice>(permit.verdicts().size());
    var rejections = new ArrayList<Rejection>(2);
    var obstacles = new ArrayList<Obstacle>(2);
    for (Verdict verdict : permit.verdicts()) {
      if (!verdict.allowed()) {
        continue;
      }
      Candidate candidate = verdict.candidate();
      Obstacle obstacle = obstacle(candidate, traits, priced, view.of(candidate.ref()));
      if (obstacle == null) {
        insert(choices, new Choice(verdict, cost(candidate.price(), expected)));
      } else {
        obstacles.add(obstacle);
        rejections.add(new Rejection(candidate, reason(obstacle)));
      }
    }
    if (choices.isEmpty()) {
      throw nothingLeft(obstacles, rejections).stop();
    }
    var order = new ArrayList<Verdict>(choices.size());
    for (Choice choice : choices) {
      order.add(choice.verdict());
    }
    return new Plan(permit, order, rejections);
  }

  /** Behind all that cost the same or less: the lists are short and mostly in order. */
  private static void insert(List<Choice> choices, Choice choice) {
    int at = choices.size();
    while (at > 0 && choices.get(at - 1).cost() > choice.cost()) {
      at--;
    }
    choices.add(at, choice);
  }

  private static Usage expected(Traits traits) {
    var size = traits.size();
    long input = size.textBytes() / BYTES_PER_TOKEN + size.media() * MEDIA_TOKENS;
    long limit = size.maxOutputTokens() > 0 ? size.maxOutputTokens() : USUAL_OUTPUT;
    long output = traits.call().operation() == Operation.CHAT ? Math.min(limit, USUAL_OUTPUT) : 0;
    return new Usage(input, output, 0, 0, 0);
  }

  private static long cost(@Nullable Price price, Usage expected) {
    return price == null ? Long.MAX_VALUE : price.cost(expected).micros();
  }

  private static @Nullable Obstacle obstacle(
      Candidate candidate, Traits traits, boolean priced, Condition condition) {
    String lacking = lacking(candidate.capabilities(), traits);
    if (lacking != null) {
      return new Obstacle.Lacks(lacking);
    }
    if (priced && candidate.price() == null && traits.call().operation() != Operation.COUNT) {
      return new Obstacle.Unpriced();
    }
    return condition.state() == State.OPEN ? new Obstacle.Down(condition.probeIn()) : null;
  }

  /** The first capability that the request needs and the candidate, which states its own, lacks. */
  private static @Nullable String lacking(List<String> capabilities, Traits traits) {
    if (capabilities.isEmpty()) {
      return null;
    }
    if (traits.call().operation() == Operation.EMBED) {
      return capabilities.contains("embed") ? null : "embed";
    }
    if (capabilities.size() == 1 && capabilities.contains("embed")) {
      return "chat";
    }
    if (traits.modalities().contains("image") && !capabilities.contains("vision")) {
      return "vision";
    }
    return !traits.tools().isEmpty() && !capabilities.contains("tools") ? "tools" : null;
  }

  private static String reason(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Lacks lacks -> "lacks the capability " + lacks.capability();
      case Obstacle.Down down -> "is down; may be probed in " + down.probeIn().toMillis() + " ms";
      case Obstacle.Unpriced _ -> "has no known price, and a budget is in force";
    };
  }

  private static Fault nothingLeft(List<Obstacle> obstacles, List<Rejection> rejections) {
    Duration soonest = null;
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
        case Obstacle.Unpriced _ -> unpriced.add(rejections.get(i).candidate().name());
      }
    }
    if (soonest != null) {
      var message = "every permitted model that could answer is down";
      return Fault.of(Code.NO_ALLOWED_MODEL, message).after(soonest);
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
