package io.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.Arrival;
import io.sluice.audit.Basis;
import io.sluice.audit.Closing;
import io.sluice.audit.Decided;
import io.sluice.audit.Descent;
import io.sluice.audit.EntryReader;
import io.sluice.audit.MemoryLog;
import io.sluice.audit.Recorder;
import io.sluice.audit.Ruleset;
import io.sluice.audit.Ruling;
import io.sluice.audit.Scans;
import io.sluice.model.Bytes;
import io.sluice.model.Example;
import io.sluice.model.ExchangeId;
import io.sluice.model.Facts;
import io.sluice.model.Money;
import io.sluice.model.Plan;
import io.sluice.model.Posting;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Period;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import io.sluice.model.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The process dies between any two writes of the journal; what it spent is never forgotten. */
class BudgetCrashTest {
  private static final long BUDGET = 20_000;

  private final SetClock clock = new SetClock(Example.NOON);
  private final Principal principal = Example.principal(new Money(BUDGET), Period.LIFE);
  private final Plan plan = Example.plan(Example.candidate("a", Example.price(1, 2)));
  private final Facts facts = Example.facts(principal, Example.chat(400, 100));

  /** One running exchange; {@code decided} null: it has only reserved. */
  private static final class Running {
    final ExchangeId id;
    final Reservation reservation;
    @Nullable Decided decided;
    boolean raised;
    long spent;

    Running(ExchangeId id, Reservation reservation) {
      this.id = id;
      this.reservation = reservation;
    }
  }

  /** What was really spent while so many entries were durable. */
  private record Spending(long durable, long micros) {}

  private final List<Spending> spendings = new ArrayList<>();
  private long exchanges;

  @Test
  void whatever_write_the_crash_comes_after_nothing_stays_reserved_and_nothing_is_overspent() {
    for (long seed = 0; seed < 20; seed++) {
      spendings.clear();
      var log = new MemoryLog();
      var random = new SplittableRandom(seed);
      var budgets = new Budgets(BudgetSettings.DEFAULT, clock, BudgetFold.empty());
      run(budgets, new Recorder(log, "b1", clock), log, random);
      for (int durable = 0; durable <= log.size(); durable++) {
        recovered(log.crashedAt(durable), seed);
      }
    }
  }

  private void run(Budgets budgets, Recorder recorder, MemoryLog log, SplittableRandom random) {
    var open = new ArrayList<Running>();
    for (int step = 0; step < 120; step++) {
      if (open.size() < 2 || random.nextInt(3) == 0) {
        begin(budgets, open);
      } else {
        Running running = open.get(random.nextInt(open.size()));
        if (advance(running, recorder, log, random)) {
          open.remove(running);
        }
      }
    }
    log.sync();
  }

  private void begin(Budgets budgets, List<Running> open) {
    try {
      var id = new ExchangeId("x" + exchanges++);
      open.add(new Running(id, budgets.reserve(principal, plan, facts.traits())));
    } catch (Stop refused) {
      assertThat(budgets.books(principal).balanced()).isTrue();
    }
  }

  /** True once the exchange is over. */
  private boolean advance(
      Running running, Recorder recorder, MemoryLog log, SplittableRandom random) {
    Decided decided = running.decided;
    Money bound = running.reservation.reserved().bound();
    if (decided == null) {
      running.decided = recorder.decided(running.id, facts, plan, basis(running.reservation));
      running.reservation.sent();
      spend(running, log, random.nextLong(bound.micros() + 1));
      return false;
    }
    if (!running.raised && random.nextInt(4) == 0 && again(running, recorder)) {
      running.raised = true;
      spend(running, log, random.nextLong(bound.micros() + 1));
      return false;
    }
    if (random.nextInt(4) > 0) {
      running.reservation.settle(Used.of(running.spent));
    }
    running.reservation.close();
    recorder.closed(decided, closing(running.reservation.charged()));
    return true;
  }

  private static boolean again(Running running, Recorder recorder) {
    try {
      Money more = running.reservation.again();
      Decided decided = running.decided;
      if (decided != null) {
        String receipt =
            recorder.ruling(decided, new Ruling("retry", "p-a/a", true, List.of(), "", more, true));
        assertThat(receipt).startsWith("test.log/");
      }
      return true;
    } catch (Stop unaffordable) {
      return false;
    }
  }

  private void spend(Running running, MemoryLog log, long micros) {
    running.spent += micros;
    spendings.add(new Spending(log.size(), micros));
  }

  private static Basis basis(Reservation reservation) {
    return new Basis(
        new Ruleset("s", "p", "c"),
        Scans.NONE,
        new Arrival(10, ""),
        reservation.reserved(),
        false,
        Descent.NONE);
  }

  private static Closing closing(Money charged) {
    return new Closing(
        new Closing.Result(Closing.Kind.ANSWERED, null, 200),
        null,
        List.of(),
        new Closing.Bill(Usage.NONE, charged, charged),
        Closing.Carried.NOTHING,
        new Closing.Timing(Duration.ZERO, null));
  }

  /** Start after the crash: fold, sweep, fold again from a snapshot, go on. */
  private void recovered(MemoryLog log, long seed) {
    long spent = spentBy(log.size());
    BudgetFold first = fold(BudgetFold.empty(), log);
    BudgetFold early = BudgetFold.empty();
    for (int index = 0; index < log.size() / 2; index++) {
      early.fold(index, EntryReader.posting(log.entry(index)).orElse(null));
    }
    BudgetFold later = fold(BudgetFold.read(early.snapshot()).orElseThrow(), log);
    assertThat(later.accounts()).isEqualTo(first.accounts());
    assertThat(later.open()).containsExactlyInAnyOrderElementsOf(first.open());

    new Recorder(log, "b1", clock).sweep(first.open());
    BudgetFold swept = fold(first, log);
    assertThat(swept.open()).isEmpty();
    eachHasOneDecisionAndOneEnd(log);

    var budgets = new Budgets(BudgetSettings.DEFAULT, clock, swept);
    Books books = budgets.books(principal);
    assertThat(books.balanced()).as("seed %d", seed).isTrue();
    assertThat(books.open()).isZero();
    assertThat(books.settled()).isGreaterThanOrEqualTo(spent);
    assertThat(spent + budgets.left(principal).micros()).isLessThanOrEqualTo(BUDGET);
  }

  /** What was really spent when the process died with so many entries durable. */
  private long spentBy(long durable) {
    long spent = 0;
    for (Spending spending : spendings) {
      spent += spending.durable() <= durable ? spending.micros() : 0;
    }
    return spent;
  }

  private static BudgetFold fold(BudgetFold fold, MemoryLog log) {
    for (long index = fold.next(); index < log.size(); index++) {
      fold.fold(index, EntryReader.posting(log.entry(index)).orElse(null));
    }
    return fold;
  }

  private static void eachHasOneDecisionAndOneEnd(MemoryLog log) {
    Map<String, Integer> decisions = new HashMap<>();
    Map<String, Integer> ends = new HashMap<>();
    for (long index = 0; index < log.size(); index++) {
      Bytes entry = log.entry(index);
      switch (EntryReader.posting(entry).orElse(null)) {
        case null -> {}
        case Posting.Opened opened -> decisions.merge(opened.exchange().value(), 1, Integer::sum);
        case Posting.Raised _ -> {}
        case Posting.Closed closed -> ends.merge(closed.exchange().value(), 1, Integer::sum);
      }
    }
    assertThat(ends).isEqualTo(decisions);
    assertThat(decisions.values()).allMatch(count -> count == 1);
  }
}
