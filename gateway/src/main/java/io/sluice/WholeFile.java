package io.sluice;

import io.sluice.model.Bytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that are written whole or not at all. */
final class WholeFile {
  private WholeFile() {}

  /** Puts {@code text} in the place of what was there; durable when this returns. */
  static void write(Path file, Bytes text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    force(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes {@code file} over, which nobody reads yet; durable when this returns. */
  static void force(Path file, Bytes text) throws IOException {
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      var buffer = text.buffer();
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }
}
