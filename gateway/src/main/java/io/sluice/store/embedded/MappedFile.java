package io.sluice.store.embedded;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of fixed size as memory. What is written is the operating system's at once, so it outlives
 * the process, and on the disk when {@link #close} returns; a power failure may lose the last
 * seconds. It takes room on the disk as it fills.
 */
public final class MappedFile implements AutoCloseable {
  private final MemorySegment memory;

  private MappedFile(MemorySegment memory) {
    this.memory = memory;
  }

  /**
   * Opens it, or makes one of zeros; one of another size is made anew.
   *
   * @param bytes its size
   * @throws IOException if it cannot be had
   */
  public static MappedFile open(Path file, long bytes) throws IOException {
    try (var channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      if (channel.size() != bytes) {
        channel.truncate(0);
      }
      return new MappedFile(channel.map(MapMode.READ_WRITE, 0, bytes, Arena.ofAuto()));
    }
  }

  /** The memory; usable for as long as anybody holds it. */
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public void close() {
    memory.force();
  }
}
