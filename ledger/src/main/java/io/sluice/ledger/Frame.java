package io.sluice.ledger;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * How one entry lies in a segment: a header of 24 bytes, then the entry. Big-endian: magic (2),
 * length (2), CRC-32C of everything else (4), index (8), index of the first entry that was written
 * with it before the same fsync (8). The last tells a torn write (nothing of a later batch follows)
 * from damage (something does). Belongs to one thread.
 */
final class Frame {
  static final int MAX_ENTRY_BYTES = 65_535;
  static final int HEADER_BYTES = 24;
  static final int MAGIC = 0xB5E7;

  private final CRC32C crc = new CRC32C();
  private final byte[] header = new byte[HEADER_BYTES];
  private final ByteBuffer view = ByteBuffer.wrap(header);

  /** Writes the frame at the buffer's position. */
  void write(byte[] entry, long index, long batch, ByteBuffer into) {
    view.putShort(0, (short) MAGIC).putShort(2, (short) entry.length);
    view.putLong(8, index).putLong(16, batch);
    view.putInt(4, crc(header, 0, entry, 0, entry.length));
    into.put(header).put(entry);
  }

  /**
   * Whether the complete frame at {@code offset} carries its own checksum; the caller has seen that
   * its bytes are all there.
   */
  boolean intact(byte[] bytes, int offset, int length) {
    int stored = ByteBuffer.wrap(bytes).getInt(offset + 4);
    return stored == crc(bytes, offset, bytes, offset + HEADER_BYTES, length);
  }

  private int crc(byte[] head, int at, byte[] entry, int from, int length) {
    crc.reset();
    crc.update(head, at, 4);
    crc.update(head, at + 8, 16);
    crc.update(entry, from, length);
    return (int) crc.getValue();
  }
}
