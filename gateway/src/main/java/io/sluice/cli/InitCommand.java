package io.sluice.cli;

import io.sluice.config.Config;
import io.sluice.config.ConfigFile;
import io.sluice.config.Loaded;
import io.sluice.registry.ProviderSetting;
import io.sluice.vault.CredentialBinding;
import io.sluice.vault.CredentialSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code init}: the configuration in force without a file, as a file. */
@Command(
    name = "init",
    description = "Write sluice.yaml: what is in force without one, commented.",
    footer = {"", "An existing file is never overwritten (exit status 1)."})
final class InitCommand extends Verb {
  @Option(
      names = "--config",
      paramLabel = "F",
      defaultValue = ConfigurationFile.NAME,
      description = "where to write it; default: ./sluice.yaml")
  Path file = Path.of(ConfigurationFile.NAME);

  @Override
  public Integer call() {
    var terminal = terminal();
    Path target = terminal.directory().resolve(file);
    try {
      Files.writeString(target, defaults() + providers(terminal), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw Failure.negative(file + " exists and is left as it is");
    } catch (IOException e) {
      throw Failure.environment(file + " cannot be written: " + e.getMessage());
    }
    terminal.say("wrote " + file + "; './sluice check' validates it after a change");
    return Exit.OK;
  }

  /** The providers that variables name: with a file they count only where it names them. */
  private static String providers(Terminal terminal) throws IOException {
    var around = new Config.Surroundings(terminal.environment(), Instant.now());
    if (!(ConfigFile.load(null, around) instanceof Loaded.Good(Config config))
        || config.inventory().simulated()) {
      return "";
    }
    var text =
        new StringBuilder(
            """

            # Named by the environment. Without a file they are unreviewed and see internal content for 30 days;
            # here somebody states their terms, and until then they see public content only.
            providers:
            """);
    for (ProviderSetting provider : config.inventory().registry().providers()) {
      text.append("  ").append(provider.name()).append(":\n");
      text.append("    api: ").append(provider.endpoint().api()).append('\n');
      text.append("    base_url: ").append(provider.endpoint().baseUrl()).append('\n');
      for (CredentialBinding binding : config.inventory().vault().bindings()) {
        if (binding.provider().equals(provider.name())
            && binding.source() instanceof CredentialSource.Env(String variable)) {
          text.append("    credential: {env: ").append(variable).append("}\n");
        }
      }
      text.append("    # profile: {zone: ..., jurisdiction: ..., retention_days: ..., ...}\n");
    }
    return text.toString();
  }

  /** The text of the file. */
  static String defaults() {
    try (var in =
        Objects.requireNonNull(InitCommand.class.getResourceAsStream(ConfigurationFile.NAME))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
