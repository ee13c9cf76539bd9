package io.sluice;

import io.sluice.cli.Sluice;
import io.sluice.cli.Terminal;
import java.io.Console;
import java.nio.file.Path;
import java.util.Optional;

/** The process: {@code sluice COMMAND}. */
public final class Main {
  private Main() {}

  /** Runs one command and leaves with its exit status. */
  public static void main(String[] args) {
    boolean interactive =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    var terminal =
        new Terminal(
            System.out, System.err, System.getenv(), Path.of("").toAbsolutePath(), interactive);
    int status = Sluice.run(terminal, args);
    System.out.flush();
    System.exit(status);
  }
}
