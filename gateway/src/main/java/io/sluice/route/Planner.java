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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Orders the candidates that policy permitted and says why the others are passed over. It can add
 * none. Pure: no clock, no network, no state.
 */
public final class Planner {
  private static final long BYTES_PER_TOKEN = 4;
  private static final long MEDIA_TOKENS = 1_000;
  private static final long USUAL_OUTPUT = 500;
  private static final double UNPRICED = 2.0;

  /** More than any weights can come to. */
  private static final double TOO_SMALL = 1e6;

  /** The capability that each kind of content needs; others are not ruled out by any. */
  private static final Map<String, String> MODALITIES =
      Map.of("image", "vision", "document", "document", "audio", "audio", "video", "video");

  /** Why a candidate cannot be used, and what that says of the whole request. */
  private sealed interface Obstacle {
    record Lacks(String capability) implements Obstacle {}

    record Down(Duration probeIn) implements Obstacle {}

    record TooLong(long tokens, long contextTokens) implements Obstacle {}

    record Unpriced() implements Obstacle {}
  }

  /** A usable candidate; {@code cost} in micro-dollars, the most there is where it is unknown. */
  private record Choice(Verdict verdict, long cost, double score) {
    Choice scored(double other) {
      return new Choice(verdict, cost, other);
    }
  }

  /** The same for a request that needs nothing beyond what its facts say. */
  public Plan plan(Permit permit, Facts facts, RouteView view) {
    return plan(permit, facts, view, Needs.NONE);
  }

  /**
   * The permitted candidates that can do it and are up, the best first by what the route weighs:
   * cost and the time to the first content, each as a share of the most among them. A price that is
   * unknown counts as twice the dearest, a pace that is unknown as none, so that it becomes known.
   * One whose context seems too small for the request comes last. Ties are in the order of
   * configuration. A deployment that may be probed keeps its place, or it would never be tried
   * again.
   *
   * @throws io.sluice.model.Stop UNSUPPORTED if no permitted candidate has a capability the request
   *     needs, or if all have no known price under a budget; CONTEXT_LENGTH if it is longer than
   *     any of them reads; NO_ALLOWED_MODEL if those that could are all down
   */
  public Plan plan(Permit permit, Facts facts, RouteView view, Needs needs) {
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
      Obstacle obstacle = unable(candidate, traits, needs);
      if (obstacle == null) {
        obstacle = obstacle(candidate, traits, priced, view.of(candidate.ref()));
      }
      if (obstacle == null) {
        choices.add(new Choice(verdict, cost(candidate.price(), expected), 0));
      } else {
        obstacles.add(obstacle);
        rejections.add(new Rejection(candidate, reason(obstacle)));
      }
    }
    if (choices.isEmpty()) {
      throw nothingLeft(obstacles, rejections).stop();
    }
    return new Plan(permit, ordered(choices, expected, view), rejections);
  }

  private static List<Verdict> ordered(List<Choice> choices, Usage expected, RouteView view) {
    long dearest = 0;
    long slowest = 0;
    for (Choice choice : choices) {
      dearest = choice.cost() == Long.MAX_VALUE ? dearest : Math.max(dearest, choice.cost());
      slowest = Math.max(slowest, pace(choice, view));
    }
    var sorted = new ArrayList<Choice>(choices.size());
    for (Choice choice : choices) {
      double cost = choice.cost() == Long.MAX_VALUE ? UNPRICED : share(choice.cost(), dearest);
      double score =
          view.weights().cost() * cost
              + view.weights().latency() * share(pace(choice, view), slowest);
      insert(sorted, choice.scored(tooSmall(choice, expected) ? score + TOO_SMALL : score));
    }
    var order = new ArrayList<Verdict>(sorted.size());
    for (Choice choice : sorted) {
      order.add(choice.verdict());
    }
    return order;
  }

  private static long pace(Choice choice, RouteView view) {
    Duration pace = view.paces().get(choice.verdict().candidate().ref());
    return pace == null ? 0 : pace.toNanos();
  }

  private static double share(long amount, long most) {
    return most == 0 ? 0 : (double) amount / most;
  }

  /** By an estimate, which may be wrong: such a candidate is tried last, not left out. */
  private static boolean tooSmall(Choice choice, Usage expected) {
    long context = choice.verdict().candidate().contextTokens();
    return context > 0 && expected.input() > context;
  }

  /** Behind all that are as good or better: the lists are short and mostly in order. */
  private static void insert(List<Choice> choices, Choice choice) {
    int at = choices.size();
    while (at > 0 && choices.get(at - 1).score() > choice.score()) {
      at--;
    }
    choices.add(at, choice);
  }

  private static Usage expected(Traits traits) {
    var size = traits.size();
    long input = size.textBytes() / BYTES_PER_TOKEN + size.media() * MEDIA_TOKENS;
    long limit = size.maxOutputTokens() > 0 ? size.maxOutputTokens() : USUAL_OUTPUT;
    long output = traits.call().operation() == Operation.CHAT ? Math.min(limit, USUAL_OUTPUT) : 0;
    return new Usage(input, output, 0, 0, 0, Usage.Served.USUAL);
  }

  private static long cost(@Nullable Price price, Usage expected) {
    return price == null ? Long.MAX_VALUE : price.cost(expected).micros();
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
          "reads %d tokens; the prompt has at least %d".formatted(most, tokens);
      case Obstacle.Unpriced _ -> "has no known price, and a budget is in force";
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
