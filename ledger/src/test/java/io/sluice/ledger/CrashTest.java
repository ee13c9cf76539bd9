package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Takes the power away at every step that touches the disk. */
class CrashTest {
  private static final CheckpointKey KEY =
      CheckpointKey.generate("sluice/crash", new SecureRandom());
  private static final LedgerSettings SETTINGS =
      new LedgerSettings(
          128 << 10, 4096, 8 << 20, 70_000, Duration.ofHours(1), Duration.ofSeconds(5));

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void no_acknowledged_entry_is_lost_whenever_the_power_goes(long seed) {
    boolean lost = true;
    for (long steps = 0; lost; steps++) {
      var random = new Random(seed * 1_000_003 + steps);
      var disk = new MemoryDisk();
      disk.powerFor(steps);
      List<byte[]> acknowledged = work(disk);
      lost = disk.lostPower();
      var found = disk.afterPowerLoss(random);
      found = crashInRecovery(found, random);
      checkAll(found, acknowledged, "seed %d, step %d".formatted(seed, steps));
    }
  }

  @Test
  void without_a_loss_of_power_everything_is_there() {
    var disk = new MemoryDisk();
    List<byte[]> acknowledged = work(disk);
    assertThat(acknowledged).hasSize(340);
    checkAll(disk, acknowledged, "no loss");
  }

  /** Opens, writes over tiles and segments, signs now and then; gives what was acknowledged. */
  private static List<byte[]> work(MemoryDisk disk) {
    var acknowledged = new ArrayList<byte[]>();
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      append(ledger, acknowledged, 250, 10);
      ledger.sign();
      append(ledger, acknowledged, 5, 20_000);
      ledger.sign();
      append(ledger, acknowledged, 75, 2_000);
      ledger.sign();
      for (int i = 0; i < 10; i++) {
        append(ledger, acknowledged, 1, 3_000);
      }
    } catch (LedgerFailed e) {
      assertThat(disk.lostPower()).isTrue();
    }
    return acknowledged;
  }

  private static void append(Ledger ledger, List<byte[]> acknowledged, int count, int bytes) {
    var tickets = new ArrayList<Ticket>();
    for (int i = 0; i < count; i++) {
      tickets.add(ledger.submit(entry(acknowledged.size() + i, bytes)));
    }
    for (Ticket ticket : tickets) {
      assertThat(ticket.await()).isEqualTo(acknowledged.size());
      acknowledged.add(entry(acknowledged.size(), bytes));
    }
  }

  private static MemoryDisk crashInRecovery(MemoryDisk disk, Random random) {
    disk.powerFor(random.nextInt(60));
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      ledger.sign();
    } catch (LedgerFailed e) {
      assertThat(disk.lostPower()).isTrue();
    }
    return disk.afterPowerLoss(random);
  }

  private static void checkAll(MemoryDisk disk, List<byte[]> acknowledged, String when) {
    Checkpoint first;
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      assertThat(ledger.durableSize()).as(when).isGreaterThanOrEqualTo(acknowledged.size());
      for (int i = 0; i < acknowledged.size(); i++) {
        assertThat(ledger.entry(i)).as(when).isEqualTo(acknowledged.get(i));
      }
      first = ledger.sign();
    }
    assertThat(new Verifier(disk, KEY.verifierKey(), first).run().damage()).as(when).isEmpty();
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      assertThat(ledger.checkpoint().root()).as(when).isEqualTo(first.root());
      long next = ledger.durableSize();
      assertThat(ledger.append(entry(7, 100))).as(when).isEqualTo(next);
    }
    assertThat(new Verifier(disk, KEY.verifierKey(), first).run().damage()).as(when).isEmpty();
  }

  private static byte[] entry(int i, int bytes) {
    return (i + "-" + "abcdefghij".repeat(bytes / 10)).getBytes(StandardCharsets.UTF_8);
  }
}
