package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Checkpoints and proofs, sound and altered, in a file for verifiers of others, which the suite
 * runs where it finds them ({@code .ci/foreign}): each has to say of every case what stands there.
 * Here ours says it.
 */
class ForeignCasesTest {
  private static final CheckpointKey KEY =
      CheckpointKey.generate("sluice/cases", new SecureRandom());
  private static final CheckpointKey OTHER =
      CheckpointKey.generate("sluice/cases", new SecureRandom());
  private static final LedgerSettings SETTINGS =
      new LedgerSettings(
          128 << 10, 4096, 8 << 20, 70_000, Duration.ofHours(1), Duration.ofSeconds(5));
  private static final List<Integer> SIZES = List.of(1, 2, 3, 7, 8, 64, 257, 300);

  private final Random random = new Random(5);
  private final List<Case> cases = new ArrayList<>();

  /** What is claimed: that the entry, in hex, stands at that index of the tree the note signs. */
  private record Case(String name, String note, long index, String entry, List<byte[]> path) {
    Case noting(String how, String other) {
      return new Case(name + " " + how, other, index, entry, path);
    }

    Case saying(String how, String other) {
      return new Case(name + " " + how, note, index, other, path);
    }

    Case going(String how, List<byte[]> other) {
      return new Case(name + " " + how, note, index, entry, other);
    }

    boolean holds() {
      try {
        var checkpoint = Checkpoint.open(note, KEY.verifierKey());
        var hashes = path.stream().map(Hash::of).toList();
        return new LogProof(index, hashes, checkpoint).verifies(HexFormat.of().parseHex(entry));
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        return false;
      }
    }

    String json() {
      var text = new StringBuilder("{\"name\":\"").append(name).append("\",\"note\":\"");
      text.append(Base64.getEncoder().encodeToString(note.getBytes(StandardCharsets.UTF_8)));
      text.append("\",\"index\":").append(index).append(",\"entry\":\"");
      text.append(entry).append("\",\"path\":[");
      for (int i = 0; i < path.size(); i++) {
        text.append(i == 0 ? "\"" : ",\"").append(HexFormat.of().formatHex(path.get(i)));
        text.append('"');
      }
      return text.append("],\"holds\":").append(holds()).append('}').toString();
    }
  }

  @Test
  void sound_cases_hold_and_altered_ones_do_not_and_all_are_written_down() throws IOException {
    for (int size : SIZES) {
      for (int index : List.of(0, size / 2, size - 1)) {
        Case sound = sound(KEY, entries(size), index);
        assertThat(sound.holds()).as(sound.name()).isTrue();
        int before = cases.size();
        alter(sound, size);
        assertThat(cases.subList(before, cases.size())).noneMatch(Case::holds);
        cases.add(sound);
      }
    }
    var text = new StringBuilder("{\"key\":\"").append(KEY.verifierKey()).append("\",\"spki\":\"");
    var spki = KEY.verifierKey().publicKey().getEncoded();
    text.append(Base64.getEncoder().encodeToString(spki)).append("\",\"cases\":[\n");
    text.append(String.join(",\n", cases.stream().map(Case::json).toList())).append("]}\n");
    Path directory = Files.createDirectories(Path.of("target", "foreign"));
    Files.writeString(directory.resolve("cases.json"), text);
  }

  private void alter(Case sound, int size) {
    String note = sound.note();
    cases.add(sound.noting("another key", sound(OTHER, entries(size), 0).note()));
    cases.add(
        sound.noting(
            "flipped text", note.replaceFirst("\n" + size + "\n", "\n" + (size + 1) + "\n")));
    cases.add(sound.noting("flipped signature", signature(note)));
    cases.add(sound.noting("cut off", note.substring(0, note.indexOf("\n\n") + 1)));
    cases.add(sound.saying("flipped entry", hex(flipped(HexFormat.of().parseHex(sound.entry())))));
    cases.add(
        new Case(
            sound.name() + " elsewhere", note, sound.index() ^ 1, sound.entry(), sound.path()));
    var longer = new ArrayList<>(sound.path());
    longer.add(new byte[Hash.of(new byte[32]).toByteArray().length]);
    cases.add(sound.going("longer path", longer));
    if (!sound.path().isEmpty()) {
      var path = new ArrayList<>(sound.path());
      int at = random.nextInt(path.size());
      path.set(at, flipped(path.get(at)));
      cases.add(sound.going("flipped path", path));
      cases.add(sound.going("shorter path", sound.path().subList(1, sound.path().size())));
    }
    if (size > 2) {
      rewritten(sound, size);
    }
  }

  /** Proofs of logs in which entries were dropped, put twice, changed places or cut off. */
  private void rewritten(Case sound, int size) {
    var dropped = entries(size);
    dropped.remove(1);
    var twice = entries(size);
    twice.add(1, twice.get(1));
    var moved = entries(size);
    moved.set(0, moved.set(1, moved.getFirst()));
    var shorter = entries(size).subList(0, size - 1);
    forged(sound, "dropped", dropped);
    forged(sound, "duplicated", twice);
    forged(sound, "reordered", moved);
    forged(sound, "truncated", shorter);
  }

  private void forged(Case sound, String how, List<byte[]> entries) {
    int index = Math.toIntExact(Math.min(sound.index(), entries.size() - 1));
    Case other = sound(KEY, entries, index);
    cases.add(new Case(sound.name() + " " + how, sound.note(), index, other.entry(), other.path()));
  }

  private static Case sound(CheckpointKey key, List<byte[]> entries, int index) {
    try (var ledger = Ledger.open(new MemoryDisk(), SETTINGS, key)) {
      entries.forEach(ledger::append);
      String note = ledger.sign().note();
      var path = ledger.proof(index).path().stream().map(Hash::toByteArray).toList();
      String name = index + " of " + entries.size();
      return new Case(name, note, index, hex(entries.get(index)), path);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static List<byte[]> entries(int size) {
    var all = new ArrayList<byte[]>();
    for (int i = 0; i < size; i++) {
      all.add(("entry " + i).getBytes(StandardCharsets.UTF_8));
    }
    return all;
  }

  private byte[] flipped(byte[] bytes) {
    byte[] altered = bytes.clone();
    altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
    return altered;
  }

  private String signature(String note) {
    int from = note.lastIndexOf(' ') + 1;
    byte[] signed = Base64.getDecoder().decode(note.substring(from).strip());
    signed[4 + random.nextInt(signed.length - 4)] ^= (byte) (1 << random.nextInt(8));
    return note.substring(0, from) + Base64.getEncoder().encodeToString(signed) + "\n";
  }
}
