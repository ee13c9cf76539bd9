package io.sluice.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What budgets, limits and health cost: the same requests through a gateway that has the caller
 * key's budget alone, and through one that has budgets and limits of everybody and a route with two
 * deployments. Processor time per request counts, at a fixed rate and in short slices by turns, so
 * that what else the machine does meets both alike; the ratio is taken slice by slice. The rate is
 * 2,000 a second, or the half, a quarter and so on of it that the machine carries: a slice in which
 * not every request that was due was answered counts for nothing.
 */
final class AllowanceLoad {
  private static final Duration SLICE = Duration.ofSeconds(2);
  private static final int PAIRS = 12;
  private static final int LEAST_PAIRS = 6;
  private static final int LEAST_PER_SECOND = 125;

  /** Requests until the compiler has little left to do; on a busy machine 40 s of them. */
  private static final int WARM = 40_000;

  private final Options options;
  private final Path directory;
  private final PrintStream out;

  AllowanceLoad(Options options, Path directory, PrintStream out) {
    this.options = options;
    this.directory = directory;
    this.out = out;
  }

  /**
   * One slice.
   *
   * @param cost processor time per request, in microseconds; negative: the slice does not count
   */
  private record Slice(double cost, Tally tally) {
    boolean counts() {
      return cost > 0;
    }
  }

  void run(Loop loop, int upstream) throws IOException {
    out.println();
    out.println("What budgets, limits and health cost, CPU us per request:");
    try (Gateway plain = start("plain", Gateway.Allowances.KEY, upstream);
        Gateway full = start("allowances", Gateway.Allowances.ALL, upstream)) {
      warm(loop, plain);
      warm(loop, full);
      int perSecond = carried(loop, plain, full);
      if (perSecond < LEAST_PER_SECOND) {
        out.printf("  void: not even %d a second could be held here%n", LEAST_PER_SECOND);
        return;
      }
      measure(loop, List.of(plain, full), perSecond);
    }
  }

  private Gateway start(String name, Gateway.Allowances allowances, int upstream)
      throws IOException {
    Path data = directory.resolve(name).resolve("data");
    var setting = new Gateway.Setting(options.root(), data, options.cache(), allowances);
    return Gateway.start(setting, upstream);
  }

  private static void warm(Loop loop, Gateway gateway) throws IOException {
    var requests = new Requests(gateway.headers(), Requests.ONE_NEW, false);
    var round = new Round(WARM, Duration.ofMillis(1), new Meter(gateway.pid()));
    ClosedLoop.run(loop, gateway, requests, round);
  }

  /** The highest rate, halved from 2,000 a second, that both hold for a slice. */
  private int carried(Loop loop, Gateway plain, Gateway full) throws IOException {
    int perSecond = OpenLoop.PER_SECOND;
    while (perSecond >= LEAST_PER_SECOND
        && !(slice(loop, full, perSecond).counts() && slice(loop, plain, perSecond).counts())) {
      out.printf("  %,d a second could not be held%n", perSecond);
      perSecond /= 2;
    }
    return perSecond;
  }

  private static Slice slice(Loop loop, Gateway gateway, int perSecond) throws IOException {
    var meter = new Meter(gateway.pid());
    Tally tally = OpenLoop.run(loop, gateway, new Round(perSecond / 4, SLICE, meter), perSecond);
    boolean held = tally.failed() == 0 && tally.count() >= SLICE.toSeconds() * perSecond;
    return new Slice(held ? meter.cpuMicros() / tally.count() : -1, tally);
  }

  private void measure(Loop loop, List<Gateway> both, int perSecond) throws IOException {
    var plain = new ArrayList<Double>();
    var full = new ArrayList<Double>();
    var ratios = new ArrayList<Double>();
    for (int i = 0; i < PAIRS; i++) {
      boolean turned = i % 2 == 1;
      Slice first = slice(loop, both.get(turned ? 1 : 0), perSecond);
      Slice second = slice(loop, both.get(turned ? 0 : 1), perSecond);
      if (first.counts() && second.counts()) {
        plain.add((turned ? second : first).cost());
        full.add((turned ? first : second).cost());
        ratios.add(full.getLast() / plain.getLast());
      }
    }
    out.printf(
        Locale.ROOT,
        "  at %,d a second, %d of %d pairs of slices of %d s count%n",
        perSecond,
        ratios.size(),
        PAIRS,
        SLICE.toSeconds());
    if (ratios.size() < LEAST_PAIRS) {
      out.printf("  void: that rate was held in too few slices%n");
      return;
    }
    out.printf(Locale.ROOT, "  the key's budget         %s us%n", Middle.of(plain));
    out.printf(Locale.ROOT, "  all budgets and limits   %s us%n", Middle.of(full));
    out.printf(Locale.ROOT, "  ratio, pair by pair      %s x%n", Middle.of(ratios));
  }
}
