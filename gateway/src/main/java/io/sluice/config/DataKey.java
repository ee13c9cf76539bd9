package io.sluice.config;

import java.util.Optional;

/** The one key that commands need of a file they do not otherwise read. */
public final class DataKey {
  private DataKey() {}

  /** The value of {@code data:} in {@code yaml}; empty where it is missing or the file is bad. */
  public static Optional<String> read(String yaml) {
    return Yaml.read(yaml, new Problems("sluice.yaml")).text("data");
  }
}
