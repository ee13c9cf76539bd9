package io.sluice.cli;

import io.sluice.config.Config;
import io.sluice.config.ConfigFile;
import io.sluice.config.Loaded;
import io.sluice.registry.RouteSetting;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code serve}: the gateway. */
@Command(name = "serve", description = "Run the gateway until it is told to stop.")
final class ServeCommand extends Verb {
  private static final Map<String, Kind> SIMULATED =
      Map.of("cloud", Kind.OPENAI, "anthropic", Kind.ANTHROPIC, "own", Kind.COMPATIBLE);

  private static final String CREDENTIAL = "simulated-provider-credential";

  @Option(
      names = "--config",
      paramLabel = "F",
      description = "configuration (default: sluice.yaml here, if there is one)")
  @Nullable Path file;

  private final List<Simulator> simulators = new ArrayList<>();

  /**
   * The command of a command line that only says which files to use; empty for any other. Reading
   * such a line by hand saves a gateway the loading of the library that explains command lines,
   * which takes as long as half of the rest of a start.
   */
  static Optional<ServeCommand> plain(String... words) {
    if (words.length % 2 == 0 || !words[0].equals("serve")) {
      return Optional.empty();
    }
    var serve = new ServeCommand();
    for (int i = 1; i < words.length; i += 2) {
      Path value =
          words[i + 1].isEmpty() || words[i + 1].startsWith("-") ? null : Path.of(words[i + 1]);
      if (value == null) {
        return Optional.empty();
      } else if (words[i].equals("--config") && serve.file == null) {
        serve.file = value;
      } else if (words[i].equals("--data") && serve.common.data == null) {
        serve.common.data = value;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(serve);
  }

  @Override
  public Integer call() {
    return serve(terminal(), sluice().start());
  }

  /** Runs the gateway until it is told to stop. */
  int serve(Terminal terminal, RunningGateway.Start start) {
    Path from = file(terminal);
    try {
      Config config = config(from, terminal);
      Path data = data(config, terminal);
      String standIn = config.inventory().simulated() ? simulated(terminal) : "";
      try (var gateway = start.start(from, data, standIn)) {
        say(terminal, gateway, data);
        if (!gateway.trouble().isEmpty()) {
          terminal.note(gateway.trouble());
        }
        if (config.behaviour().evidence().anchor() == null) {
          terminal.note("no anchor is configured: a rollback of the record cannot be excluded");
        }
        flow(terminal, config.mode());
        terminal.stop().await();
        terminal.note("stopping: exchanges under way may finish");
      }
    } catch (IOException e) {
      throw Failure.environment(e.getMessage() == null ? "cannot start" : e.getMessage());
    } finally {
      simulators.forEach(Simulator::close);
    }
    return Exit.OK;
  }

  private @Nullable Path file(Terminal terminal) {
    if (file != null) {
      return terminal.directory().resolve(file);
    }
    var here = ConfigurationFile.of(terminal);
    return here.exists() ? here.path() : null;
  }

  private static Config config(@Nullable Path from, Terminal terminal) throws IOException {
    if (from != null && !Files.isRegularFile(from)) {
      throw Failure.negative("there is no file " + from);
    }
    var around = new Config.Surroundings(terminal.environment(), Instant.now());
    return switch (ConfigFile.load(from, around)) {
      case Loaded.Good(Config config) -> {
        config.warnings().forEach(warning -> terminal.note("warning: " + warning.text()));
        yield config;
      }
      case Loaded.Bad(var problems) -> {
        problems.forEach(problem -> terminal.note(problem.text()));
        throw Failure.negative("the configuration cannot be used");
      }
    };
  }

  private Path data(Config config, Terminal terminal) {
    boolean said =
        common.data != null || !terminal.environment().getOrDefault("SLUICE_DATA", "").isEmpty();
    return said || config.data() == null ? common.data(terminal) : config.data();
  }

  /** Starts three simulated providers; answers the inventory that names them. */
  private String simulated(Terminal terminal) throws IOException {
    terminal.note("no provider is configured: three simulated ones answer instead");
    Path directory = Files.createTempDirectory("sluice-simulated");
    var text = new DemoFile(directory, LocalDate.now(ZoneOffset.UTC));
    for (Map.Entry<String, Kind> one : SIMULATED.entrySet()) {
      var simulator = Simulator.start(SimSettings.of(one.getValue()).withCredential(CREDENTIAL));
      simulators.add(simulator);
      text.provider(one.getKey(), simulator.uri(), CREDENTIAL);
    }
    return text.inventory();
  }

  private static void flow(Terminal terminal, RouteSetting.Flow mode) {
    terminal.note(
        mode == RouteSetting.Flow.OBSERVE
            ? "flow labels are in observe: recorded, not enforced"
            : "flow labels are in "
                + mode.name().toLowerCase(Locale.ROOT)
                + ": answers above the caller's clearance are held back");
  }

  private static void say(Terminal terminal, RunningGateway gateway, Path data) throws IOException {
    terminal.say("client plane  " + gateway.client());
    terminal.say("admin plane   " + gateway.admin());
    terminal.say("data          " + data);
    Path link = data.resolve("operator-link");
    if (terminal.interactive() && Files.exists(link)) {
      terminal.note("console       " + Files.readString(link).strip() + " (once, 15 minutes)");
    }
    Path first = data.resolve("first-key");
    if (Files.exists(first)) {
      terminal.say("first key     " + first + " (one day, 5 USD)");
      terminal.say(Curl.chat(gateway.client(), "auto", "$(cat " + first + ")"));
    }
  }
}
