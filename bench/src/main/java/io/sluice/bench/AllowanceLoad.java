package io.sluice.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What budgets, limits and health cost: the same requests through a gateway that has the caller
 * key's budget alone, and through one that has budgets and limits of everybody and a route with two
 * deployments, in turn in one run. The ratio of their processor time counts, saturated and at 2,000
 * requests a second; a rate that could not be held is said to be void.
 */
final class AllowanceLoad {
  private static final int ROUNDS = 3;
  private static final int WARM_FIRST = 40_000;
  private static final int WARM = 4_000;

  private final Options options;
  private final Path directory;
  private final PrintStream out;

  AllowanceLoad(Options options, Path directory, PrintStream out) {
    this.options = options;
    this.directory = directory;
    this.out = out;
  }

  private record Row(String name, Gateway gateway, List<Double> costs) {}

  void run(Loop loop, int upstream) throws IOException {
    out.println();
    out.println("What budgets and limits cost, CPU us per request:");
    try (Gateway plain = start("plain", Gateway.Allowances.KEY, upstream);
        Gateway full = start("allowances", Gateway.Allowances.ALL, upstream)) {
      var rows =
          List.of(
              new Row("the key's budget", plain, new ArrayList<>()),
              new Row("all budgets and limits", full, new ArrayList<>()));
      for (int i = 0; i < ROUNDS; i++) {
        for (Row row : rows) {
          row.costs.add(saturated(loop, row, i == 0 ? WARM_FIRST : WARM));
        }
      }
      double anchor = least(rows.getFirst());
      for (Row row : rows) {
        out.printf("  %-24s best %7.1f us  %5.2f x%n", row.name, least(row), least(row) / anchor);
      }
      for (Row row : rows) {
        atRate(loop, row);
      }
    }
  }

  private Gateway start(String name, Gateway.Allowances allowances, int upstream)
      throws IOException {
    Path data = directory.resolve(name).resolve("data");
    var setting = new Gateway.Setting(options.root(), data, options.cache(), allowances);
    return Gateway.start(setting, upstream);
  }

  private static double least(Row row) {
    return row.costs.stream().mapToDouble(Double::doubleValue).min().orElse(0);
  }

  private double saturated(Loop loop, Row row, int warm) throws IOException {
    var meter = new Meter(row.gateway.pid());
    var requests = new Requests(row.gateway.headers(), Requests.ONE_NEW, false);
    Tally tally =
        ClosedLoop.run(loop, row.gateway, requests, new Round(warm, options.round(), meter));
    return told(row, "saturated", meter, tally);
  }

  private void atRate(Loop loop, Row row) throws IOException {
    var meter = new Meter(row.gateway.pid());
    Tally tally = OpenLoop.run(loop, row.gateway, new Round(WARM, options.round(), meter));
    long due = OpenLoop.PER_SECOND * options.round().toSeconds();
    if (tally.count() < due) {
      out.printf("  %-24s void: 2,000 a second could not be held here%n", row.name);
    } else {
      told(row, "2,000/s", meter, tally);
    }
  }

  private double told(Row row, String how, Meter meter, Tally tally) {
    double cost = meter.cpuMicros() / Math.max(1, tally.count());
    out.printf(
        "  %-24s %-9s %7.1f us  p50 %6.0f us  p99 %7.0f us  %d failed%n",
        row.name, how, cost, tally.micros(0.5), tally.micros(0.99), tally.failed());
    return cost;
  }
}
