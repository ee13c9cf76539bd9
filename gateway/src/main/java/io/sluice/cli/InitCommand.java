package io.sluice.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
      Files.writeString(target, defaults(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw Failure.negative(file + " exists and is left as it is");
    } catch (IOException e) {
      throw Failure.environment(file + " cannot be written: " + e.getMessage());
    }
    terminal.say("wrote " + file + "; './sluice check' validates it after a change");
    return Exit.OK;
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
