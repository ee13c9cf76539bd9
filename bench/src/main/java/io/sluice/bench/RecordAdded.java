package io.sluice.bench;

import io.sluice.audit.LedgerLog;
import io.sluice.audit.Recorder;
import io.sluice.ledger.CheckpointKey;
import io.sluice.ledger.Ledger;
import io.sluice.ledger.LedgerSettings;
import io.sluice.model.ExchangeId;
import io.sluice.model.Facts;
import io.sluice.model.Permit;
import io.sluice.model.Plan;
import io.sluice.model.Target;
import io.sluice.policy.Bundle;
import io.sluice.policy.BundleException;
import io.sluice.policy.Policy;
import io.sluice.policy.Rules;
import io.sluice.policy.RulesSettings;
import io.sluice.route.Planner;
import io.sluice.route.RouteView;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What the record adds to an exchange: writing its decision and waiting until that is durable, and
 * handing over its closing entry. Exchanges come at a fixed rate, each on a thread of its own, and
 * their time counts from when they were due.
 */
record RecordAdded(CheckpointKey key, int seconds, PrintStream out) {
  private static final int BUSY = 2_000;
  private static final int IDLE = 20;
  private static final int WARM_SECONDS = 3;

  void run(Path place) throws IOException {
    try (var ledger = Ledger.open(place, LedgerSettings.DEFAULTS, key)) {
      var exchanges = new Exchanges(new Recorder(new LedgerLog(ledger), "bench", Scene.CLOCK));
      paced(exchanges, BUSY, WARM_SECONDS);
      print(BUSY, paced(exchanges, BUSY, seconds));
      print(IDLE, paced(exchanges, IDLE, seconds));
    }
  }

  private void print(int rate, Tally tally) {
    out.printf(
        "added to an exchange at %,d a second: p50 %.0f us, p99 %.0f us%n",
        rate, tally.micros(0.5), tally.micros(0.99));
  }

  private static Tally paced(Exchanges exchanges, int rate, int seconds) {
    int count = rate * seconds;
    long gap = 1_000_000_000L / rate;
    var took = new ConcurrentLinkedQueue<Long>();
    var left = new CountDownLatch(count);
    long begun = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = begun + i * gap;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      Thread.startVirtualThread(
          () -> {
            try {
              exchanges.one();
              took.add(System.nanoTime() - due);
            } finally {
              left.countDown();
            }
          });
    }
    await(left);
    var tally = new Tally();
    took.forEach(tally::add);
    return tally;
  }

  private static void await(CountDownLatch left) {
    while (left.getCount() > 0) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Exchanges that differ in nothing but their ids. */
  private static final class Exchanges {
    private final Recorder recorder;
    private final Target target = Sample.target(1);
    private final Facts facts = Sample.facts(Sample.request(), "k1");
    private final Plan plan;
    private final AtomicLong number = new AtomicLong();

    Exchanges(Recorder recorder) throws IOException {
      this.recorder = recorder;
      try {
        var rules = Rules.of(Bundle.starter(), RulesSettings.PLAIN);
        var permit = (Permit) new Policy().decide(facts, target, rules);
        plan = new Planner().plan(permit, facts, RouteView.ALL_UP);
      } catch (BundleException e) {
        throw new IOException(e);
      }
    }

    void one() {
      var id = new ExchangeId("01a218e5-5334-767c-ac96-%012x".formatted(number.incrementAndGet()));
      var decided = recorder.decided(id, facts, plan, Sample.BASIS);
      recorder.closed(decided, Sample.closing(target));
    }
  }
}
