package io.sluice;

import io.sluice.cli.Sluice;
import io.sluice.cli.StopSignal;
import io.sluice.cli.Terminal;
import io.sluice.ledger.CuedLedger;
import java.nio.file.Path;

/**
 * The process as {@link Main} runs it, but for the disk below its ledger, which does what the file
 * {@code sluice.cue} says.
 */
public final class CuedMain {
  private CuedMain() {}

  /** Runs one command. */
  public static void main(String[] args) {
    Path cue = Path.of(System.getProperty("sluice.cue"));
    var stop = new StopSignal();
    var terminal =
        new Terminal(
            System.in,
            System.out,
            System.err,
            System.getenv(),
            Path.of("").toAbsolutePath(),
            false,
            stop);
    var starter =
        new Starter(
            terminal.environment(), (place, settings, key) -> CuedLedger.open(place, key, cue));
    System.exit(Sluice.run(terminal, starter, args));
  }
}
