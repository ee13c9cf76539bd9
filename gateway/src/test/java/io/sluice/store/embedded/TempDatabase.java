package io.sluice.store.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** A state database in a directory of its own for each test. */
final class TempDatabase implements AutoCloseable {
  private final DataDirectory directory;
  private final StateDatabase database;

  TempDatabase(Path root) {
    try {
      directory = DataDirectory.open(root.resolve("data"), ProcessHandle.current().pid());
      database = StateDatabase.open(directory, StateSettings.DEFAULT);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  StateDatabase database() {
    return database;
  }

  DataDirectory directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    database.close();
    directory.close();
  }
}
