package io.sluice;

import io.sluice.cli.Failure;
import io.sluice.cli.RunningGateway;
import io.sluice.config.Config;
import io.sluice.config.ConfigFile;
import io.sluice.config.Loaded;
import io.sluice.config.Problem;
import io.sluice.ledger.Ledger;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Starts gateways in this process, for the commands that run one. */
final class Starter implements RunningGateway.Start {
  private final Map<String, String> environment;
  private final Storage.Opening opening;

  Starter(Map<String, String> environment) {
    this(environment, Ledger::open);
  }

  /** The same, with what opens the ledger. */
  Starter(Map<String, String> environment, Storage.Opening opening) {
    this.environment = Map.copyOf(environment);
    this.opening = opening;
  }

  @Override
  public RunningGateway start(@Nullable Path file, Path data) throws IOException {
    return start(file, data, "");
  }

  @Override
  public RunningGateway start(@Nullable Path file, Path data, String inventory) throws IOException {
    Config config = load(file, new Config.Surroundings(environment, Instant.now(), inventory));
    int loops = Runtime.getRuntime().availableProcessors();
    return Wiring.start(
        new Wiring.Setting(config, file, data, environment, loops, inventory), opening);
  }

  /** The configuration of {@code file}; what is wrong with it ends the command. */
  static Config load(@Nullable Path file, Config.Surroundings around) throws IOException {
    return switch (ConfigFile.load(file, around)) {
      case Loaded.Good(Config config) -> config;
      case Loaded.Bad(var problems) ->
          throw Failure.negative(
              problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
    };
  }
}
