package io.sluice.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * One preallocated file of frames: a header of 64 bytes, frames, zeros. Its name is the index of
 * its first entry.
 *
 * @param firstIndex index of the first entry in it
 * @param bytes length of the file
 */
record Segment(long firstIndex, Disk.File file, long bytes) implements Closeable {
  static final String DIRECTORY = "segments";
  static final int HEADER_BYTES = 64;

  private static final byte[] MAGIC = "sluice ledger 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final String SUFFIX = ".seg";
  private static final int CRC_AT = HEADER_BYTES - 4;

  String name() {
    return name(firstIndex);
  }

  static String name(long firstIndex) {
    return "%s/%019d%s".formatted(DIRECTORY, firstIndex, SUFFIX);
  }

  /** Whether a name in {@link #DIRECTORY} is that of a segment. */
  static boolean isSegment(String file) {
    return file.matches("\\d{19}\\.seg");
  }

  static long firstIndex(String file) {
    return Long.parseLong(file, 0, 19, 10);
  }

  /** Magic (16), first index (8), zeros, CRC-32C (4). */
  static ByteBuffer header(long firstIndex) {
    var header = ByteBuffer.allocate(HEADER_BYTES);
    header.put(MAGIC).putLong(firstIndex);
    var crc = new CRC32C();
    crc.update(header.array(), 0, CRC_AT);
    return header.putInt(CRC_AT, (int) crc.getValue()).clear();
  }

  /**
   * Opens the file of that name.
   *
   * @throws LedgerDamaged if its header is not the one it was made with
   */
  static Segment open(Disk disk, String file) throws IOException {
    long first = firstIndex(file);
    var opened = disk.open(DIRECTORY + "/" + file);
    var header = ByteBuffer.allocate(HEADER_BYTES);
    opened.read(header, 0);
    if (header.hasRemaining() || !header.clear().equals(header(first))) {
      opened.close();
      throw new LedgerDamaged(
          new Damage(name(first), first, 0, "the segment's header is not as written"));
    }
    return new Segment(first, opened, opened.size());
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
