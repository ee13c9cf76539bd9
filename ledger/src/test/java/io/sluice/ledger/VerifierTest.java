package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Tampers with a log in every way an attacker without the key can, and with some he needs it for.
 */
class VerifierTest {
  private static final CheckpointKey KEY =
      CheckpointKey.generate("sluice/verified", new SecureRandom());
  private static final LedgerSettings SETTINGS =
      new LedgerSettings(
          128 << 10, 4096, 8 << 20, 70_000, Duration.ofHours(1), Duration.ofSeconds(5));
  private static final int ENTRIES = 700;

  private static final MemoryDisk SOUND = new MemoryDisk();
  private static final MemoryDisk OLDER = new MemoryDisk();

  @BeforeAll
  static void write() {
    write(OLDER, 300, "entry ");
    write(SOUND, ENTRIES, "entry ");
  }

  @Test
  void a_sound_log_is_found_sound_and_rollback_is_not_excluded_without_memory() {
    var report = new Verifier(SOUND, KEY.verifierKey(), null).run();
    assertThat(report.damage()).isEmpty();
    assertThat(report.entries()).isEqualTo(ENTRIES);
    assertThat(report.text()).contains("rollback not excluded");
  }

  @Test
  void a_log_that_continues_a_remembered_checkpoint_says_so() {
    var report = new Verifier(SOUND, KEY.verifierKey(), checkpoint(OLDER)).run();
    assertThat(report.damage()).isEmpty();
    assertThat(report.text()).contains("continues the checkpoint of 300 entries");
  }

  @Test
  void a_rollback_is_found_against_a_remembered_checkpoint() {
    var report = new Verifier(OLDER, KEY.verifierKey(), checkpoint(SOUND)).run();
    assertThat(report.damage().orElseThrow().what()).contains("rolled back");
  }

  @Test
  void a_fork_signed_with_the_true_key_is_found_against_a_remembered_checkpoint() {
    var forked = new MemoryDisk();
    write(forked, ENTRIES, "other ");
    assertThat(new Verifier(forked, KEY.verifierKey(), null).run().damage()).isEmpty();
    var report = new Verifier(forked, KEY.verifierKey(), checkpoint(OLDER)).run();
    assertThat(report.damage().orElseThrow().what()).contains("forked");
  }

  @Test
  void a_thousand_tamperings_are_all_found() {
    for (int seed = 0; seed < 1000; seed++) {
      var random = new Random(seed);
      var disk = SOUND.copy();
      String what = tamper(disk, random);
      var damage = new Verifier(disk, KEY.verifierKey(), null).run().damage();
      assertThat(damage).as("seed %d: %s", seed, what).isPresent();
    }
  }

  @Test
  void three_hundred_rollbacks_forks_and_new_signatures_are_all_found_against_what_was_kept() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      int kept = 1 + random.nextInt(ENTRIES - 1);
      var since = checkpoint(kept, "entry ");
      int size = 1 + random.nextInt(ENTRIES);
      var forged = new MemoryDisk();
      boolean rollback = size < kept && random.nextBoolean();
      int from = rollback ? size : random.nextInt(Math.min(kept, size));
      write(forged, from, size);
      assertThat(new Verifier(forged, KEY.verifierKey(), null).run().damage()).isEmpty();
      var damage = new Verifier(forged, KEY.verifierKey(), since).run().damage();
      assertThat(damage).as("seed %d: %d kept, %d of %d true", seed, kept, from, size).isPresent();
      assertThat(damage.get().what()).contains(size < kept ? "rolled back" : "forked");
    }
  }

  /** A log signed with the true key whose entries are the true ones only up to {@code from}. */
  private static void write(MemoryDisk disk, int from, int size) {
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      for (int i = 0; i < size; i++) {
        ledger.submit(entry(i < from ? "entry " : "forged ", i));
      }
    }
  }

  private static Checkpoint checkpoint(int size, String text) {
    var frontier = new Frontier();
    var hash = new TreeHash();
    for (int i = 0; i < size; i++) {
      frontier.add(hash.leaf(entry(text, i)));
    }
    return Checkpoint.sign(KEY, size, frontier.root());
  }

  @Test
  void the_first_bad_entry_is_named_with_file_and_offset() {
    for (int seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      var disk = SOUND.copy();
      int bad = random.nextInt(ENTRIES - 1);
      List<byte[]> entries = entries();
      switch (seed % 4) {
        case 0 -> entries.set(bad, "forged".getBytes(StandardCharsets.UTF_8));
        case 1 -> entries.remove(bad);
        case 2 -> entries.add(bad, "inserted".getBytes(StandardCharsets.UTF_8));
        default -> entries.set(bad, entries.set(bad + 1, entries.get(bad)));
      }
      rewrite(disk, entries);
      var damage = new Verifier(disk, KEY.verifierKey(), null).run().damage().orElseThrow();
      assertThat(damage.index()).as("seed %d: %s", seed, damage).isEqualTo(bad);
      assertThat(damage.file()).startsWith("segments/");
      assertThat(damage.offset()).isPositive();
    }
  }

  @Test
  void the_published_files_alone_are_enough() {
    var disk = SOUND.copy();
    for (String name : disk.files()) {
      if (!name.startsWith("tile/") && !name.equals("checkpoint")) {
        disk.remove(name);
      }
    }
    var report = new Verifier(disk, KEY.verifierKey(), null).run();
    assertThat(report.damage()).isEmpty();
    assertThat(report.entries()).isEqualTo(ENTRIES);
    disk.bytes("tile/entries/001")[4000] ^= 4;
    assertThat(new Verifier(disk, KEY.verifierKey(), null).run().damage()).isPresent();
  }

  private static String tamper(MemoryDisk disk, Random random) {
    int kind = random.nextInt(7);
    int at = random.nextInt(ENTRIES - 1);
    List<byte[]> entries = entries();
    switch (kind) {
      case 0, 1 -> {
        return flip(disk, random);
      }
      case 2 -> entries.remove(at);
      case 3 -> entries.set(at, entries.set(at + 1, entries.get(at)));
      case 4 -> entries.add(at, entries.get(at));
      case 5 -> entries.subList(at, ENTRIES).clear();
      default -> {
        return wrongKey(disk, random);
      }
    }
    rewrite(disk, entries);
    return "kind " + kind + " at " + at;
  }

  private static String flip(MemoryDisk disk, Random random) {
    var files = new ArrayList<String>();
    for (String name : disk.files()) {
      if (name.startsWith("segments/0") || name.startsWith("tile/") || name.equals("checkpoint")) {
        files.add(name);
      }
    }
    String name = files.get(random.nextInt(files.size()));
    byte[] bytes = disk.bytes(name);
    int used = bytes.length;
    while (used > 0 && bytes[used - 1] == 0) {
      used--;
    }
    int at = random.nextInt(used);
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    return "flip in " + name + " at " + at;
  }

  private static String wrongKey(MemoryDisk disk, Random random) {
    String name = random.nextBoolean() ? "sluice/verified" : "sluice/other";
    var other = CheckpointKey.generate(name, new SecureRandom());
    var forged = Checkpoint.sign(other, ENTRIES, checkpoint(SOUND).root().toByteArray());
    disk.set("checkpoint", forged.note().getBytes(StandardCharsets.UTF_8));
    return "wrong key";
  }

  /** Writes the segments as the writer would have, had these been the entries. */
  private static void rewrite(MemoryDisk disk, List<byte[]> entries) {
    for (String name : disk.files()) {
      if (name.startsWith("segments/")) {
        disk.remove(name);
      }
    }
    var segment = ByteBuffer.allocate(1 << 20).put(Segment.header(0));
    var frame = new Frame();
    for (int i = 0; i < entries.size(); i++) {
      frame.write(entries.get(i), i, i, segment);
    }
    disk.set(Segment.name(0), segment.array());
  }

  private static Checkpoint checkpoint(MemoryDisk disk) {
    var note = new String(disk.bytes("checkpoint"), StandardCharsets.UTF_8);
    return Checkpoint.open(note, KEY.verifierKey());
  }

  private static void write(MemoryDisk disk, int count, String text) {
    try (var ledger = Ledger.open(disk, SETTINGS, KEY)) {
      for (int i = 0; i < count; i++) {
        ledger.submit(entry(text, i));
        if (i == 100 || i == 290) {
          ledger.sign();
        }
      }
    }
  }

  private static List<byte[]> entries() {
    var entries = new ArrayList<byte[]>();
    for (int i = 0; i < ENTRIES; i++) {
      entries.add(entry("entry ", i));
    }
    return entries;
  }

  private static byte[] entry(String text, int i) {
    return (text + i + " " + "y".repeat(i % 600)).getBytes(StandardCharsets.UTF_8);
  }
}
