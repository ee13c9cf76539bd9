package io.sluice.bench;

import io.sluice.audit.Indexing;
import io.sluice.audit.LedgerLog;
import io.sluice.ledger.CheckpointKey;
import io.sluice.ledger.Ledger;
import io.sluice.ledger.LedgerSettings;
import io.sluice.ledger.Ticket;
import io.sluice.store.embedded.DataDirectory;
import io.sluice.store.embedded.SqlRecordIndex;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Makes the index again from a log of decisions and their ends, as a start does. */
@SuppressWarnings("InlineFormatString")
record RecordIndexed(CheckpointKey key, int entries, PrintStream out) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
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

  void run(Path place) throws IOException {
    Files.createDirectories(place);
    try (var ledger = Ledger.open(place.resolve("ledger"), LedgerSettings.DEFAULTS, key)) {
      fill(ledger);
      for (String round : new String[] {"warm", "measured"}) {
        try (var directory = DataDirectory.open(place.resolve(round), 1);
            var index = SqlRecordIndex.open(directory)) {
          String said = once(ledger, index);
          if (round.equals("measured")) {
            out.println(said);
          }
        }
      }
    }
  }

  private String once(Ledger ledger, SqlRecordIndex index) throws IOException {
    long cpu = cpuNanos();
    long begun = System.nanoTime();
    try (var indexing = new Indexing(new LedgerLog(ledger), index)) {
      indexing.start();
      if (!indexing.caughtUp(PATIENCE)) {
        throw new IOException("the index did not catch up");
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      double spent = (cpuNanos() - cpu) / 1e3 / entries;
      return "index of %,d entries: %,.0f a second, %.1f us of processor time an entry"
          .formatted(entries, entries / seconds, spent);
    }
  }

  /** What the whole process used. */
  private static long cpuNanos() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime()
        : 0;
  }

  private void fill(Ledger ledger) {
    for (int i = 0; i < entries / 2; i++) {
      Ticket decided = ledger.submit(bytes(DECISION, i));
      Ticket ended = ledger.submit(bytes(OUTCOME, i));
      if (i % 1_000 == 999) {
        long written = decided.await() + ended.await();
        assert written > 0;
      }
    }
  }

  /** With an exchange's id as long as ids are, and growing as they do. */
  private static byte[] bytes(String entry, int number) {
    String id = "019a9f00-%04x-7000-8000-%012x".formatted(number >>> 8, number);
    return entry.replace("019a-%d", id).getBytes(StandardCharsets.UTF_8);
  }
}
