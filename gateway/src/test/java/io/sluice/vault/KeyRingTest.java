package io.sluice.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.PrivateFile;
import io.sluice.model.Secret;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
  @TempDir Path directory;

  private final Random random = new Random(4);

  private KeyRing local() throws Exception {
    return KeyRing.local(directory, random);
  }

  @Test
  void keys_are_the_same_at_every_start_and_differ_by_label() throws Exception {
    var first = local();
    var second = local();
    assertThat(second.derive("a").openBytes()).hasSize(32).isEqualTo(first.derive("a").openBytes());
    assertThat(second.derive("b").openBytes()).isNotEqualTo(first.derive("a").openBytes());
  }

  @Test
  void a_ring_made_anew_has_another_fingerprint() throws Exception {
    var first = local().fingerprint();
    assertThat(local().fingerprint()).isEqualTo(first).matches("[0-9a-f]{16}");
    Files.delete(directory.resolve("kek"));
    Files.delete(directory.resolve("root.sealed"));
    assertThat(local().fingerprint()).isNotEqualTo(first);
  }

  @Test
  void both_files_are_the_owners_alone_and_the_root_key_is_not_in_them_in_clear() throws Exception {
    local();
    for (String name : new String[] {"kek", "root.sealed"}) {
      var mode = Files.getPosixFilePermissions(directory.resolve(name));
      assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
    }
    assertThat(Files.readAllBytes(directory.resolve("kek"))).hasSize(32);
    assertThat(Files.readAllBytes(directory.resolve("root.sealed"))).hasSize(1 + 12 + 32 + 16);
  }

  @Test
  void a_key_file_that_others_may_read_is_refused() throws Exception {
    local();
    var mode = PosixFilePermissions.fromString("rw-r-----");
    Files.setPosixFilePermissions(directory.resolve("kek"), mode);
    assertThatThrownBy(this::local)
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("0600");
  }

  @Test
  void a_lost_key_is_said_and_never_made_anew() throws Exception {
    local();
    Files.delete(directory.resolve("kek"));
    assertThatThrownBy(this::local).hasMessageContaining("missing").hasMessageContaining("backup");
    assertThat(directory.resolve("kek")).doesNotExist();
  }

  @Test
  void a_crash_between_the_two_files_of_the_first_start_is_mended() throws Exception {
    LocalKey.create(new PrivateFile(directory.resolve("kek")), random);
    assertThat(local().derive("a").openBytes()).isEqualTo(local().derive("a").openBytes());
  }

  @Test
  void a_foreign_or_spoilt_key_is_refused() throws Exception {
    local();
    new PrivateFile(directory.resolve("kek")).write(Secret.of(new byte[32]));
    assertThatThrownBy(this::local).isInstanceOf(SealBroken.class).hasMessageContaining("root key");
    new PrivateFile(directory.resolve("kek")).write(Secret.of(new byte[31]));
    assertThatThrownBy(this::local).hasMessageContaining("not a key of 32 bytes");
  }

  @Test
  void the_root_key_moves_to_another_key_encryption_and_nothing_else_changes() throws Exception {
    var ring = local();
    var other = LocalKey.create(new PrivateFile(directory.resolve("other")), random);
    ring.rewrap(directory, other);
    var moved = KeyRing.open(directory, other, random);
    assertThat(moved.derive("a").openBytes()).isEqualTo(ring.derive("a").openBytes());
    assertThatThrownBy(this::local).isInstanceOf(SealBroken.class);
  }
}
