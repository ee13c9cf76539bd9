package io.sluice.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where every 256th entry lies in its segment. One thread adds, any may ask. On disk it is a hint:
 * whoever uses a position checks the frame that lies there.
 */
final class Offsets {
  static final int STRIDE = 256;

  private static final int PAGE_MARKS = 4096;

  private volatile long[] marks = new long[PAGE_MARKS];
  private int count;

  /** Remembers the position of an entry whose index is the next multiple of {@link #STRIDE}. */
  void add(long position) {
    long[] now = marks;
    if (count == now.length) {
      now = Arrays.copyOf(now, count * 2);
    }
    now[count++] = position;
    marks = now;
  }

  /** Index of the next entry that {@link #add} wants to hear of. */
  long nextIndex() {
    return (long) count * STRIDE;
  }

  /** Position of the last marked entry at or before {@code index}, which must be durable. */
  long position(long index) {
    return marks[(int) (index / STRIDE)];
  }

  /** Writes the pages that hold the marks of the entries in [from, to). */
  void save(Disk disk, long from, long to) throws IOException {
    int last = (int) ((to + STRIDE - 1) / STRIDE);
    int page = (int) (from / STRIDE) / PAGE_MARKS;
    for (; page * PAGE_MARKS < last; page++) {
      int start = page * PAGE_MARKS;
      int marksHere = Math.min(PAGE_MARKS, last - start);
      var bytes = ByteBuffer.allocate(marksHere * Long.BYTES);
      bytes.asLongBuffer().put(marks, start, marksHere);
      disk.put(name(page), bytes.array());
    }
  }

  /** The marks of the first {@code entries} entries; fewer when the files hold fewer. */
  static Offsets load(Disk disk, long entries) throws IOException {
    var offsets = new Offsets();
    for (int page = 0; offsets.nextIndex() < entries; page++) {
      byte[] bytes = disk.read(name(page));
      if (bytes == null) {
        return offsets;
      }
      var longs = ByteBuffer.wrap(bytes).asLongBuffer();
      while (longs.hasRemaining() && offsets.nextIndex() < entries) {
        offsets.add(longs.get());
      }
      if (offsets.count < (page + 1) * PAGE_MARKS) {
        return offsets;
      }
    }
    return offsets;
  }

  static final String DIRECTORY = "offsets";

  private static String name(int page) {
    return "%s/%06d".formatted(DIRECTORY, page);
  }
}
