package io.sluice.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The load runs, one after the other, on one pair of cores. */
final class Load {
  private static final int ROUNDS = 3;

  /** Requests until the compiler has little left to do. */
  private static final int WARM_FIRST = 80_000;

  private static final int WARM = 2_000;

  /** At a fixed rate the load side never sleeps: with less of its core than this, it was late. */
  private static final double FAIR_SHARE = 0.9;

  private final Options options;
  private final Path directory;
  private final PrintStream out;

  Load(Options options, Path directory, PrintStream out) {
    this.options = options;
    this.directory = directory;
    this.out = out;
  }

  void run() throws IOException {
    Programs.pinSelf();
    Tally disk = Disk.measure(directory);
    out.printf(
        "disk: 1 KB made durable in %.0f us (p50), %.0f us (p99)%n",
        disk.micros(0.5), disk.micros(0.99));
    Optional<Path> program = Nginx.installed();
    if (program.isEmpty()) {
      out.println("nginx is not installed: no ratios");
    }
    try (var loop = new Loop()) {
      var upstream = new Upstream(loop);
      var setting = new Gateway.Setting(options.root(), directory.resolve("data"), options.cache());
      String key;
      try (Subject nginx =
              program.isPresent()
                  ? Nginx.start(program.get(), directory, upstream.port())
                  : new Direct(upstream.port());
          Gateway sluice = Gateway.start(setting, upstream.port())) {
        key = sluice.headers();
        if (options.measures("saturated")) {
          saturated(loop, nginx, sluice, upstream.port());
        }
        if (options.measures("rate")) {
          latency(loop, new Subject[] {new Direct(upstream.port()), nginx, sluice});
        }
        if (options.measures("streams")) {
          new StreamLoad(loop, upstream, out).run(nginx, sluice, options);
        }
      }
      if (options.measures("allowances")) {
        new AllowanceLoad(options, directory, out).run(loop, upstream.port());
      }
      if (options.measures("starts")) {
        new Starts(setting, upstream, out).run(loop, key);
      }
    }
  }

  private void latency(Loop loop, Subject[] subjects) throws IOException {
    out.println();
    out.printf("%d requests a second, time from when each was due:%n", OpenLoop.PER_SECOND);
    for (int i = 0; i < ROUNDS; i++) {
      for (Subject subject : subjects) {
        var round = new Round(OpenLoop.PER_SECOND, options.round(), new Meter(subject.pid()));
        var self = new Meter(ProcessHandle.current().pid());
        self.begin();
        Tally tally = OpenLoop.run(loop, subject, round);
        self.end();
        out.printf(
            "  %-10s p50 %6.0f us  p99 %7.0f us  p99.9 %7.0f us  %d failed%s%n",
            subject.name(),
            tally.micros(0.5),
            tally.micros(0.99),
            tally.micros(0.999),
            tally.failed(),
            self.core() < FAIR_SHARE ? ", void: others had the load side's core" : "");
      }
    }
  }

  /** Who is saturated with what. */
  private record Row(Subject subject, int seen, int warm, String name) {}

  private void saturated(Loop loop, Subject nginx, Subject sluice, int upstream)
      throws IOException {
    Optional<Portkey> peer =
        options.peers() ? Portkey.start(directory, upstream, out) : Optional.empty();
    var rows = new ArrayList<Row>();
    rows.add(new Row(nginx, Requests.ONE_NEW, WARM, nginx.name()));
    rows.add(new Row(sluice, Requests.ONE_NEW, WARM_FIRST, "sluice, 1 KB of new text"));
    rows.add(new Row(sluice, Requests.ALL_NEW, WARM_FIRST, "sluice, 4 KB of new text"));
    peer.ifPresent(one -> rows.add(new Row(one, Requests.ONE_NEW, WARM, one.name())));
    try {
      saturate(loop, rows);
    } finally {
      peer.ifPresent(Portkey::close);
    }
  }

  private void saturate(Loop loop, List<Row> rows) throws IOException {
    out.println();
    out.println("Saturated by 32 connections, 4 KB asked, 1 KB answered, CPU us per request:");
    var best = new LinkedHashMap<Row, Double>();
    for (int i = 0; i < ROUNDS; i++) {
      for (Row row : rows) {
        double cost = saturate(loop, row, i == 0 ? row.warm : WARM);
        best.merge(row, cost, Math::min);
      }
    }
    double anchor = best.firstEntry().getValue();
    for (Map.Entry<Row, Double> entry : best.entrySet()) {
      out.printf(
          "  %-28s best %7.1f us  %5.2f x nginx%n",
          entry.getKey().name, entry.getValue(), entry.getValue() / anchor);
    }
  }

  private double saturate(Loop loop, Row row, int warm) throws IOException {
    var meter = new Meter(row.subject.pid());
    var requests = new Requests(row.subject.headers(), row.seen, false);
    Tally tally =
        ClosedLoop.run(loop, row.subject, requests, new Round(warm, options.round(), meter));
    double cost = meter.cpuMicros() / Math.max(1, tally.count());
    out.printf(
        "  %-28s %7.1f us  %6.0f/s  %3.0f %% of its core  p50 %5.0f us  p99 %6.0f us  %d failed%n",
        row.name,
        cost,
        tally.count() / meter.seconds(),
        meter.core() * 100,
        tally.micros(0.5),
        tally.micros(0.99),
        tally.failed());
    return cost;
  }
}
