package io.sluice.pipeline;

import io.sluice.limits.Rates;
import io.sluice.model.Candidate;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Headers;
import io.sluice.model.Priority;
import io.sluice.model.Stop;
import io.sluice.model.Verdict;
import io.sluice.route.Condition;
import io.sluice.route.Health;
import io.sluice.route.Line;
import io.sluice.route.Quotas;
import io.sluice.tokens.Ratios;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Whether an attempt may be made now: the deployment is up, and nobody's limit is used up. Where a
 * provider's own limit is all that stands in the way, the call waits for it, the urgent first.
 */
public final class Turns {
  /** Output of a call whose length nobody limited. */
  private static final long USUAL_OUTPUT = 500;

  private static final Duration LEAST_PAUSE = Duration.ofMillis(20);
  private static final Duration MOST_PAUSE = Duration.ofMillis(250);

  private final Health health;
  private final Rates rates;
  private final Ratios ratios;

  /** Asks {@code health} and {@code rates}; prompts are measured by what {@code ratios} learned. */
  public Turns(Health health, Rates rates, Ratios ratios) {
    this.health = health;
    this.rates = rates;
    this.ratios = ratios;
  }

  /** True: the attempt is to be made, and what it takes is taken. */
  boolean take(Undertaking work, Verdict verdict) {
    return take(work, verdict, null);
  }

  private boolean take(Undertaking work, Verdict verdict, Line.@Nullable Place place) {
    Candidate candidate = verdict.candidate();
    if (!health.claim(candidate.ref(), leaves(work, verdict))) {
      return false;
    }
    try {
      Rates.Wish wish = wish(work, candidate);
      asked(work, wish, place);
      var limits = work.content().snapshot().allowances().limits();
      work.course().drew(rates.draw(wish, limits));
      return true;
    } catch (Stop stop) {
      health.unasked(candidate.ref());
      work.course().limited(verdict, stop.fault());
      return false;
    }
  }

  /** True if it leaves a probe to a request that can wait, because another candidate is up. */
  private boolean leaves(Undertaking work, Verdict verdict) {
    return work.content().priority() != Priority.LOW
        && health.condition(verdict.candidate().ref()).state() == Condition.State.PROBE
        && work.plan().order().stream()
            .filter(other -> !other.equals(verdict))
            .anyMatch(
                other ->
                    health.condition(other.candidate().ref()).state() == Condition.State.CLOSED);
  }

  /** A call that its provider is certain to refuse is not made. */
  private void asked(Undertaking work, Rates.Wish wish, Line.@Nullable Place place) {
    var ref = wish.candidate().ref();
    var need = new Quotas.Need(wish.inputTokens(), wish.outputTokens(), work.content().priority());
    var quotas = health.quotas();
    Duration wait =
        place == null
            ? quotas.take(work.tenant(), ref, need)
            : quotas.take(work.tenant(), ref, need, place);
    if (!wait.isZero()) {
      var message = "what '%s' lets us ask for is used up".formatted(ref.provider());
      throw Fault.of(Code.UPSTREAM_RATE_LIMITED, message).after(wait).stop();
    }
  }

  /**
   * Waits for the candidate whose provider lets us ask again soonest, if that is all that stands in
   * the way and is not too long; its turn is taken.
   *
   * @param stopped true for one that an operator suspends meanwhile
   * @return null: nobody could be waited for, the line was full of what is as urgent, or the wait
   *     was too long
   */
  @Nullable Verdict waited(
      Undertaking work, Clock clock, Pause pause, Predicate<Candidate> stopped) {
    Duration longest = health.quotas().longestWait();
    Duration left = work.caller().deadline().left(clock);
    Duration most = left.compareTo(longest) < 0 ? left : longest;
    Fault limited = work.course().limited();
    Verdict soonest = work.course().soonest();
    if (soonest == null || limited == null || wait(limited).compareTo(most) >= 0) {
      return null;
    }
    Line line = health.quotas().line(work.tenant(), soonest.candidate().ref());
    Line.Place place = line == null ? null : line.enter(work.content().priority()).orElse(null);
    if (line == null || place == null) {
      return null;
    }
    try {
      long until = clock.nanos() + most.toNanos();
      while (clock.nanos() - until < 0
          && line.holds(place)
          && !work.ended()
          && !stopped.test(soonest.candidate())) {
        if (line.first(place) && take(work, soonest, place)) {
          return soonest;
        }
        pause.most(step(work.course().limited()), work.caller().lifeline());
      }
      return null;
    } finally {
      line.leave(place);
    }
  }

  private static Duration wait(Fault limited) {
    Duration wait = limited.retryAfter();
    return wait == null ? Duration.ZERO : wait;
  }

  private static Duration step(@Nullable Fault limited) {
    Duration wait = limited == null ? MOST_PAUSE : wait(limited);
    Duration most = wait.compareTo(MOST_PAUSE) < 0 ? wait : MOST_PAUSE;
    return most.compareTo(LEAST_PAUSE) < 0 ? LEAST_PAUSE : most;
  }

  /** The provider answered, and said how much more may be asked of it. */
  void heard(Undertaking work, Candidate candidate, Headers headers, @Nullable Fault fault) {
    health.quotas().heard(work.tenant(), candidate.ref(), headers, fault);
  }

  private Rates.Wish wish(Undertaking work, Candidate candidate) {
    var facts = work.content().facts();
    var size = facts.traits().size();
    long input = (long) Math.ceil(size.textBytes() / ratios.bytesPerToken(candidate.ref()));
    long limit = size.maxOutputTokens();
    long output = (limit > 0 ? limit : USUAL_OUTPUT) * size.choices();
    return new Rates.Wish(facts.principal(), candidate, input, output);
  }
}
