package io.sluice.route;

import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Clock;
import io.sluice.model.Example;
import io.sluice.model.Fault;
import io.sluice.model.Plan;
import io.sluice.model.Priority;
import io.sluice.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One run of many exchanges over the deployments of one model, in virtual time, by one seed. */
final class PoolRun {
  /** Who says which deployment is asked. */
  enum Way {
    SLUICE,
    ROUND_ROBIN,
    WEIGHTED_RANDOM
  }

  /** What a run came to. */
  record Result(
      long exchanges, long attempts, long answered, long failed, long cut, List<Long> firsts) {
    double perExchange() {
      return (double) attempts / exchanges;
    }

    double success() {
      return (double) answered / exchanges;
    }

    long millis(double share) {
      return firsts.get((int) Math.min(firsts.size() - 1, firsts.size() * share)) / 1_000_000;
    }
  }

  private static final String TENANT = "acme";
  private static final Health.Call CALL = new Health.Call(TENANT, Priority.NORMAL);
  private static final Quotas.Need NEED = new Quotas.Need(100, 100, Priority.NORMAL);
  private static final int POOLS = 6;
  private static final int PER_SECOND = 40;
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private record Happening(long at, long number, Runnable what) implements Comparable<Happening> {
    @Override
    public int compareTo(Happening other) {
      int first = Long.compare(at, other.at);
      return first != 0 ? first : Long.compare(number, other.number);
    }
  }

  private final Way way;
  private final SplittableRandom random;
  private final PriorityQueue<Happening> happenings = new PriorityQueue<>();
  private final Map<ModelRef, Pool> pools = new HashMap<>();
  private final Map<ModelRef, Integer> waiting = new HashMap<>();
  private final Plan plan;
  private final Health health;
  private final RetryBudget retries;
  private final Set<ModelRef> permitted = new HashSet<>();
  private final long[] firsts;
  private long now;
  private long happened;
  private long attempts;
  private long answered;
  private long failed;
  private long cut;
  private int turn;

  PoolRun(Way way, long seed, int exchanges) {
    this.way = way;
    this.random = new SplittableRandom(seed);
    this.firsts = new long[exchanges];
    Clock clock = clock();
    health = new Health(HealthSettings.DEFAULT, clock);
    retries = new RetryBudget(clock);
    var candidates = new Candidate[POOLS];
    var fates = new SplittableRandom(seed + 1);
    for (int i = 0; i < POOLS; i++) {
      Candidate like = Example.candidate("m", Example.price(1, 1));
      var ref = new ModelRef("p" + i, "m");
      candidates[i] =
          new Candidate(ref, "m" + i, "openai", like.profile(), like.price(), like.abilities());
      pools.put(ref, new Pool(fates.split()));
      permitted.add(ref);
    }
    plan = Example.plan(candidates);
  }

  private Clock clock() {
    return new Clock() {
      @Override
      public Instant now() {
        return Example.NOON.plusNanos(now);
      }

      @Override
      public long nanos() {
        return now;
      }
    };
  }

  Result run() {
    long at = 0;
    for (int i = 0; i < firsts.length; i++) {
      at += (long) (-Math.log(1 - random.nextDouble()) / PER_SECOND * 1e9);
      long begins = at;
      if (i % 1_000 == 999) {
        advance(begins);
      }
      schedule(begins, () -> new Exchange(begins).begin());
    }
    advance(Long.MAX_VALUE);
    long[] sorted = Arrays.copyOf(firsts, (int) (answered + cut));
    Arrays.sort(sorted);
    return new Result(
        firsts.length, attempts, answered, failed, cut, Arrays.stream(sorted).boxed().toList());
  }

  private void schedule(long at, Runnable what) {
    happenings.add(new Happening(at, happened++, what));
  }

  private void advance(long until) {
    while (!happenings.isEmpty() && happenings.peek().at() <= until) {
      Happening next = happenings.remove();
      now = Math.max(now, next.at());
      next.what().run();
    }
  }

  private List<Verdict> order() {
    List<Verdict> all = plan.order();
    return switch (way) {
      case SLUICE -> health.spread(plan, CALL, random).order();
      case ROUND_ROBIN -> {
        int first = turn++ % all.size();
        var rotated = new ArrayList<>(all.subList(first, all.size()));
        rotated.addAll(all.subList(0, first));
        yield rotated;
      }
      case WEIGHTED_RANDOM -> {
        var left = new ArrayList<>(all);
        var drawn = new ArrayList<Verdict>();
        while (!left.isEmpty()) {
          drawn.add(left.remove(random.nextInt(left.size())));
        }
        yield drawn;
      }
    };
  }

  /** One exchange; it is over once. */
  private final class Exchange {
    private final long since;
    private final ArrayDeque<Verdict> left = new ArrayDeque<>();
    private int made;
    private int here;
    private boolean over;

    Exchange(long since) {
      this.since = since;
    }

    void begin() {
      left.addAll(order());
      next(left.poll(), null, false);
    }

    /** As the gateway goes through a plan. */
    private void next(@Nullable Verdict to, @Nullable Fault fault, boolean always) {
      Verdict current = to;
      while (current != null && !taken(current, fault, always)) {
        current = left.poll();
        here = 0;
      }
      if (current == null) {
        end(false);
        return;
      }
      attempt(current);
    }

    private boolean taken(Verdict to, @Nullable Fault fault, boolean always) {
      if (way != Way.SLUICE) {
        return true;
      }
      ModelRef ref = to.candidate().ref();
      if (fault != null && health.condition(ref).state() == Condition.State.OPEN) {
        return false;
      }
      if (!health.claim(ref)) {
        return false;
      }
      if (!health.quotas().take(TENANT, ref, NEED).isZero()) {
        health.unasked(ref);
        return false;
      }
      if (made == 0) {
        retries.first(TENANT, ref.provider());
      } else if (always) {
        retries.always(TENANT, ref.provider());
      } else if (!retries.further(TENANT, ref.provider())) {
        health.unasked(ref);
        return false;
      }
      return true;
    }

    private void attempt(Verdict to) {
      ModelRef ref = to.candidate().ref();
      check(permitted.contains(ref), "an attempt left the permit");
      check(!over, "an attempt after the answer");
      attempts++;
      made++;
      here++;
      check(made <= 1 + Retry.MOST_FURTHER, "too many attempts of one exchange");
      int there = waiting.merge(ref, 1, Integer::sum);
      Pool.Outcome outcome = Objects.requireNonNull(pools.get(ref)).attempt(now, there);
      schedule(now + outcome.took().toNanos(), () -> came(to, outcome));
    }

    private void came(Verdict from, Pool.Outcome outcome) {
      ModelRef ref = from.candidate().ref();
      waiting.merge(ref, -1, Integer::sum);
      if (way == Way.SLUICE) {
        health.quotas().heard(TENANT, ref, outcome.headers(), outcome.fault());
        health.ended(ref, outcome.fault());
      }
      Fault fault = outcome.fault();
      if (fault == null) {
        if (way == Way.SLUICE) {
          health.began(ref, outcome.took());
        }
        boolean late = now - since > DEADLINE.toNanos();
        if (!late) {
          firsts[(int) (answered + cut)] = now - since;
          count(outcome.cut());
        }
        end(!late);
        if (outcome.cut() && way == Way.SLUICE) {
          health.broke(ref);
        }
        return;
      }
      failed(from, fault);
    }

    private void failed(Verdict from, Fault fault) {
      ModelRef ref = from.candidate().ref();
      if (way != Way.SLUICE) {
        if (made > Retry.MOST_FURTHER || left.isEmpty()) {
          end(false);
        } else {
          next(left.poll(), fault, true);
        }
        return;
      }
      boolean closed = health.condition(ref).state() == Condition.State.CLOSED;
      Duration pause = Backoff.DEFAULT.wait(here, fault.retryAfter(), random);
      Duration time = DEADLINE.minusNanos(now - since);
      var failure =
          new Retry.Failure(made, fault, Retry.Stage.NOTHING, closed, !left.isEmpty(), pause, time);
      switch (Retry.next(failure)) {
        case Retry.Move.Next(boolean always) -> next(nextUp(), fault, always);
        case Retry.Move.Same(Duration wait) ->
            schedule(now + wait.toNanos(), () -> next(from, fault, false));
        case Retry.Move.End() -> end(false);
      }
    }

    private @Nullable Verdict nextUp() {
      here = 0;
      return left.poll();
    }

    private void end(boolean well) {
      check(!over, "an exchange ended twice");
      over = true;
      if (!well) {
        failed++;
      }
    }
  }

  private void count(boolean broke) {
    if (broke) {
      cut++;
    } else {
      answered++;
    }
  }

  private static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
