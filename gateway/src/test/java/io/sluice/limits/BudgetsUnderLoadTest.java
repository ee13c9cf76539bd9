package io.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Example;
import io.sluice.model.Money;
import io.sluice.model.Plan;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Period;
import io.sluice.model.SetClock;
import io.sluice.model.Stop;
import io.sluice.model.Traits;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BudgetsUnderLoadTest {
  private static final long BUDGET = 1_000_000;

  private final Principal principal = Example.principal(new Money(BUDGET), Period.LIFE);
  private final Plan plan = Example.plan(Example.candidate("a", Example.price(3, 11)));

  private static Budgets budgets() {
    return new Budgets(BudgetSettings.DEFAULT, new SetClock(Example.NOON), BudgetFold.empty());
  }

  /** One exchange whose end is drawn; what it really spent. */
  private long exchange(Budgets budgets, SplittableRandom random) {
    long limit = random.nextInt(3) == 0 ? 0 : random.nextInt(1, 400);
    Traits traits = Example.chat(random.nextInt(400), limit);
    long spent = 0;
    try (Reservation reservation = budgets.reserve(principal, plan, traits)) {
      int end = random.nextInt(4);
      long bound = reservation.reserved().bound().micros();
      if (end > 0) {
        reservation.sent();
        spent = random.nextLong(bound + 1);
      }
      if (end > 1) {
        reservation.settle(Used.of(spent));
      }
    } catch (Stop stop) {
      return 0;
    }
    return spent;
  }

  @Test
  void sixty_four_callers_at_once_never_overspend() throws Exception {
    Budgets budgets = budgets();
    var spent = new AtomicLong();
    var start = new CountDownLatch(1);
    try (var threads = Executors.newFixedThreadPool(64)) {
      var running = new ArrayList<Future<?>>();
      for (int caller = 0; caller < 64; caller++) {
        var random = new SplittableRandom(caller);
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  for (int i = 0; i < 200; i++) {
                    spent.addAndGet(exchange(budgets, random));
                    assertThat(budgets.books(principal).balanced()).isTrue();
                    assertThat(budgets.books(principal).settled()).isLessThanOrEqualTo(BUDGET);
                  }
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> one : running) {
        one.get();
      }
    }
    Books books = budgets.books(principal);
    assertThat(books.balanced()).isTrue();
    assertThat(books.open()).isZero();
    assertThat(books.settled()).isBetween(spent.get(), BUDGET);
    assertThat(spent.get()).isGreaterThan(BUDGET / 2);
  }

  @Test
  void any_interleaving_of_open_exchanges_stays_within_the_budget() {
    for (long seed = 0; seed < 300; seed++) {
      interleaved(new SplittableRandom(seed), seed);
    }
  }

  private void interleaved(SplittableRandom random, long seed) {
    Budgets budgets = budgets();
    var open = new ArrayList<Reservation>();
    for (int step = 0; step < 200; step++) {
      if (open.isEmpty() || random.nextInt(3) > 0) {
        try {
          open.add(budgets.reserve(principal, plan, Example.chat(random.nextInt(9_000), 0)));
        } catch (Stop refused) {
          assertThat(budgets.books(principal).balanced()).isTrue();
        }
      } else {
        step(open.remove(random.nextInt(open.size())), random);
      }
      Books books = budgets.books(principal);
      assertThat(books.balanced()).as("seed %d step %d", seed, step).isTrue();
      assertThat(books.settled() + books.open()).as("seed %d", seed).isLessThanOrEqualTo(BUDGET);
    }
  }

  private static void step(Reservation reservation, SplittableRandom random) {
    if (random.nextBoolean()) {
      reservation.sent();
    }
    if (random.nextBoolean()) {
      reservation.settle(Used.of(random.nextLong(reservation.reserved().bound().micros() + 1)));
    }
    reservation.close();
  }
}
