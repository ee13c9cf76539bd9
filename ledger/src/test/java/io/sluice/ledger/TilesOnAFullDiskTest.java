package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Segments are laid in advance, so a full disk refuses tiles and checkpoints first. */
class TilesOnAFullDiskTest {
  private static final CheckpointKey KEY =
      CheckpointKey.generate("sluice/tiles", new SecureRandom());
  private static final LedgerSettings SETTINGS =
      new LedgerSettings(
          128 << 10, 4_096, 8 << 20, 70_000, Duration.ofHours(1), Duration.ofSeconds(5));

  private final MemoryDisk disk = new MemoryDisk();

  @Test
  void tiles_that_found_no_room_are_written_once_there_is_some() {
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      for (int i = 0; i < 600; i++) {
        ledger.append(new byte[] {(byte) i, (byte) (i >> 8)});
      }
      disk.fill();
      assertThatThrownBy(ledger::sign).isInstanceOf(LedgerFailed.class);
      assertThatThrownBy(ledger::sign).isInstanceOf(LedgerFailed.class);
      disk.clear();
      assertThat(ledger.sign().size()).isEqualTo(600);
      assertThat(ledger.append(new byte[] {7})).isEqualTo(600);
    }
    assertThat(new Verifier(disk, KEY.verifierKey(), null).run().damage()).isEmpty();
  }
}
