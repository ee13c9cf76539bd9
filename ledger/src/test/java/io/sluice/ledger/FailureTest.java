package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What the ledger does when the disk is full, slow, or not as it was left. */
class FailureTest {
  private static final CheckpointKey KEY =
      CheckpointKey.generate("sluice/failing", new SecureRandom());
  private static final LedgerSettings SETTINGS =
      new LedgerSettings(
          128 << 10, 10, 1 << 20, 70_000, Duration.ofHours(1), Duration.ofSeconds(5));

  private final MemoryDisk disk = new MemoryDisk();

  @Test
  void a_full_disk_ends_appending_but_not_reading() {
    var ledger = Ledger.open(disk, SETTINGS, KEY);
    ledger.append(new byte[] {1});
    disk.fill();
    var failed = catchThrowableOfType(LedgerFailed.class, () -> ledger.append(new byte[] {2}));
    assertThat(failed.diskFull()).isTrue();
    assertThatThrownBy(() -> ledger.submit(new byte[] {3})).isSameAs(failed);
    assertThat(ledger.fault()).containsSame(failed);
    assertThat(ledger.entry(0)).containsExactly(1);
    assertThat(ledger.durableSize()).isEqualTo(1);
  }

  @Test
  void a_disk_that_can_only_be_read_is_read_and_takes_nothing() {
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      ledger.append(new byte[] {1});
    }
    disk.fill();
    var ledger = Ledger.open(disk, SETTINGS, KEY);
    assertThat(ledger.entry(0)).containsExactly(1);
    assertThatThrownBy(() -> ledger.append(new byte[] {2})).isInstanceOf(LedgerFailed.class);
    assertThat(ledger.durableSize()).isEqualTo(1);
    disk.clear();
    try (var again = Ledger.open(disk, SETTINGS, KEY)) {
      again.append(new byte[] {3});
      assertThat(again.entry(1)).containsExactly(3);
    }
  }

  @Test
  void a_full_queue_refuses_and_what_was_taken_becomes_durable() {
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      var release = new CountDownLatch(1);
      disk.hold(release);
      var tickets = new ArrayList<Ticket>();
      LedgerFull refused = null;
      while (refused == null) {
        try {
          tickets.add(ledger.submit(new byte[100]));
        } catch (LedgerFull e) {
          refused = e;
        }
      }
      assertThat(tickets).hasSizeBetween(10, 30);
      assertThat(tickets.getLast().await(Duration.ofNanos(1))).isEmpty();
      release.countDown();
      for (int i = 0; i < tickets.size(); i++) {
        assertThat(tickets.get(i).await()).isEqualTo(i);
      }
    }
  }

  @Test
  void a_ledger_that_was_tampered_with_is_not_opened_and_not_written() {
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      for (int i = 0; i < 5; i++) {
        ledger.append(new byte[] {9, 9, 9});
      }
    }
    byte[] segment = disk.bytes(Segment.name(0));
    segment[Segment.HEADER_BYTES + 2 * 27 + 25] ^= 1;
    byte[] before = segment.clone();
    var damaged = catchThrowableOfType(LedgerDamaged.class, () -> Ledger.open(disk, SETTINGS, KEY));
    assertThat(damaged.damage().index()).isEqualTo(2);
    assertThat(damaged.damage().file()).isEqualTo(Segment.name(0));
    assertThat(damaged.damage().offset()).isEqualTo(Segment.HEADER_BYTES + 2 * 27);
    assertThat(disk.bytes(Segment.name(0))).isEqualTo(before);
  }

  @Test
  void a_log_shorter_than_its_checkpoint_is_damaged() {
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      for (int i = 0; i < 5; i++) {
        ledger.append(new byte[] {9, 9, 9});
      }
    }
    byte[] segment = disk.bytes(Segment.name(0));
    Arrays.fill(segment, Segment.HEADER_BYTES + 4 * 27, segment.length, (byte) 0);
    var damaged = catchThrowableOfType(LedgerDamaged.class, () -> Ledger.open(disk, SETTINGS, KEY));
    assertThat(damaged.damage().index()).isEqualTo(4);
  }

  @Test
  void a_damaged_log_can_be_read_up_to_the_damage_and_is_not_written() {
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      for (int i = 0; i < 5; i++) {
        ledger.append(new byte[] {9, 9, (byte) i});
      }
    }
    disk.bytes(Segment.name(0))[Segment.HEADER_BYTES + 2 * 27 + 25] ^= 1;
    var before = disk.copy();
    var damaged = catchThrowableOfType(LedgerDamaged.class, () -> Ledger.open(disk, SETTINGS, KEY));
    try (var ledger = Ledger.openDamaged(disk, SETTINGS, KEY.verifierKey(), damaged)) {
      assertThat(ledger.durableSize()).isEqualTo(2);
      assertThat(ledger.entry(1)).containsExactly(9, 9, 1);
      assertThat(ledger.forEach(0, (index, entry) -> true)).isEqualTo(2);
      assertThat(ledger.fault()).containsSame(damaged);
      assertThatThrownBy(() -> ledger.submit(new byte[1])).isSameAs(damaged);
      assertThatThrownBy(() -> ledger.attach(new byte[1])).isSameAs(damaged);
      assertThatThrownBy(ledger::sign).isSameAs(damaged);
    }
    assertThat(disk.files()).isEqualTo(before.files());
    for (String name : disk.files()) {
      assertThat(disk.bytes(name)).as(name).isEqualTo(before.bytes(name));
    }
  }

  @Test
  void a_log_whose_first_segment_is_gone_can_still_be_looked_at() {
    Ledger.open(disk, SETTINGS, KEY).close();
    disk.remove(Segment.name(0));
    var why = new LedgerDamaged(new Damage(Segment.name(0), 0, -1, "missing"));
    try (var ledger = Ledger.openDamaged(disk, SETTINGS, KEY.verifierKey(), why)) {
      assertThat(ledger.durableSize()).isZero();
    }
  }

  @Test
  void a_full_disk_leaves_no_side_object_half_there() {
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      String hash = ledger.attach(new byte[100_000]);
      assertThat(ledger.attached(hash)).hasValueSatisfying(it -> assertThat(it).hasSize(100_000));
      assertThat(ledger.attach(new byte[100_000])).isEqualTo(hash);
      assertThat(ledger.attached("nothing")).isEmpty();
      disk.fill();
      assertThatThrownBy(() -> ledger.attach(new byte[] {1, 2})).isInstanceOf(LedgerFailed.class);
    }
    disk.bytes(
                "objects/"
                    + disk.files().stream()
                        .filter(it -> it.startsWith("objects/"))
                        .findFirst()
                        .orElseThrow()
                        .substring(8))[5] ^=
        1;
    var report = new Verifier(disk, KEY.verifierKey(), null).run();
    assertThat(report.damage().orElseThrow().file()).startsWith("objects/");
  }

  @Test
  void another_key_does_not_open_the_log() {
    Ledger.open(disk, SETTINGS, KEY).close();
    var other = CheckpointKey.generate("sluice/failing", new SecureRandom());
    assertThatThrownBy(() -> Ledger.open(disk, SETTINGS, other)).isInstanceOf(LedgerDamaged.class);
  }

  @Test
  void without_its_hints_the_log_is_read_again_from_the_start() {
    Checkpoint before;
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      for (int i = 0; i < 600; i++) {
        ledger.append(new byte[] {(byte) i});
      }
      before = ledger.sign();
    }
    for (String hint : new String[] {"state", "offsets/000000"}) {
      var stripped = disk.copy();
      stripped.remove(hint);
      try (var ledger = Ledger.open(stripped, SETTINGS, KEY)) {
        assertThat(ledger.checkpoint().root()).isEqualTo(before.root());
        assertThat(ledger.entry(599)).containsExactly((byte) 599);
      }
    }
  }

  @Test
  void nothing_of_a_torn_write_comes_back_as_an_entry() {
    Ledger.open(disk, SETTINGS, KEY).close();
    var frame = new Frame();
    var segment = ByteBuffer.wrap(disk.bytes(Segment.name(0)));
    segment.position(Segment.HEADER_BYTES);
    frame.write(new byte[] {1, 1, 1}, 0, 0, segment);
    segment.position(segment.position() + 27); // what did not reach the disk
    frame.write(new byte[] {3, 3, 3}, 2, 1, segment);
    frame.write(new byte[] {4, 4, 4}, 3, 1, segment);
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      assertThat(ledger.durableSize()).isEqualTo(1);
      assertThat(ledger.append(new byte[] {2, 2, 2})).isEqualTo(1);
    }
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      assertThat(ledger.durableSize()).isEqualTo(2);
      assertThat(ledger.entry(1)).containsExactly(2, 2, 2);
    }
  }

  @Test
  void a_hole_before_a_later_write_is_damage_and_not_a_torn_write() {
    Ledger.open(disk, SETTINGS, KEY).close();
    var frame = new Frame();
    var segment = ByteBuffer.wrap(disk.bytes(Segment.name(0)));
    segment.position(Segment.HEADER_BYTES);
    frame.write(new byte[] {1, 1, 1}, 0, 0, segment);
    segment.position(segment.position() + 27);
    frame.write(new byte[] {3, 3, 3}, 2, 2, segment);
    var damaged = catchThrowableOfType(LedgerDamaged.class, () -> Ledger.open(disk, SETTINGS, KEY));
    assertThat(damaged.damage().index()).isEqualTo(1);
  }
}
