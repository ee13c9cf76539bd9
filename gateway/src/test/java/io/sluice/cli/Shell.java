package io.sluice.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Runs command lines in this process, with its streams in memory. */
final class Shell {
  /** A gateway that does not start. */
  static final RunningGateway.Start NOWHERE =
      (configuration, data) -> {
        throw new IOException("no gateway in this test");
      };

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();
  private final Path directory;
  private String input = "";
  final StopSignal stop = new StopSignal();

  Shell(Path directory) {
    this.directory = directory;
  }

  Shell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Shell typing(String text) {
    input = text;
    return this;
  }

  int run(String... args) {
    return run(NOWHERE, args);
  }

  int run(RunningGateway.Start start, String... args) {
    out.reset();
    err.reset();
    return Sluice.run(terminal(), start, args);
  }

  Terminal terminal() {
    return new Terminal(
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        environment,
        directory,
        false,
        stop);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Waits until the output holds {@code text}. */
  String awaitOut(String text) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!out().contains(text)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not in the output: " + text + "\n" + out() + err());
      }
      Thread.sleep(5);
    }
    return out();
  }
}
