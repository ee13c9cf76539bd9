package io.sluice;

import io.sluice.cli.Sluice;
import io.sluice.cli.StopSignal;
import io.sluice.cli.Terminal;
import java.io.Console;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The process: {@code sluice COMMAND}. */
public final class Main {
  /** A command that was told to end may take this long: a drain and a little more. */
  private static final Duration LAST_WORDS = Duration.ofMinutes(2);

  private Main() {}

  /** Runs one command and leaves with its exit status. */
  public static void main(String[] args) {
    boolean interactive =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    var stop = new StopSignal();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.raise();
                  stop.awaitEnd(LAST_WORDS);
                }));
    var terminal =
        new Terminal(
            System.in,
            System.out,
            System.err,
            System.getenv(),
            Path.of("").toAbsolutePath(),
            interactive,
            stop);
    int status = Sluice.run(terminal, new Starter(terminal.environment()), args);
    System.out.flush();
    stop.end();
    System.exit(status);
  }
}
