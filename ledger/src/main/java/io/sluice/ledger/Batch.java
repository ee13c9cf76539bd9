package io.sluice.ledger;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The entries that one fsync makes durable, framed. Used again and again by the writer alone. */
final class Batch {
  private final Frame frame = new Frame();
  private final ByteBuffer frames;
  private final int[] marks;
  private int marked;
  private long first;
  private int count;
  private @Nullable Ticket oldest;
  private @Nullable Ticket newest;

  Batch(int bytes) {
    this.frames = ByteBuffer.allocateDirect(bytes);
    this.marks = new int[bytes / Frame.HEADER_BYTES / Offsets.STRIDE + 2];
  }

  void begin(long firstIndex) {
    frames.clear();
    first = firstIndex;
    count = 0;
    marked = 0;
    oldest = null;
    newest = null;
  }

  /** Takes the entry of a ticket, unless there is no room for it. */
  boolean add(Ticket ticket) {
    byte[] entry = ticket.entry();
    if (frames.remaining() < Frame.HEADER_BYTES + entry.length) {
      return false;
    }
    long index = first + count;
    if (index % Offsets.STRIDE == 0) {
      marks[marked++] = frames.position();
    }
    frame.write(entry, index, first, frames);
    count++;
    if (newest == null) {
      oldest = ticket;
    } else {
      newest.next = ticket;
    }
    newest = ticket;
    ticket.next = null;
    return true;
  }

  /** The frames, ready to be written. */
  ByteBuffer frames() {
    return frames.flip();
  }

  long first() {
    return first;
  }

  int count() {
    return count;
  }

  /** Tells where the marked entries came to lie, the batch having been written at a position. */
  void mark(long position, Offsets offsets) {
    for (int i = 0; i < marked; i++) {
      offsets.add(position + marks[i]);
    }
  }

  /** Lets everybody who waits go on with an index. */
  void acknowledge() {
    long index = first;
    Ticket ticket = oldest;
    oldest = null;
    while (ticket != null) {
      Ticket after = ticket.next;
      ticket.next = null;
      ticket.durable(index++);
      ticket = after;
    }
  }

  void fail(LedgerException reason) {
    Ticket.failAll(oldest, reason);
  }
}
