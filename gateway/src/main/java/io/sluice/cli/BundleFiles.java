package io.sluice.cli;

import io.sluice.json.JsonWriter;
import io.sluice.policy.Bundle;
import io.sluice.policy.BundleException;
import io.sluice.policy.SourceFile;
import java.nio.file.Path;

/** A bundle on its way to the gateway: its files. */
final class BundleFiles {
  private BundleFiles() {}

  /** Reads the bundle in {@code directory}, as seen from where the command runs. */
  static Bundle read(Terminal terminal, Path directory) {
    try {
      return Bundle.read(terminal.directory().resolve(directory));
    } catch (BundleException e) {
      throw Failure.negative(String.valueOf(e.getMessage()));
    }
  }

  /** Writes the member {@code files}. */
  static JsonWriter write(JsonWriter writer, Bundle bundle) {
    writer.name("files").array();
    for (SourceFile file : bundle.files()) {
      writer.object().field("path", file.path()).field("text", file.text()).endObject();
    }
    return writer.endArray();
  }
}
