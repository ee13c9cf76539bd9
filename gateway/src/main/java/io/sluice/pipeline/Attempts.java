package io.sluice.pipeline;

import io.sluice.audit.Ruling;
import io.sluice.model.Attempt;
import io.sluice.model.Candidate;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Lifeline;
import io.sluice.model.Money;
import io.sluice.model.Plan;
import io.sluice.model.Stop;
import io.sluice.model.Usage;
import io.sluice.model.Verdict;
import io.sluice.route.Backoff;
import io.sluice.route.Condition;
import io.sluice.route.Health;
import io.sluice.route.Retry;
import io.sluice.route.Retry.Move;
import io.sluice.route.RetryBudget;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tries the plan's candidates in order: the only retry in the house. Nothing outside the plan is
 * ever tried, and every further attempt is put to policy, to the budget and into the record first.
 */
public final class Attempts {
  /** What an attempt ends with that a bug has ended: it says nothing of the deployment. */
  private static final Fault UNTOLD = Fault.of(Code.INTERNAL, "the attempt did not end");

  private final Departures departures;
  private final Health health;
  private final RetryBudget retries;
  private final Turns turns;
  private final Rulings rulings;
  private final Closings closings;
  private final Clock clock;
  private final Pause pause;
  private final RandomGenerator random;

  /** What attempts are judged by. */
  public record Judges(
      Health health, RetryBudget retries, Turns turns, Rulings rulings, Closings closings) {}

  /** What time and chance come from. */
  public record Times(Clock clock, Pause pause, RandomGenerator random) {}

  /** Attempts that leave through {@code departures}. */
  public Attempts(Departures departures, Judges judges, Times times) {
    this.departures = departures;
    this.health = judges.health();
    this.retries = judges.retries();
    this.turns = judges.turns();
    this.rulings = judges.rulings();
    this.closings = judges.closings();
    this.clock = times.clock();
    this.pause = times.pause();
    this.random = times.random();
  }

  /** The plan with the deployments of one model in the order in which they are best asked now. */
  Plan spread(Plan plan, Content content) {
    var tenant = content.facts().principal().tenant();
    var prompt = content.beginnings(plan);
    return health.spread(plan, new Health.Call(tenant, content.priority(), prompt), random);
  }

  /** An answer was carried: one that its provider broke off speaks against the deployment. */
  void carried(Answer answer, Delivery delivery) {
    if (delivery.end() == Delivery.End.BROKEN) {
      health.broke(answer.verdict().candidate().ref());
    }
  }

  /**
   * Opens an answer: returns as soon as one candidate's first content may go to the caller.
   *
   * @throws io.sluice.model.Stop with the last candidate's fault if none gives an answer
   */
  Answer open(Undertaking work) {
    try {
      return first(work);
    } catch (Stop stop) {
      work.course().giveUp(stop.fault());
      closings.settleFailed(work);
      throw stop;
    }
  }

  private Answer first(Undertaking work) {
    var waiting = new ArrayDeque<>(work.plan().order());
    Verdict failed = null;
    Verdict current = waiting.poll();
    int made = 0;
    int here = 0;
    while (current != null) {
      alive(work);
      work.course().using(current.candidate().ref());
      if (rulings.stopped(current.candidate()) // since it was planned
          || !turns.take(work, current)) { // being probed by somebody else, or at a limit
        current = failed == null ? waiting.poll() : next(work, failed, waiting, false);
        here = 0;
        if (current != null || made > 0) {
          continue;
        }
        current = awaited(work);
      }
      if (made == 0) {
        retries.first(work.tenant(), current.candidate().ref().provider());
      }
      made++;
      here++;
      failed = current;
      var going = new Going(current, clock.nanos());
      Fault fault = attempt(work, going);
      if (fault == null) {
        return going.answer();
      }
      work.course().attempted(going.failed(fault, clock));
      var failure = failure(work, going, fault, new Count(made, here, !waiting.isEmpty()));
      switch (Retry.next(failure)) {
        case Move.Next(boolean always) -> {
          current = next(work, current, waiting, always);
          here = 0;
        }
        case Move.Same(Duration pause) -> again(work, current, pause, fault);
        case Move.End() -> throw fault.stop();
      }
      if (current == null) {
        throw work.course().leftWith(fault).stop();
      }
    }
    throw allDown(work).stop();
  }

  /** The candidate that could be waited for, with its turn taken. */
  private Verdict awaited(Undertaking work) {
    Verdict soonest = turns.waited(work, clock, pause, rulings::stopped);
    if (soonest == null) {
      alive(work);
      throw allDown(work).stop();
    }
    work.course().using(soonest.candidate().ref());
    return soonest;
  }

  /** Nothing is sent any more for an exchange that was ended from outside. */
  private static void alive(Undertaking work) {
    Optional<Lifeline.Reason> ended = work.caller().lifeline().reason();
    if (ended.isPresent()) {
      throw Fault.ended(ended.get()).stop();
    }
  }

  /** Attempts so far, at any candidate and at this one, and whether others are left. */
  private record Count(int made, int here, boolean others) {}

  /** One attempt under way. */
  private static final class Going {
    final Verdict verdict;
    final long since;
    private @Nullable Answer answer;

    Going(Verdict verdict, long since) {
      this.verdict = verdict;
      this.since = since;
    }

    Answer answer() {
      if (answer == null) {
        throw new IllegalStateException("the attempt never left");
      }
      return answer;
    }

    boolean committed() {
      return answer != null && answer.committed();
    }

    /** What the record says of it; a failed attempt costs what the provider said it used. */
    Attempt failed(Fault fault, Clock clock) {
      Candidate candidate = verdict.candidate();
      Usage used = answer == null ? Usage.NONE : answer.passage().report().usage();
      Money cost = candidate.price() == null ? Money.ZERO : candidate.price().cost(used);
      String id = answer == null ? "" : answer.passage().report().upstreamId();
      var took = Duration.ofNanos(clock.nanos() - since);
      return new Attempt(candidate.ref(), fault, took, null, id, used, cost);
    }
  }

  /** Null: the answer has begun. */
  private @Nullable Fault attempt(Undertaking work, Going going) {
    @Nullable Fault fault = UNTOLD;
    try {
      going.answer = work.course().begun(departures.depart(work, going.verdict));
      work.recorded(going.answer.relay());
      fault = going.answer.relay().open().orElse(null);
    } catch (Stop stop) {
      fault = stop.fault();
    } finally {
      if (going.answer != null) {
        turns.heard(work, going.verdict.candidate(), going.answer.passage().headers(), fault);
      }
      ended(going, fault);
      if (fault == null) {
        var prompt = work.content().beginnings(work.plan());
        health.prefixes().read(prompt, going.verdict.candidate().ref());
      }
    }
    return fault;
  }

  private void ended(Going going, @Nullable Fault fault) {
    var ref = going.verdict.candidate().ref();
    if (going.answer != null && !going.answer.asked()) {
      health.unasked(ref);
      return;
    }
    health.ended(ref, fault);
    if (fault == null) {
      health.began(ref, Duration.ofNanos(clock.nanos() - going.since));
    }
  }

  private Retry.Failure failure(Undertaking work, Going going, Fault fault, Count count) {
    var ref = going.verdict.candidate().ref();
    boolean closed = health.condition(ref).state() == Condition.State.CLOSED;
    var stage = going.committed() ? Retry.Stage.HEAD : Retry.Stage.NOTHING;
    Duration pause = Backoff.DEFAULT.wait(count.here(), fault.retryAfter(), random);
    Duration left = work.caller().deadline().left(clock);
    return new Retry.Failure(count.made(), fault, stage, closed, count.others(), pause, left);
  }

  /**
   * The next candidate that is up, that policy allows as a fallback and that the budgets afford;
   * null: none.
   */
  private @Nullable Verdict next(
      Undertaking work, Verdict from, ArrayDeque<Verdict> waiting, boolean always) {
    for (Verdict to = waiting.poll(); to != null; to = waiting.poll()) {
      String provider = to.candidate().ref().provider();
      if (health.condition(to.candidate().ref()).state() == Condition.State.OPEN) {
        continue;
      }
      if (always) {
        retries.always(work.tenant(), provider);
      } else if (!retries.further(work.tenant(), provider)) {
        continue;
      }
      if (rulings.fallback(work, from, to)) {
        return to;
      }
    }
    return null;
  }

  private void again(Undertaking work, Verdict current, Duration pause, Fault fault) {
    if (!retries.further(work.tenant(), current.candidate().ref().provider())) {
      throw fault.stop();
    }
    Money more = work.reservation().again();
    String subject = current.candidate().ref().text();
    rulings.record(work, retry(subject, more, work.reservation().budgeted()));
    this.pause.most(pause, work.caller().lifeline());
  }

  private static Ruling retry(String subject, Money more, boolean again) {
    return new Ruling("retry", subject, true, List.of(), "", more, again);
  }

  private Fault allDown(Undertaking work) {
    Optional<Duration> soonest =
        work.plan().order().stream()
            .map(verdict -> health.condition(verdict.candidate().ref()))
            .map(Condition::probeIn)
            .min(Duration::compareTo);
    Fault limited = work.course().limited();
    if (limited != null) {
      return limited;
    }
    var fault = Fault.of(Code.NO_ALLOWED_MODEL, "every permitted model is down");
    return fault.after(soonest.orElse(Duration.ofSeconds(1)));
  }
}
