package io.sluice.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  @TempDir Path temp;

  /** Holds a directory until it is killed. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] args) throws IOException {
      DataDirectory.open(Path.of(args[0]), ProcessHandle.current().pid());
      System.out.println("held");
      System.in.read();
    }
  }

  private DataDirectory open() throws IOException {
    return DataDirectory.open(temp.resolve("data"), 4711);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void a_second_process_is_told_who_has_it_and_gets_it_when_that_one_is_killed() throws Exception {
    Path root = temp.resolve("data");
    try (var child = Child.start(Holder.class, root.toString())) {
      assertThat(child.line()).isEqualTo("held");
      assertThatThrownBy(this::open)
          .isInstanceOf(UnusableDirectory.class)
          .hasMessageContaining("in use by process " + child.pid() + ":");
    }
    open().close();
  }

  @Test
  void the_same_process_cannot_have_it_twice() throws Exception {
    try (var first = open()) {
      assertThat(first.root()).isDirectory();
      assertThatThrownBy(this::open).hasMessageContaining("process 4711");
    }
    open().close();
  }

  @Test
  void it_is_its_owners_alone() throws Exception {
    Path root = Files.createDirectory(temp.resolve("data"));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (var data = open()) {
      assertThat(mode(root)).isEqualTo("rwx------");
      assertThat(mode(data.directory("keys"))).isEqualTo("rwx------");
    }
  }

  @Test
  void a_newer_format_is_refused_and_left_alone() throws Exception {
    open().close();
    Path format = temp.resolve("data/format");
    Files.writeString(format, "sluice-data 2\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(UnusableDirectory.class)
        .hasMessageContaining("format 2")
        .hasMessageContaining("newer Sluice");
    assertThat(format).hasContent("sluice-data 2");
    Files.writeString(format, "sluice-data 1\n");
    open().close();
  }

  @Test
  void a_spoilt_format_is_refused() throws Exception {
    open().close();
    for (String bad : new String[] {"", "1", "sluice-data", "sluice-data x", "sluice-data 0"}) {
      Files.writeString(temp.resolve("data/format"), bad);
      assertThatThrownBy(this::open).hasMessageContaining("does not name a format");
    }
  }

  @Test
  void somebody_elses_directory_is_not_taken() throws Exception {
    Files.createDirectory(temp.resolve("data"));
    Files.writeString(temp.resolve("data/thesis.txt"), "mine");
    assertThatThrownBy(this::open).hasMessageContaining("use another --data");
    Files.writeString(temp.resolve("file"), "");
    assertThatThrownBy(() -> DataDirectory.open(temp.resolve("file"), 1))
        .hasMessageContaining("not a directory");
  }

  @Test
  void a_crash_before_the_format_was_there_is_mended() throws Exception {
    Files.createDirectory(temp.resolve("data"));
    Files.writeString(temp.resolve("data/lock"), "12\n");
    Files.writeString(temp.resolve("data/format.new"), "slu");
    open().close();
    assertThat(temp.resolve("data/format")).hasContent("sluice-data 1");
  }

  @Test
  void a_low_disk_is_seen() throws Exception {
    try (var data = open()) {
      assertThat(data.lowerThan(1)).isFalse();
      assertThat(data.lowerThan(Long.MAX_VALUE)).isTrue();
    }
  }
}
