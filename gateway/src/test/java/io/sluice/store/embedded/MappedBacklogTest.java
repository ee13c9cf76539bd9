package io.sluice.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.Backlog.Waiting;
import io.sluice.model.Bytes;
import io.sluice.vault.BacklogSeal;
import io.sluice.vault.KeyRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedBacklogTest {
  private static final long BYTES = 64 << 10;

  @TempDir Path directory;

  private MappedBacklog open(String label) throws IOException {
    Path keys = directory.resolve("keys");
    if (!Files.exists(keys)) {
      Files.createDirectory(
          keys, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    var ring = KeyRing.local(keys, new Random(1));
    var seal = new BacklogSeal(ring, label, new Random(2));
    return MappedBacklog.open(directory.resolve("waiting"), BYTES, seal);
  }

  /** An empty one, as after a start. */
  private MappedBacklog empty() throws IOException {
    var backlog = open("waiting");
    backlog.clear();
    return backlog;
  }

  private String file() throws IOException {
    byte[] all = Files.readAllBytes(directory.resolve("waiting"));
    return new String(all, StandardCharsets.ISO_8859_1);
  }

  @Test
  void what_waits_is_there_for_the_next_process_and_sealed() throws IOException {
    var first = empty();
    Waiting gone = first.keep(Bytes.utf8("written meanwhile"));
    Waiting there = first.keep(Bytes.utf8("canary that waits"));
    gone.over();
    assertThat(there).isNotSameAs(Waiting.NOTHING);
    assertThat(file()).doesNotContain("canary");
    var next = open("waiting");
    assertThat(next.left()).containsExactly(Bytes.utf8("canary that waits"));
    assertThat(next.keep(Bytes.utf8("x"))).as("before it is cleared").isSameAs(Waiting.NOTHING);
    next.clear();
    assertThat(next.left()).isEmpty();
    assertThat(file().chars().allMatch(c -> c == 0)).isTrue();
  }

  @Test
  void what_is_over_leaves_nothing() throws IOException {
    var backlog = empty();
    backlog.keep(Bytes.utf8("a")).over();
    assertThat(file().chars().allMatch(c -> c == 0)).isTrue();
  }

  @Test
  void half_of_a_piece_or_another_installations_is_passed_over() throws IOException {
    assertThat(empty().keep(Bytes.utf8("some text"))).isNotSameAs(Waiting.NOTHING);
    assertThat(open("another").left()).isEmpty();
    byte[] bytes = Files.readAllBytes(directory.resolve("waiting"));
    bytes[30] ^= 1;
    Files.write(directory.resolve("waiting"), bytes);
    assertThat(open("waiting").left()).isEmpty();
  }

  @Test
  void it_is_a_ring_and_what_does_not_fit_is_not_kept() throws IOException {
    var random = new Random(7);
    var backlog = empty();
    Map<Waiting, Bytes> waiting = new HashMap<>();
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      if (random.nextInt(5) < 2 && !waiting.isEmpty()) {
        var one = new ArrayList<>(waiting.keySet()).get(random.nextInt(waiting.size()));
        one.over();
        waiting.remove(one);
      } else {
        var content = Bytes.utf8(i + "x".repeat(random.nextInt(4_000)));
        Waiting one = backlog.keep(content);
        if (one.equals(Waiting.NOTHING)) {
          refused++;
          new ArrayList<>(waiting.keySet()).forEach(Waiting::over);
          waiting.clear();
        } else {
          waiting.put(one, content);
        }
      }
      if (i % 100 == 0) {
        assertThat(open("waiting").left()).containsExactlyInAnyOrderElementsOf(waiting.values());
      }
    }
    assertThat(refused).isPositive();
    assertThat(backlog.keep(Bytes.utf8("x".repeat((int) BYTES)))).isSameAs(Waiting.NOTHING);
    List<Bytes> none = List.of();
    waiting.keySet().forEach(Waiting::over);
    assertThat(open("waiting").left()).isEqualTo(none);
  }
}
