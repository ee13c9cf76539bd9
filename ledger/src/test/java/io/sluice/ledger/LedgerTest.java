package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final CheckpointKey KEY =
      CheckpointKey.generate("sluice/test", new SecureRandom());
  private static final LedgerSettings SMALL =
      new LedgerSettings(
          128 << 10, 4096, 1 << 20, 70_000, Duration.ofHours(1), Duration.ofSeconds(5));

  @TempDir Path directory;

  @Test
  void entries_come_back_as_they_were_given_before_and_after_a_restart() {
    try (var ledger = Ledger.open(directory, SMALL, KEY)) {
      for (int i = 0; i < 1000; i++) {
        assertThat(ledger.append(entry(i))).isEqualTo(i);
      }
      check(ledger, 1000);
    }
    for (int round = 0; round < 2; round++) {
      try (var ledger = Ledger.open(directory, SMALL, KEY)) {
        check(ledger, 1000);
        assertThat(ledger.checkpoint().size()).isEqualTo(1000);
      }
    }
  }

  @Test
  void every_entry_and_every_pair_of_sizes_has_a_proof() {
    try (var ledger = Ledger.open(directory, SMALL, KEY)) {
      var roots = new ArrayList<Checkpoint>();
      for (int i = 0; i < 700; i++) {
        ledger.append(entry(i));
        if (i % 37 == 0) {
          roots.add(ledger.sign());
        }
      }
      roots.add(ledger.sign());
      for (int i = 0; i < 700; i += 13) {
        var proof = LogProof.open(ledger.proof(i).text(), ledger.verifierKey());
        assertThat(proof.verifies(entry(i))).isTrue();
        assertThat(proof.verifies(entry(i + 1))).isFalse();
      }
      for (Checkpoint older : roots) {
        for (Checkpoint newer : roots.subList(roots.indexOf(older), roots.size())) {
          var proof = ledger.consistency(older.size(), newer.size());
          assertThat(proof.verifies(older.root(), newer.root())).isTrue();
        }
      }
    }
  }

  @Test
  void callers_beside_each_other_each_get_an_index_of_their_own() throws Exception {
    try (var ledger = Ledger.open(directory, SMALL, KEY)) {
      var threads = new ArrayList<Thread>();
      var seen = new boolean[64 * 50];
      for (int caller = 0; caller < 64; caller++) {
        threads.add(
            Thread.startVirtualThread(
                () -> {
                  for (int i = 0; i < 50; i++) {
                    seen[(int) ledger.append(entry(i))] = true;
                  }
                }));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(seen).doesNotContain(false);
    }
  }

  @Test
  void an_entry_above_the_limit_is_refused_and_the_largest_is_taken() {
    try (var ledger = Ledger.open(directory, SMALL, KEY)) {
      assertThatThrownBy(() -> ledger.submit(new byte[65_536]))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(ledger.append(new byte[65_535])).isZero();
      assertThat(ledger.append(new byte[0])).isEqualTo(1);
      assertThat(ledger.entry(0)).hasSize(65_535);
      assertThat(ledger.entry(1)).isEmpty();
    }
  }

  @Test
  void a_closed_ledger_takes_nothing() {
    var ledger = Ledger.open(directory, SMALL, KEY);
    ledger.close();
    assertThatThrownBy(() -> ledger.submit(new byte[1])).isInstanceOf(LedgerClosed.class);
  }

  private static void check(Ledger ledger, int size) {
    assertThat(ledger.durableSize()).isEqualTo(size);
    List<byte[]> all = new ArrayList<>();
    long next = ledger.forEach(0, (index, bytes) -> all.add(bytes));
    assertThat(next).isEqualTo(size);
    for (int i = 0; i < size; i++) {
      assertThat(all.get(i)).isEqualTo(entry(i));
    }
    for (int i = 0; i < size; i += 97) {
      assertThat(ledger.entry(i)).isEqualTo(entry(i));
    }
  }

  @Test
  void an_entry_that_nobody_waits_for_is_written_by_itself_and_before_what_is_submitted_later() {
    try (var ledger = Ledger.open(directory, SMALL, KEY)) {
      for (int i = 0; i < 50; i += 2) {
        Ticket later = ledger.submitLater(entry(i));
        assertThat(ledger.append(entry(i + 1))).isEqualTo(i + 1);
        assertThat(later.await()).isEqualTo(i);
      }
      assertThat(ledger.submitLater(entry(50)).await()).isEqualTo(50);
      ledger.submitLater(entry(51));
    }
    try (var ledger = Ledger.open(directory, SMALL, KEY)) {
      check(ledger, 52);
    }
  }

  @Test
  void entries_that_nobody_waits_for_do_not_fill_the_queue() {
    var narrow =
        new LedgerSettings(
            128 << 10, 4, 1 << 20, 70_000, Duration.ofHours(1), Duration.ofSeconds(5));
    try (var ledger = Ledger.open(directory, narrow, KEY)) {
      int taken = 0;
      while (taken < 200) {
        try {
          ledger.submitLater(entry(taken));
          taken++;
        } catch (LedgerFull full) {
          Thread.onSpinWait();
        }
      }
    }
    try (var ledger = Ledger.open(directory, narrow, KEY)) {
      check(ledger, 200);
    }
  }

  private static byte[] entry(int i) {
    return ("entry " + i + " " + "x".repeat(i % 700)).getBytes(StandardCharsets.UTF_8);
  }
}
