package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
  @TempDir Path directory;

  @Test
  void what_is_written_comes_back_and_only_the_owner_may_read_it() throws Exception {
    var file = new PrivateFile(directory.resolve("secret"));
    file.write(Secret.of("one"));
    file.write(Secret.of("two"));
    assertThat(file.read().orElseThrow().open()).isEqualTo("two");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    assertThat(directory.toFile().list()).containsExactly("secret");
  }

  @Test
  void a_file_that_others_may_read_is_refused() throws Exception {
    var file = new PrivateFile(directory.resolve("secret"));
    file.write(Secret.of("canary"));
    for (String mode : new String[] {"rw-r-----", "rw----r--", "rw--w----", "rwx------"}) {
      Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString(mode));
      assertThatThrownBy(file::read)
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("0600")
          .hasMessageNotContaining("canary");
    }
  }

  @Test
  void no_file_is_nothing_and_a_huge_one_is_refused() throws Exception {
    var file = new PrivateFile(directory.resolve("secret"));
    assertThat(file.read()).isEmpty();
    file.delete();
    file.write(Secret.of(new byte[PrivateFile.MAX_BYTES + 1]));
    assertThatThrownBy(file::read).hasMessageContaining("larger than");
  }
}
