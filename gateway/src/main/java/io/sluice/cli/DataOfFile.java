package io.sluice.cli;

import io.sluice.config.DataKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The {@code data:} of the {@code sluice.yaml} in a directory, if there is one that says it. */
final class DataOfFile {
  private DataOfFile() {}

  static Optional<Path> find(Path directory) {
    Path file = directory.resolve("sluice.yaml");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return DataKey.read(Files.readString(file)).map(directory::resolve);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
