package io.sluice.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** {@code bench load [--seconds N]}: the whole gateway under load, beside nginx. */
public final class Main {
  private Main() {}

  /**
   * Runs the measurements and prints the table.
   *
   * @param arguments {@code load}, then options; {@code parts}, then those of JMH; {@code record};
   *     {@code flow}; or {@code injection}, then those of {@link InjectionTraining}
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0 && arguments[0].equals("parts")) {
      org.openjdk.jmh.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    if (arguments.length > 0 && arguments[0].equals("injection")) {
      InjectionTraining.main(Arrays.copyOfRange(arguments, 1, arguments.length));
      return;
    }
    if (arguments.length > 0 && arguments[0].equals("flow")) {
      FlowBench.run(new PrintStream(System.out, true));
      return;
    }
    if (arguments.length > 0 && arguments[0].equals("record")) {
      RecordLoad load = RecordLoad.read(List.of(arguments), new PrintStream(System.out, true));
      if (load == null) {
        misused();
      } else {
        inDirectory(load::run);
      }
      return;
    }
    Options options = Options.read(List.of(arguments));
    if (options == null) {
      misused();
      return;
    }
    inDirectory(directory -> new Load(options, directory, new PrintStream(System.out, true)).run());
  }

  private static void misused() {
    System.err.println(
        "usage: ./sluice bench load [--seconds N] [--streams N] [--peers]"
            + " [--only saturated,rate,allowances,streams,starts] | parts [JMH]"
            + " | record [quick] ["
            + String.join("|", RecordLoad.PARTS)
            + "]... | flow | injection [--data DIR] [--write FILE]");
    System.exit(2);
  }

  /** Something that is measured in a directory of its own. */
  private interface Measurement {
    void in(Path directory) throws IOException;
  }

  private static void inDirectory(Measurement measurement) throws IOException {
    Path directory = Files.createTempDirectory("sluice-bench-");
    try {
      measurement.in(directory);
    } finally {
      remove(directory);
    }
  }

  /** Deletes it with all that is in it. */
  static void remove(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
