package io.sluice.cli;

import io.sluice.store.embedded.DataDirectory;
import io.sluice.store.embedded.UnusableDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What {@code doctor} looks at in and around the data directory. Changes nothing there. */
final class DataChecks {
  private static final long LEAST_BYTES = 256L << 20;
  private static final long EASY_BYTES = 2L << 30;
  private static final Duration SLACK = Duration.ofMinutes(5);
  private static final Set<String> PRIVATE = Set.of("admin-token", "operator-link", "first-key");

  private final Path directory;
  private final boolean running;

  /** {@code running}: a gateway answers on this directory. */
  DataChecks(Path directory, boolean running) {
    this.directory = directory;
    this.running = running;
  }

  List<Finding> all(Instant now) {
    var findings = new ArrayList<Finding>();
    findings.add(usable());
    if (Files.isDirectory(directory)) {
      findings.add(modes());
    }
    findings.add(disk());
    findings.add(clock(now));
    return findings;
  }

  private Finding usable() {
    String check = "data directory";
    if (!Files.exists(directory)) {
      return Files.isWritable(existingParent())
          ? Finding.ok(check, directory + " is made at the first start")
          : Finding.problem(
              check,
              directory + " cannot be made: " + existingParent() + " may not be written",
              "use another --data, or give this user the right to write there");
    }
    if (running) {
      return Finding.ok(check, directory + ", in use by the running gateway");
    }
    if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
      return Finding.problem(
          check, directory + " is not a directory that this user may write", "use another --data");
    }
    return locked(check);
  }

  private Finding locked(String check) {
    try {
      if (!Files.exists(directory.resolve("format"))) {
        return emptyOrForeign(check);
      }
      DataDirectory.open(directory, ProcessHandle.current().pid()).close();
      return Finding.ok(check, directory + ", free");
    } catch (UnusableDirectory e) {
      return Finding.problem(
          check,
          String.valueOf(e.getMessage()),
          "a process that has the directory but does not answer must be stopped");
    } catch (IOException e) {
      return Finding.problem(check, directory + " cannot be read", "check its owner and its disk");
    }
  }

  private Finding emptyOrForeign(String check) throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.findAny().isEmpty()
          ? Finding.ok(check, directory + ", empty")
          : Finding.problem(
              check, directory + " holds something that is not Sluice's", "use another --data");
    }
  }

  private Path existingParent() {
    Path at = directory.toAbsolutePath();
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }

  private Finding modes() {
    String check = "permissions";
    try {
      for (String name : PRIVATE) {
        Path file = directory.resolve(name);
        if (Files.exists(file) && open(file)) {
          return Finding.problem(check, "others may read " + file, "chmod 600 " + file);
        }
      }
      return open(directory)
          ? Finding.problem(check, "others may look into " + directory, "chmod 700 " + directory)
          : Finding.ok(check, "the directory is its owner's alone");
    } catch (UnsupportedOperationException e) {
      return Finding.note(
          check, "this file system has no owner modes", "keep others out by other means");
    } catch (IOException e) {
      return Finding.problem(
          check, "the modes of " + directory + " cannot be read", "check its owner");
    }
  }

  private static boolean open(Path path) throws IOException {
    Set<PosixFilePermission> modes = Files.getPosixFilePermissions(path);
    return modes.stream().anyMatch(mode -> !mode.name().startsWith("OWNER"));
  }

  private Finding disk() {
    String check = "disk";
    try {
      long free = Files.getFileStore(existingParent()).getUsableSpace();
      String text = "%.1f GiB free".formatted(free / (double) (1L << 30));
      if (free < LEAST_BYTES) {
        return Finding.problem(check, text, "free some space, or put --data on another disk");
      }
      return free < EASY_BYTES
          ? Finding.note(check, text, "the record grows by about 2 KB for each exchange")
          : Finding.ok(check, text);
    } catch (IOException e) {
      return Finding.problem(check, "the free space cannot be read", "check the disk");
    }
  }

  private Finding clock(Instant now) {
    String check = "clock";
    String fix = "set the clock (an NTP client such as chrony or systemd-timesyncd keeps it right)";
    if (now.isBefore(Instant.parse("2026-01-01T00:00:00Z"))) {
      return Finding.problem(check, now + " is before this version was written", fix);
    }
    try {
      Path state = directory.resolve("state.db");
      if (Files.exists(state)
          && Files.getLastModifiedTime(state).toInstant().isAfter(now.plus(SLACK))) {
        return Finding.problem(check, now + " is before the last change of " + state, fix);
      }
    } catch (IOException e) {
      return Finding.problem(
          check, "the times of " + directory + " cannot be read", "check its owner");
    }
    return Finding.ok(check, now.toString());
  }
}
