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
    begin(header, 0);
    crc.update(entry, 0, entry.length);
    view.putInt(4, (int) crc.getValue());
    into.put(header).put(entry);
  }

  /**
   * Whether the complete frame at {@code offset} carries its own checksum; the caller has seen that
   * its bytes are all there.
   */
  boolean intact(byte[] bytes, int offset, int length) {
    int stored = ByteBuffer.wrap(bytes).getInt(offset + 4);
    begin(bytes, offset);
    crc.update(bytes, offset + HEADER_BYTES, length);
    return stored == (int) crc.getValue();
  }

  /** Begins a checksum with everything of the header but the checksum itself. */
  private void begin(byte[] header, int at) {
    crc.reset();
    crc.update(header, at, 4);
    crc.update(header, at + 8, 16);
  }
}
