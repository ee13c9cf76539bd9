package io.sluice.cli.security;

import io.sluice.inspect.Inspector;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** How fast texts are looked through: all detectors in their one pass, on one core. */
final class Speed {
  private static final int ROUNDS = 8;
  private static final int PIECE_CHARS = 4_096;

  private Speed() {}

  /** The best of some rounds over these texts, 4 KB at a time, in MB a second. */
  static Score of(String folder, List<String> texts, Inspector inspector, int least) {
    String all = String.join("\n", texts);
    long bytes = all.getBytes(StandardCharsets.UTF_8).length;
    double best = 0;
    for (int round = 0; round < ROUNDS && bytes > 0; round++) {
      long began = used();
      for (int at = 0; at < all.length(); at += PIECE_CHARS) {
        inspector.scan(all.substring(at, Math.min(all.length(), at + PIECE_CHARS)));
      }
      best = Math.max(best, bytes * 1e3 / Math.max(1, used() - began));
    }
    String value = String.format(Locale.ROOT, "%.1f", best);
    String met = best >= least ? "yes" : "slower here";
    return new Score(folder, "all detectors", "MB a second", value, ">= " + least, met);
  }

  /** Nanoseconds of a processor that this thread used: others on the machine do not count. */
  static long used() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
