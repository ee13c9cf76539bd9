package io.sluice.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command. */
@Command(
    name = "./sluice",
    description = {
      "A governed gateway for AI traffic: which model may see which data, under which policy, and"
          + " the proof of it.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "'./sluice COMMAND --help' explains one command. Exit status: 0 success, 1 a stated negative"
          + " answer, 2 wrong usage, 3 the environment (JDK, port, disk, no gateway)."
    },
    subcommands = {
      InitCommand.class,
      ServeCommand.class,
      CheckCommand.class,
      PolicyCommand.class,
      ApprovalsCommand.class,
      WaiversCommand.class,
      SimCommand.class,
      ConnectCommand.class,
      DoctorCommand.class,
      CompareCommand.OfRoute.class,
      CompareCommand.Savings.class,
      StatusCommand.class,
      BenchCommand.class,
      KeysCommand.class,
      OperatorsCommand.class,
      CredentialsCommand.class,
      InventoryCommands.Providers.class,
      InventoryCommands.Models.class,
      ToolsCommand.class,
      ContentCommand.class,
      SuspensionCommands.Apps.class,
      RecordCommands.Trace.class,
      RecordCommands.Explain.class,
      WhoSawCommand.class,
      SearchCommand.class,
      FlowCommand.class,
      PayloadCommand.class,
      AuditCommand.class,
      ReportCommand.class
    })
public final class Sluice implements Runnable {
  private final Terminal terminal;
  private final RunningGateway.@Nullable Start start;
  @Spec @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help and leave")
  boolean help;

  private Sluice(Terminal terminal, RunningGateway.@Nullable Start start) {
    this.terminal = terminal;
    this.start = start;
  }

  /** Runs one command line without what needs a gateway in this process. */
  public static int run(Terminal terminal, String... args) {
    return line(terminal, null).execute(args);
  }

  /** Runs one command line; answers the exit status of the process. */
  public static int run(Terminal terminal, RunningGateway.Start start, String... args) {
    Optional<ServeCommand> serve = ServeCommand.plain(args);
    if (serve.isEmpty()) {
      return line(terminal, start).execute(args);
    }
    try {
      return serve.get().serve(terminal, start);
    } catch (Failure failure) {
      return failed(terminal, failure);
    } catch (RuntimeException bug) {
      bug.printStackTrace(terminal.err());
      return Exit.NEGATIVE;
    }
  }

  private static int failed(Terminal terminal, Failure failure) {
    terminal.note("sluice: " + failure.getMessage());
    return failure.status();
  }

  /** All commands, as the library sees them. */
  static CommandLine line(Terminal terminal, RunningGateway.@Nullable Start start) {
    var line = new CommandLine(new Sluice(terminal, start));
    if (start != null) {
      line.addSubcommand(new DemoCommand());
      line.addSubcommand(new TrainCommand());
    }
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    plain(line);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(new Usage(terminal));
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          if (error instanceof Failure failure) {
            return failed(terminal, failure);
          }
          throw error;
        });
    return line;
  }

  /** Help shows {@code --name N}, as people write it; {@code --name=N} is understood as well. */
  private static void plain(CommandLine line) {
    line.setUsageHelpWidth(100);
    line.setUsageHelpLongOptionsMaxWidth(32);
    line.setHelpFactory(
        (spec, colours) -> {
          spec.parser().separator(" ");
          return new CommandLine.Help(spec, colours);
        });
  }

  Terminal terminal() {
    return terminal;
  }

  /** Starts gateways in this process. */
  RunningGateway.Start start() {
    if (start == null) {
      throw new IllegalStateException("no gateway can be started here");
    }
    return start;
  }

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "say what to do: see --help");
    }
  }
}
