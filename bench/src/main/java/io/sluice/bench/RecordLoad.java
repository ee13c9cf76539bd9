package io.sluice.bench;

import io.sluice.ledger.CheckpointKey;
import io.sluice.ledger.Ledger;
import io.sluice.ledger.LedgerSettings;
import io.sluice.ledger.Ticket;
import io.sluice.ledger.Verifier;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The record alone: entries at a fixed rate with fsync, what it adds to an exchange, verification,
 * proofs, the index.
 *
 * @param parts what is measured, of {@link #PARTS}
 * @param quick true: a tenth of it, or a sixth
 */
record RecordLoad(Set<String> parts, boolean quick, PrintStream out) {
  /** Everything that can be measured, in its order. */
  static final List<String> PARTS = List.of("sustained", "added", "verified", "proofs", "indexed");

  private static final int RATE = 10_000;
  private static final int ENTRY_BYTES = 1_200;
  private static final int PROOFS = 1_000;

  /**
   * {@code record [quick] [PART...]}.
   *
   * @return null if they are not understood
   */
  static @Nullable RecordLoad read(List<String> arguments, PrintStream out) {
    var parts = new HashSet<>(arguments.subList(1, arguments.size()));
    boolean quick = parts.remove("quick");
    boolean known = PARTS.containsAll(parts);
    return known ? new RecordLoad(parts.isEmpty() ? Set.copyOf(PARTS) : parts, quick, out) : null;
  }

  void run(Path directory) throws IOException {
    for (String part : PARTS) {
      if (parts.contains(part)) {
        Memory.forget();
        Path place = Files.createDirectories(directory.resolve(part));
        Tally disk = Disk.measure(place);
        out.printf(
            "[%s] load average %s; fsync of 1 KB: p50 %.0f us, p99 %.0f us%n",
            part, Memory.load(), disk.micros(0.5), disk.micros(0.99));
        measure(part, place.resolve("log"));
        out.printf("  heap at most %d MiB%n", Memory.peakMebibytes());
        Main.remove(place);
      }
    }
  }

  private void measure(String part, Path place) throws IOException {
    switch (part) {
      case "sustained" -> sustained(place);
      case "added" -> new RecordAdded(key(), quick ? 5 : 20, out).run(place);
      case "verified" -> verified(place);
      case "proofs" -> proofs(place);
      case "indexed" -> new RecordIndexed(key(), quick ? 200_000 : 1_000_000, out).run(place);
      default -> throw new IllegalArgumentException(part);
    }
  }

  private CheckpointKey key() {
    return CheckpointKey.generate("sluice/bench", new SecureRandom());
  }

  /** Entries at a fixed rate; how long each took to be durable, counted from when it was due. */
  private void sustained(Path place) throws IOException {
    byte[] entry = new byte[ENTRY_BYTES];
    var tally = new Tally();
    var waiting = new ArrayDeque<Waiting>();
    long begun = System.nanoTime();
    int seconds = quick ? 10 : 60;
    long end = begun + seconds * 1_000_000_000L;
    long gap = 1_000_000_000L / RATE;
    try (var ledger = Ledger.open(place, LedgerSettings.DEFAULTS, key())) {
      for (long due = begun; due < end; due += gap) {
        while (System.nanoTime() < due) {
          settle(waiting, tally);
          LockSupport.parkNanos(20_000);
        }
        waiting.add(new Waiting(ledger.submit(entry), due));
        settle(waiting, tally);
      }
      while (!waiting.isEmpty()) {
        settle(waiting, tally);
      }
    }
    double took = (System.nanoTime() - begun) / 1e9;
    out.printf(
        "%d entries a second for %d s: %.0f a second came through%n",
        RATE, seconds, tally.count() / took);
    out.printf(
        "  until durable: p50 %.0f us, p99 %.0f us%n", tally.micros(0.5), tally.micros(0.99));
  }

  /** An entry on its way, and when it was due. */
  private record Waiting(Ticket ticket, long due) {}

  private static void settle(ArrayDeque<Waiting> waiting, Tally tally) {
    while (!waiting.isEmpty() && waiting.getFirst().ticket().isDurable()) {
      tally.add(System.nanoTime() - waiting.removeFirst().due());
    }
  }

  private void verified(Path place) throws IOException {
    CheckpointKey key = key();
    fill(place, key, quick ? 100_000 : 1_000_000, ENTRY_BYTES);
    long begun = System.nanoTime();
    var report = Verifier.verify(place, key.verifierKey());
    out.printf(
        "verification of %d entries of %d bytes: %.1f s, %s%n",
        report.entries(), ENTRY_BYTES, seconds(begun), report.intact() ? "intact" : "NOT INTACT");
  }

  private void proofs(Path place) throws IOException {
    CheckpointKey key = key();
    long proofEntries = quick ? 1_000_000 : 10_000_000;
    fill(place, key, proofEntries, 16);
    var random = new Random(1);
    var tally = new Tally();
    try (var ledger = Ledger.open(place, LedgerSettings.DEFAULTS, key)) {
      for (int i = 0; i < PROOFS; i++) {
        long index = random.nextLong(proofEntries);
        long begun = System.nanoTime();
        if (ledger.proof(index).index() != index) {
          throw new IOException("a proof of another entry");
        }
        tally.add(System.nanoTime() - begun);
      }
    }
    out.printf(
        "proof in %d entries: p50 %.0f us, p99 %.0f us%n",
        proofEntries, tally.micros(0.5), tally.micros(0.99));
  }

  private static void fill(Path place, CheckpointKey key, long count, int bytes) {
    byte[] entry = new byte[bytes];
    try (var ledger = Ledger.open(place, LedgerSettings.DEFAULTS, key)) {
      Ticket last = ledger.submit(entry);
      for (long i = 1; i < count; i++) {
        last = ledger.submit(entry);
        if (i % 8_000 == 0) {
          long written = last.await();
          assert written == i;
        }
      }
      long written = last.await();
      assert written == count - 1;
    }
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
