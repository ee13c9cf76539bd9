package io.sluice.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** How long it takes from starting the process to its first served request. */
final class Starts {
  private static final int RUNS = 3;
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  private final Gateway.Setting setting;
  private final Upstream upstream;
  private final PrintStream out;

  Starts(Gateway.Setting setting, Upstream upstream, PrintStream out) {
    this.setting = setting;
    this.upstream = upstream;
    this.out = out;
  }

  /** Measures with and, if there is one, without the start-up cache. */
  void run(Loop loop, String headers) throws IOException {
    out.println();
    out.println("Start to first served request, best of " + RUNS + ":");
    var plain = new Gateway.Setting(setting.root(), setting.data(), Path.of(""));
    out.printf("  from the jar   %5.0f ms%n", best(loop, plain, headers));
    if (setting.cache().toString().isEmpty()) {
      out.println("  with the cache: there is none yet (SLUICE_AOT=wait ./sluice bench load)");
    } else {
      out.printf("  with the cache %5.0f ms%n", best(loop, setting, headers));
    }
  }

  private double best(Loop loop, Gateway.Setting how, String headers) throws IOException {
    double best = Double.MAX_VALUE;
    for (int i = 0; i < RUNS; i++) {
      best = Math.min(best, once(loop, how, headers));
    }
    return best;
  }

  private double once(Loop loop, Gateway.Setting how, String headers) throws IOException {
    long begun = System.nanoTime();
    try (var gateway = Gateway.again(how, upstream.port(), headers)) {
      var first = new First();
      Call call = Call.connect(loop, gateway.port(), first);
      call.ask(new Requests(headers, Requests.ONE_NEW, false).next(), begun);
      loop.run(() -> first.served != 0, PATIENCE_NANOS);
      call.hangUp();
      return first.served == 0 ? Double.NaN : (first.served - begun) / 1e6;
    }
  }

  private static final class First implements Call.Listener {
    private long served;

    @Override
    public void answered(Call call, byte[] bytes, int length) {
      if (Framing.status(bytes) == 200) {
        served = System.nanoTime();
      }
    }

    @Override
    public void lost(Call call) {
      served = 0;
    }
  }
}
