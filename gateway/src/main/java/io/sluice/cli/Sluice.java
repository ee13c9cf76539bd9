package io.sluice.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command. */
@Command(
    name = "sluice",
    description = "A governed gateway for AI traffic.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {KeysCommand.class, OperatorsCommand.class})
public final class Sluice implements Runnable {
  private final Terminal terminal;
  @Spec @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help and leave")
  boolean help;

  private Sluice(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Runs one command line; answers the exit status of the process. */
  public static int run(Terminal terminal, String... args) {
    var line = new CommandLine(new Sluice(terminal));
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          if (error instanceof Failure failure) {
            terminal.note("sluice: " + failure.getMessage());
            return failure.status();
          }
          throw error;
        });
    return line.execute(args);
  }

  Terminal terminal() {
    return terminal;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "say what to do: see --help");
    }
  }
}
