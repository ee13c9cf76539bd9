package io.sluice.cli;

import io.sluice.model.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/** A file that the command line names: one that cannot be used is wrong usage. */
final class NamedFile {
  static final String STANDARD_INPUT = "-";

  private NamedFile() {}

  /**
   * Its content.
   *
   * @param name as it was written, seen from where the command runs; {@code -}: standard input
   */
  static Bytes read(Terminal terminal, String name, int mostBytes) {
    boolean piped = name.equals(STANDARD_INPUT);
    try (InputStream in =
        piped ? terminal.in() : Files.newInputStream(terminal.directory().resolve(name))) {
      byte[] bytes = in.readNBytes(mostBytes + 1);
      if (bytes.length > mostBytes) {
        throw Failure.usage(
            "%s has more than %d bytes".formatted(piped ? "standard input" : name, mostBytes));
      }
      return Bytes.owning(bytes);
    } catch (IOException e) {
      throw Failure.usage("cannot read " + (piped ? "standard input" : name));
    }
  }
}
