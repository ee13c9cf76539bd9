package io.sluice.config;

import io.sluice.audit.PayloadSettings;
import io.sluice.flow.FlowSettings;
import io.sluice.ingress.ServerSettings;
import io.sluice.registry.RegistrySettings;
import io.sluice.registry.RouteSetting;
import io.sluice.vault.VaultSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything configuration says, in the parts' own settings.
 *
 * @param data the data directory; null: the file does not say
 * @param policy the bundle's directory; null: the starter bundle
 */
public record Config(
    Planes planes,
    @Nullable Path data,
    Inventory inventory,
    Labelling labelling,
    @Nullable Path policy,
    Behaviour behaviour,
    List<Problem> warnings) {

  /** The two listeners, and whether metrics are open to everybody. */
  public record Planes(ServerSettings client, ServerSettings admin, boolean metricsOpen) {}

  /**
   * Providers, models, routes and the credentials they name.
   *
   * @param simulated true when there is no provider at all and the simulated ones are to be used
   */
  public record Inventory(RegistrySettings registry, VaultSettings vault, boolean simulated) {}

  /** What labels there are, and how far routes that set no mode enforce flows. */
  public record Labelling(FlowSettings settings, RouteSetting.Flow mode) {}

  /**
   * How the process behaves.
   *
   * @param drain how long exchanges under way may take after a stop signal
   * @param firstByte how long a provider may take to begin its answer
   * @param idle how long it may be silent in the middle of one
   * @param source SHA-256 of the file, in hex
   */
  public record Behaviour(
      Duration drain, Duration firstByte, Duration idle, Evidence evidence, String source) {}

  /**
   * What is kept as evidence.
   *
   * @param anchor where checkpoints are copied to: a directory, or an http(s) address; null:
   *     nowhere
   * @param keep how long what can be asked of the record besides the ledger is kept
   */
  public record Evidence(PayloadSettings payloads, @Nullable URI anchor, Duration keep) {}

  /** What every loader needs to know besides the file. */
  public record Surroundings(Map<String, String> environment, Instant firstStart) {
    public Surroundings {
      environment = Map.copyOf(environment);
    }

    /** Variables may hold secrets. */
    @Override
    public String toString() {
      return "Surroundings[" + firstStart + "]";
    }
  }

  /** What labels there are. */
  public FlowSettings flow() {
    return labelling.settings();
  }

  /** How far routes that set no mode enforce flows. */
  public RouteSetting.Flow mode() {
    return labelling.mode();
  }

  public Config {
    warnings = List.copyOf(warnings);
  }
}
