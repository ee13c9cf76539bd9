package io.sluice.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Walks over the frames of one segment. After {@link #next} answered FRAME the fields of the frame
 * can be asked for, until the next call. Belongs to one thread at a time.
 */
final class Cursor {
  /** What lies at the position that was read. */
  enum Found {
    /** A whole frame that carries the expected index and its own checksum. */
    FRAME,
    /** Zeros where a frame would begin, or the end of the file. */
    ZERO,
    /** Anything else. */
    BAD
  }

  private static final int LEAST_WINDOW_BYTES = Frame.HEADER_BYTES + Frame.MAX_ENTRY_BYTES;

  private final Segment segment;
  private final Frame frame = new Frame();
  private final ByteBuffer window;
  private long windowAt;
  private int windowBytes;
  private long position;
  private long index;
  private int at;
  private int length;

  /**
   * @param position of the frame of {@code index} in the segment
   * @param windowBytes how much to read at a time
   */
  Cursor(Segment segment, long position, long index, int windowBytes) {
    this.segment = segment;
    this.position = position;
    this.index = index;
    this.window = ByteBuffer.allocate(Math.max(windowBytes, LEAST_WINDOW_BYTES));
  }

  /** Moves to the next frame and checks it. */
  Found next() throws IOException {
    return step(true);
  }

  /** Moves over the next frame, whose checksum is not looked at. */
  Found skip() throws IOException {
    return step(false);
  }

  private Found step(boolean check) throws IOException {
    have(Frame.HEADER_BYTES);
    at = (int) (position - windowAt);
    int there = windowBytes - at;
    if (isZero(Math.min(there, Frame.HEADER_BYTES))) {
      return Found.ZERO;
    }
    if (there < Frame.HEADER_BYTES || window.getShort(at) != (short) Frame.MAGIC) {
      return Found.BAD;
    }
    length = Short.toUnsignedInt(window.getShort(at + 2));
    have(Frame.HEADER_BYTES + length);
    at = (int) (position - windowAt);
    if (windowBytes - at < Frame.HEADER_BYTES + length
        || window.getLong(at + 8) != index
        || (check && !frame.intact(window.array(), at, length))) {
      return Found.BAD;
    }
    position += Frame.HEADER_BYTES + length;
    index++;
    return Found.FRAME;
  }

  Segment segment() {
    return segment;
  }

  /** Where the next frame begins. */
  long position() {
    return position;
  }

  /** The index that the next frame must have. */
  long index() {
    return index;
  }

  /** Index of the first entry of the batch of the frame found last. */
  long batch() {
    return window.getLong(at + 16);
  }

  /** The array that holds the entry found last, from {@link #entryAt} on. */
  byte[] bytes() {
    return window.array();
  }

  int entryAt() {
    return at + Frame.HEADER_BYTES;
  }

  int entryBytes() {
    return length;
  }

  /** A copy of the entry found last. */
  byte[] entry() {
    return Arrays.copyOfRange(bytes(), entryAt(), entryAt() + length);
  }

  private boolean isZero(int bytes) {
    for (int i = 0; i < bytes; i++) {
      if (window.get(at + i) != 0) {
        return false;
      }
    }
    return true;
  }

  private void have(int bytes) throws IOException {
    if (position >= windowAt && position + bytes <= windowAt + windowBytes) {
      return;
    }
    window.clear();
    segment.file().read(window, position);
    windowAt = position;
    windowBytes = window.position();
  }
}
