package io.sluice.ledger;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The segment files, which are the truth of the log. One thread appends; any number read what is
 * durable.
 */
final class Segments implements Closeable {
  static final String SPARE = Segment.DIRECTORY + "/spare";

  private static final int SCAN_BYTES = 1 << 18;
  private static final int SEEK_BYTES = 1 << 16;

  /** Sees the entries of a walk; answers whether to go on. */
  interface Visitor {
    boolean visit(Cursor at) throws IOException;
  }

  /**
   * What a log holds.
   *
   * @param all every segment, in order, at least one
   * @param offsets marks of all entries
   * @param entries how many are durable
   * @param end where the next frame goes in the last segment
   */
  record Contents(List<Segment> all, Offsets offsets, long entries, long end) {}

  private final Disk disk;
  private final int segmentBytes;
  private final Offsets offsets;
  private final ReentrantLock spareLock = new ReentrantLock();
  private volatile Disk.@Nullable File spare;
  private volatile List<Segment> all;
  private volatile long size;
  private volatile long durable;
  private volatile long end;

  Segments(Disk disk, int segmentBytes, Contents contents) {
    this.disk = disk;
    this.segmentBytes = segmentBytes;
    this.all = List.copyOf(contents.all());
    this.offsets = contents.offsets();
    this.durable = contents.entries();
    this.size = durable;
    this.end = contents.end();
  }

  /** Entries that have an index, the ones being written included. */
  long size() {
    return size;
  }

  /** Entries that are on the disk. */
  long durable() {
    return durable;
  }

  Offsets offsets() {
    return offsets;
  }

  /** Writes a batch; when this returns, its entries are durable. Called by one thread. */
  void append(Batch batch) throws IOException {
    var frames = batch.frames();
    if (all.getLast().bytes() - end < frames.remaining()) {
      roll(batch.first());
    }
    var file = all.getLast().file();
    long position = end;
    long after = position + frames.remaining();
    size = batch.first() + batch.count();
    file.write(frames, position);
    file.force();
    batch.mark(position, offsets);
    end = after;
    durable = size;
  }

  /** Whether the last segment is half full and no other is ready to follow it. */
  boolean wantsSpare() {
    return spare == null && end > all.getLast().bytes() / 2;
  }

  /** Makes the file that will be the next segment, so that the writer need not wait for it. */
  void makeSpare() throws IOException {
    spareLock.lock();
    try {
      if (spare == null) {
        spare = disk.create(SPARE, segmentBytes);
      }
    } finally {
      spareLock.unlock();
    }
  }

  private void roll(long firstIndex) throws IOException {
    makeSpare();
    spareLock.lock();
    try {
      var file = Objects.requireNonNull(spare);
      spare = null;
      var segments = new ArrayList<>(all);
      segments.add(begin(disk, file, firstIndex));
      end = Segment.HEADER_BYTES;
      all = List.copyOf(segments);
    } finally {
      spareLock.unlock();
    }
  }

  /** Turns the spare file into a segment. A crash here leaves the spare, or an empty segment. */
  static Segment begin(Disk disk, Disk.File spare, long firstIndex) throws IOException {
    spare.write(Segment.header(firstIndex), 0);
    spare.force();
    disk.rename(SPARE, Segment.name(firstIndex));
    disk.sync(Segment.DIRECTORY);
    return new Segment(firstIndex, spare, spare.size());
  }

  /** The bytes of one entry, which must be durable. */
  byte[] entry(long index) throws IOException {
    var cursor = seek(index, all, SEEK_BYTES);
    if (cursor.next() != Cursor.Found.FRAME) {
      throw new LedgerDamaged(damage(index));
    }
    return cursor.entry();
  }

  /**
   * Shows the entries in [from, to) to a visitor, all of them durable.
   *
   * @return the index after the last one shown
   */
  long walk(long from, long to, Visitor visitor) throws IOException {
    List<Segment> segments = all;
    long index = from;
    while (index < to) {
      int number = number(index, segments);
      long last = number + 1 < segments.size() ? segments.get(number + 1).firstIndex() : to;
      var cursor = seek(index, segments, SCAN_BYTES);
      while (cursor.index() < Math.min(last, to)) {
        if (cursor.next() != Cursor.Found.FRAME) {
          throw new LedgerDamaged(damage(cursor.index()));
        }
        if (!visitor.visit(cursor)) {
          return cursor.index();
        }
      }
      index = cursor.index();
    }
    return index;
  }

  /** The first thing wrong in the segment that holds an entry. */
  private Damage damage(long index) throws IOException {
    var segment = all.get(number(index, all));
    var cursor = new Cursor(segment, Segment.HEADER_BYTES, segment.firstIndex(), SCAN_BYTES);
    Cursor.Found found;
    do {
      found = cursor.next();
    } while (found == Cursor.Found.FRAME);
    return new Damage(
        segment.name(), cursor.index(), cursor.position(), "entry altered or missing");
  }

  private Cursor seek(long index, List<Segment> segments, int windowBytes) throws IOException {
    var segment = segments.get(number(index, segments));
    long mark = index - index % Offsets.STRIDE;
    if (mark >= segment.firstIndex()) {
      var cursor = new Cursor(segment, offsets.position(index), mark, windowBytes);
      if (skipTo(index, cursor)) {
        return cursor;
      }
    }
    var slow = new Cursor(segment, Segment.HEADER_BYTES, segment.firstIndex(), windowBytes);
    if (!skipTo(index, slow)) {
      throw new LedgerDamaged(damage(index));
    }
    return slow;
  }

  private static boolean skipTo(long index, Cursor cursor) throws IOException {
    while (cursor.index() < index) {
      if (cursor.skip() != Cursor.Found.FRAME) {
        return false;
      }
    }
    return true;
  }

  private static int number(long index, List<Segment> segments) {
    int low = 0;
    int high = segments.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (segments.get(middle).firstIndex() <= index) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  @Override
  public void close() throws IOException {
    spareLock.lock();
    try {
      var unused = spare;
      if (unused != null) {
        unused.close();
        spare = null;
        disk.delete(SPARE);
      }
    } finally {
      spareLock.unlock();
    }
    for (Segment segment : all) {
      segment.file().close();
    }
  }
}
