package io.sluice.cli;

import io.sluice.config.Glimpse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The {@code sluice.yaml} where a command was started, which may not be there. */
record ConfigurationFile(Path path) {
  static final String NAME = "sluice.yaml";

  static ConfigurationFile of(Terminal terminal) {
    return new ConfigurationFile(terminal.directory().resolve(NAME));
  }

  boolean exists() {
    return Files.isRegularFile(path);
  }

  /** What it says at first sight; empty if there is no file or it cannot be read. */
  Optional<Glimpse> glimpse() {
    try {
      return exists() ? Optional.of(Glimpse.read(Files.readString(path))) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
