package io.sluice.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What lies behind the last good frame of a segment. A write that lost power leaves rubbish of one
 * batch there, which nobody was told is safe; damage to older entries leaves later batches behind
 * it, because a batch is written only after the one before it is on the disk.
 */
final class Tail {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final byte[] ZEROS = new byte[CHUNK_BYTES];

  private final Segment segment;
  private final long position;
  private final long index;

  /**
   * @param position where the next frame would begin
   * @param index that it would have
   */
  Tail(Segment segment, long position, long index) {
    this.segment = segment;
    this.position = position;
    this.index = index;
  }

  /** Whether only zeros follow. */
  boolean isClean() throws IOException {
    return firstByte(position) == segment.bytes();
  }

  /** The damage that the rest of the segment proves, or null when it is clean or merely torn. */
  @Nullable Damage damage() throws IOException {
    for (long at = firstByte(position); at < segment.bytes(); at = firstByte(at + 1)) {
      if (isLaterFrame(at)) {
        return new Damage(segment.name(), index, position, "entry altered or missing");
      }
    }
    return null;
  }

  /** Overwrites a torn rest with zeros, so that none of it can be taken for an entry later. */
  void clear() throws IOException {
    for (long at = firstByte(position); at < segment.bytes(); at = firstByte(at)) {
      int bytes = (int) Math.min(CHUNK_BYTES, segment.bytes() - at);
      segment.file().write(ByteBuffer.wrap(ZEROS, 0, bytes), at);
    }
  }

  private boolean isLaterFrame(long at) throws IOException {
    var header = ByteBuffer.allocate(Frame.HEADER_BYTES);
    segment.file().read(header, at);
    if (header.hasRemaining() || header.getShort(0) != (short) Frame.MAGIC) {
      return false;
    }
    long found = header.getLong(8);
    return found > index
        && header.getLong(16) > index
        && new Cursor(segment, at, found, 0).next() == Cursor.Found.FRAME;
  }

  /** Position of the first byte from {@code from} on that is not zero, or the segment's length. */
  private long firstByte(long from) throws IOException {
    var chunk = ByteBuffer.allocate(from == position ? CHUNK_BYTES : 4096);
    long at = from;
    while (at < segment.bytes()) {
      chunk.clear();
      segment.file().read(chunk, at);
      int bytes = chunk.position();
      int differs = Arrays.mismatch(chunk.array(), 0, bytes, ZEROS, 0, bytes);
      if (differs >= 0) {
        return at + differs;
      }
      if (bytes == 0) {
        break;
      }
      at += bytes;
    }
    return segment.bytes();
  }
}
