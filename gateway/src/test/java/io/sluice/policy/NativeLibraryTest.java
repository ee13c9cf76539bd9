package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process loads its native library once, so each case has a process of its own. */
class NativeLibraryTest {
  @TempDir private Path directory;

  private String probe(String property, String... arguments)
      throws IOException, InterruptedException {
    Path temporary = Files.createDirectories(directory.resolve("tmp"));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add(property);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(NativeLibraryProbe.class.getName());
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return said.strip();
  }

  private List<Path> libraries(Path parent) throws IOException {
    try (var files = Files.walk(parent)) {
      return files.filter(path -> path.toString().contains("cedar_java_ffi.")).toList();
    }
  }

  private List<Path> litter() throws IOException {
    try (var files = Files.walk(directory.resolve("tmp"))) {
      return files.filter(path -> path.toString().contains("cedar")).toList();
    }
  }

  @Test
  void the_library_is_unpacked_once_and_nothing_is_left_elsewhere() throws Exception {
    Path kept = directory.resolve("native");
    assertThat(probe("-Dx=y", kept.toString())).startsWith("rules ");
    List<Path> first = libraries(kept);
    assertThat(first).isNotEmpty();
    List<FileTime> before = times(first);
    assertThat(probe("-Dx=y", kept.toString())).startsWith("rules ");
    assertThat(libraries(kept)).isEqualTo(first);
    assertThat(times(first)).isEqualTo(before);
    assertThat(litter()).isEmpty();
  }

  private static List<FileTime> times(List<Path> files) throws IOException {
    var times = new ArrayList<FileTime>();
    for (Path file : files) {
      times.add(Files.getLastModifiedTime(file));
    }
    return times;
  }

  @Test
  void a_process_that_keeps_nothing_leaves_nothing() throws Exception {
    assertThat(probe("-Dx=y")).startsWith("rules ");
    assertThat(litter()).isEmpty();
  }

  @Test
  void a_missing_library_is_a_problem_and_never_an_allow() throws Exception {
    assertThat(probe("-Djne.resource.prefix=/nowhere"))
        .startsWith("problem ")
        .contains("native library cannot be loaded");
  }
}
