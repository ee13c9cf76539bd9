package io.sluice.bench;

import io.sluice.audit.Indexing;
import io.sluice.audit.LedgerLog;
import io.sluice.ledger.CheckpointKey;
import io.sluice.ledger.Ledger;
import io.sluice.ledger.LedgerSettings;
import io.sluice.ledger.Ticket;
import io.sluice.ledger.Verifier;
import io.sluice.store.embedded.DataDirectory;
import io.sluice.store.embedded.SqlRecordIndex;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * The record alone: entries at a fixed rate with fsync, verification, proofs, the index.
 *
 * @param seconds how long entries are written
 * @param rate entries a second
 * @param entries in the log that is verified
 * @param proofEntries in the log that proofs are taken of
 */
@SuppressWarnings("InlineFormatString")
record RecordLoad(int seconds, int rate, int entries, long proofEntries, PrintStream out) {
  private static final int ENTRY_BYTES = 1_200;
  private static final int PROOFS = 1_000;
  private static final int INDEXED = 200_000;

  private static final String DECISION =
      """
      {"at":1795132800000,"budget":{"bound":120},"entry":"decision","exchange":"019a-%d","facts":\
      {"exposure":{"base":{"integrity":"user","level":"internal"}},"moment":1795132800000000,\
      "principal":{"allowance":{"period":"life","rpm":0},"id":"key-7","integrity":"user",\
      "level":"internal","team":"blue","tenant":"default"},"traits":{"format":"openai_chat",\
      "max_output":100,"media":0,"model":"auto","operation":"chat","stream":false,\
      "text_bytes":4096}},"gateway":"0.1.0","log":"sluice/bench","order":["cloud/small"],"origin":\
      {"auth":"caller_key","body_bytes":4300,"storing":"redacted"},"verdict":"permit","verdicts":\
      [{"allowed":true,"model":"cloud/small","rules":["cleared"]}],"version":1,"whole":true}\
      """;

  private static final String OUTCOME =
      """
      {"at":1795132801000,"budget":{"charged":12},"entry":"outcome","exchange":"019a-%d",\
      "gateway":"0.1.0","log":"sluice/bench","outcome":{"kind":"answered","status":200},"served":\
      {"finish":"stop","model":"cloud/small","said":"small-2026","upstream_id":"req_1"},"timing":\
      {"took_ms":20},"tries":[{"model":"cloud/small","took_ms":20,"upstream_id":"req_1","usage":\
      {"cache_read":0,"cache_write":0,"cost":12,"input":10,"output":1,"reasoning":0}}],"usage":\
      {"cache_read":0,"cache_write":0,"cost":12,"input":10,"output":1,"reasoning":0},"version":1,\
      "whole":true}\
      """;

  /** {@code record [quick]}. */
  static RecordLoad read(List<String> arguments, PrintStream out) {
    return arguments.contains("quick")
        ? new RecordLoad(10, 10_000, 100_000, 1_000_000, out)
        : new RecordLoad(60, 10_000, 1_000_000, 10_000_000, out);
  }

  void run(Path directory) throws IOException {
    Tally disk = Disk.measure(directory);
    out.printf("fsync of 1 KB: p50 %.0f us, p99 %.0f us%n", disk.micros(0.5), disk.micros(0.99));
    sustained(directory.resolve("sustained"));
    verified(directory.resolve("verified"));
    proofs(directory.resolve("proofs"));
    indexed(directory.resolve("indexed"));
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
    long end = begun + seconds * 1_000_000_000L;
    long gap = 1_000_000_000L / rate;
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
        rate, seconds, tally.count() / took);
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
    fill(place, key, entries, ENTRY_BYTES);
    long begun = System.nanoTime();
    var report = Verifier.verify(place, key.verifierKey());
    out.printf(
        "verification of %d entries of %d bytes: %.1f s, %s%n",
        report.entries(), ENTRY_BYTES, seconds(begun), report.intact() ? "intact" : "NOT INTACT");
  }

  private void proofs(Path place) throws IOException {
    CheckpointKey key = key();
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

  /** Makes the index again from a log of decisions and their ends, as a start does. */
  private void indexed(Path place) throws IOException {
    Files.createDirectories(place);
    try (var ledger = Ledger.open(place.resolve("ledger"), LedgerSettings.DEFAULTS, key());
        var directory = DataDirectory.open(place.resolve("data"), 1);
        var index = SqlRecordIndex.open(directory)) {
      for (int i = 0; i < INDEXED / 2; i++) {
        Ticket decided = ledger.submit(bytes(DECISION, i));
        Ticket ended = ledger.submit(bytes(OUTCOME, i));
        if (i % 1_000 == 999) {
          long written = decided.await() + ended.await();
          assert written > 0;
        }
      }
      long begun = System.nanoTime();
      try (var indexing = new Indexing(new LedgerLog(ledger), index)) {
        indexing.start();
        if (!indexing.caughtUp(Duration.ofMinutes(5))) {
          throw new IOException("the index did not catch up");
        }
        out.printf("index of %d entries: %.0f a second%n", INDEXED, INDEXED / seconds(begun));
      }
    }
  }

  /** With an exchange's id as long as ids are, and growing as they do. */
  private static byte[] bytes(String entry, int number) {
    String id = "019a9f00-%04x-7000-8000-%012x".formatted(number >>> 8, number);
    return entry.replace("019a-%d", id).getBytes(StandardCharsets.UTF_8);
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
