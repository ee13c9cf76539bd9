package io.sluice.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The processor time and memory of one process, from {@code /proc}. */
final class Meter {
  /** The unit of the times in {@code /proc/PID/stat} (USER_HZ is 100 on every Linux). */
  private static final double TICK_MICROS = 10_000;

  private final long pid;
  private long cpuBefore;
  private long cpuAfter;
  private long begun;
  private long ended;

  /** Reads process {@code pid}; 0 is nobody, who takes no time. */
  Meter(long pid) {
    this.pid = pid;
  }

  void begin() {
    cpuBefore = ticks();
    begun = System.nanoTime();
  }

  void end() {
    ended = System.nanoTime();
    cpuAfter = ticks();
  }

  /** Processor time between begin and end. */
  double cpuMicros() {
    return (cpuAfter - cpuBefore) * TICK_MICROS;
  }

  /** How much of one core that was. */
  double core() {
    return cpuMicros() * 1e3 / (ended - begun);
  }

  /** Wall time between begin and end. */
  double seconds() {
    return (ended - begun) / 1e9;
  }

  private long ticks() {
    if (pid == 0) {
      return 0;
    }
    String stat = read("stat");
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  /** Memory that the process occupies now, in KB. */
  long residentKb() {
    return read("status")
        .lines()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  private String read(String name) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
