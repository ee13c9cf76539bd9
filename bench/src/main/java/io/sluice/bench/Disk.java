package io.sluice.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the disk itself takes to make 1 KB durable: the part of a commit that is nobody's code. */
final class Disk {
  private static final int WRITES = 400;
  private static final int BYTES = 1024;

  private Disk() {}

  /** How long it takes to write and sync 1 KB after 1 KB of a file in {@code directory}. */
  static Tally measure(Path directory) throws IOException {
    var tally = new Tally();
    Path file = directory.resolve("fsync");
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(WRITES * BYTES), 0);
      channel.force(true);
      for (int i = 0; i < WRITES; i++) {
        long begun = System.nanoTime();
        channel.write(ByteBuffer.allocate(BYTES), (long) i * BYTES);
        channel.force(false);
        tally.add(System.nanoTime() - begun);
      }
    } finally {
      Files.deleteIfExists(file);
    }
    return tally;
  }
}
