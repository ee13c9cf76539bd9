package io.sluice;

import io.sluice.audit.Change;
import io.sluice.audit.Recorder;
import io.sluice.config.Config;
import io.sluice.config.ConfigFile;
import io.sluice.config.Loaded;
import io.sluice.config.LogSettings;
import io.sluice.ingress.Listener;
import io.sluice.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Picks up changes of the configuration file, the policy directory and the certificate: swapped as
 * a whole, the last good ones kept on any error.
 */
final class Reload {
  private final Wiring.Setting setting;
  private final Snapshots snapshots;
  private final Vault vault;
  private final Recorder recorder;
  private final InForce inForce;
  private final Log log;
  private final Listener clients;
  private final Told told;
  private long seen;
  private volatile boolean failing;

  Reload(Wiring.Setting setting, Parts parts) {
    this.setting = setting;
    this.snapshots = parts.snapshots();
    this.vault = parts.vault();
    this.recorder = parts.recorder();
    this.inForce = parts.inForce();
    this.log = parts.log();
    this.clients = parts.clients();
    this.told = parts.told();
    this.seen = newest(snapshots.config());
  }

  /** What a change reaches. */
  record Parts(
      Snapshots snapshots,
      Vault vault,
      Recorder recorder,
      InForce inForce,
      Log log,
      Listener clients,
      Told told) {}

  /** Leaves what is shown now where the command line looks for it. */
  @FunctionalInterface
  interface Told {
    void certificate() throws IOException;
  }

  /** True while the file, as it stands, cannot be used. */
  boolean failing() {
    return failing;
  }

  /** Looks once, and swaps if something changed. */
  void look() {
    certificate();
    configuration();
  }

  private void certificate() {
    try {
      Listener.Renewal renewal = clients.renew();
      if (renewal.taken()) {
        told.certificate();
        String receipt =
            recorder.changed(
                new Change(
                    "certificate.changed",
                    "gateway",
                    renewal.before(),
                    renewal.after(),
                    Map.of("expires", renewal.after())));
        assert !receipt.isEmpty();
        log.event(LogSettings.Level.INFO, "certificate", "taken up");
      }
    } catch (IOException | RuntimeException e) {
      log.event(LogSettings.Level.WARN, "certificate", "refused; the last good one is in force");
    }
  }

  private void configuration() {
    Path file = setting.file();
    long now = newest(snapshots.config());
    if (file == null || now == seen) {
      return;
    }
    seen = now;
    try {
      failing = !taken(file);
    } catch (IOException | RuntimeException e) {
      failing = true;
    }
    if (failing) {
      log.event(LogSettings.Level.WARN, "configuration", "refused; the last good one is in force");
    }
  }

  private boolean taken(Path file) throws IOException {
    var around =
        new Config.Surroundings(setting.environment(), snapshots.clockNow(), setting.standIn());
    if (!(ConfigFile.load(file, around) instanceof Loaded.Good(Config config))) {
      return false;
    }
    if (snapshots.swap(config)) {
      vault.reload(config.inventory().vault());
      String what = String.join(", ", inForce.reloaded());
      log.event(LogSettings.Level.INFO, "configuration", "taken up: " + what);
    }
    return true;
  }

  /** Another number whenever the file, its inventory or the policy's files changed. */
  private long newest(Config config) {
    long file = modified(setting.file()) * 31 + modified(config.inventory().file());
    Path policy = config.policy();
    if (policy == null) {
      return file;
    }
    try (Stream<Path> all = Files.walk(policy, 4)) {
      return all.mapToLong(Reload::modified).reduce(file, (a, b) -> a * 31 + b);
    } catch (IOException | UncheckedIOException e) {
      return file;
    }
  }

  private static long modified(@Nullable Path path) {
    try {
      return path == null ? 0 : Files.getLastModifiedTime(path).toMillis();
    } catch (IOException e) {
      return 0;
    }
  }
}
