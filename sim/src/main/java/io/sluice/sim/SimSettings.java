package io.sluice.sim;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What one {@link Simulator} is.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 takes any free one
 * @param kind which provider to play
 * @param models the model ids it has; any other is answered with 404. Empty: every id is answered,
 *     and the listing shows a few usual ones
 * @param credential the key callers must present; empty lets everyone in
 * @param scenario a scenario file (see {@link Simulator}); empty for none
 * @param pacing how fast answers come when the scenario does not say
 */
public record SimSettings(
    String host,
    int port,
    Kind kind,
    List<String> models,
    Optional<String> credential,
    Optional<Path> scenario,
    Pacing pacing) {

  public SimSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be in [0, 65535], was " + port);
    }
    models = List.copyOf(models);
  }

  /** A provider of this kind on any free loopback port, every model, no key, no waiting. */
  public static SimSettings of(Kind kind) {
    return new SimSettings(
        "127.0.0.1", 0, kind, List.of(), Optional.empty(), Optional.empty(), Pacing.NONE);
  }

  /** The same on this address and port. */
  public SimSettings at(String newHost, int newPort) {
    return new SimSettings(newHost, newPort, kind, models, credential, scenario, pacing);
  }

  /** The same with only these models. */
  public SimSettings withModels(String... ids) {
    return new SimSettings(host, port, kind, List.of(ids), credential, scenario, pacing);
  }

  /** The same, letting in only who presents this key. */
  public SimSettings withCredential(String key) {
    return new SimSettings(host, port, kind, models, Optional.of(key), scenario, pacing);
  }

  /** The same, playing this scenario file. */
  public SimSettings withScenario(Path file) {
    return new SimSettings(host, port, kind, models, credential, Optional.of(file), pacing);
  }

  /** The same at this pace. */
  public SimSettings withPacing(Pacing pace) {
    return new SimSettings(host, port, kind, models, credential, scenario, pace);
  }

  /** Everything but the credential. */
  @Override
  public String toString() {
    return "SimSettings[%s at %s:%d, models=%s, credential=%s, scenario=%s, pacing=%s]"
        .formatted(
            kind, host, port, models, credential.map(c -> "set").orElse("none"), scenario, pacing);
  }
}
