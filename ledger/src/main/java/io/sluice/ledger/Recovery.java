package io.sluice.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of the log. It is the only way a ledger is opened, after a crash or not; a crash
 * here leaves what it found.
 */
final class Recovery {
  private static final int FIRST_SEGMENT_BYTES = 4 << 20;
  private static final int SCAN_BYTES = 1 << 20;

  private final Disk disk;
  private final LedgerSettings settings;
  private final @Nullable Checkpoint published;

  Recovery(Disk disk, LedgerSettings settings, @Nullable Checkpoint published) {
    this.disk = disk;
    this.settings = settings;
    this.published = published;
  }

  /**
   * Reads what came after the hinted number of entries, and clears a write that lost power.
   *
   * @param hinted a number of entries known to be complete, 0 when unknown
   */
  Segments open(long hinted) throws IOException {
    disk.delete(Segments.SPARE);
    var all = segments();
    try {
      return scan(all, hinted);
    } catch (IOException | RuntimeException e) {
      for (Segment segment : all) {
        segment.file().close();
      }
      throw e;
    }
  }

  /**
   * What can be read of a damaged log: the entries before the first thing that is wrong with a
   * segment. Nothing is written.
   */
  static Segments readable(Disk disk, LedgerSettings settings) throws IOException {
    var all = new ArrayList<Segment>();
    var offsets = new Offsets();
    long entries = 0;
    long end = Segment.HEADER_BYTES;
    boolean sound = true;
    for (String file : disk.list(Segment.DIRECTORY)) {
      if (sound && Segment.isSegment(file) && Segment.firstIndex(file) == entries) {
        try {
          var segment = Segment.open(disk, file);
          all.add(segment);
          var cursor = new Cursor(segment, Segment.HEADER_BYTES, entries, SCAN_BYTES);
          advance(cursor, offsets);
          entries = cursor.index();
          end = cursor.position();
          sound = new Tail(segment, end, entries).isClean();
        } catch (LedgerDamaged e) {
          sound = false;
        }
      }
    }
    return new Segments(
        disk, settings.segmentBytes(), new Segments.Contents(all, offsets, entries, end));
  }

  private Segments scan(List<Segment> all, long hinted) throws IOException {
    var offsets = Offsets.load(disk, hinted);
    var cursor = start(all, offsets, hinted);
    if (cursor == null) {
      offsets = new Offsets();
      cursor = new Cursor(all.getFirst(), Segment.HEADER_BYTES, 0, SCAN_BYTES);
    }
    int number = all.indexOf(cursor.segment());
    while (true) {
      advance(cursor, offsets);
      if (number + 1 == all.size()) {
        break;
      }
      expectEnd(cursor, all.get(number + 1));
      number++;
      cursor = new Cursor(all.get(number), Segment.HEADER_BYTES, cursor.index(), SCAN_BYTES);
    }
    settle(cursor);
    var contents = new Segments.Contents(all, offsets, cursor.index(), cursor.position());
    return new Segments(disk, settings.segmentBytes(), contents);
  }

  /** A cursor at a marked entry near the hint, or null when the hint does not fit the segments. */
  private @Nullable Cursor start(List<Segment> all, Offsets offsets, long hinted)
      throws IOException {
    if (offsets.nextIndex() < hinted || hinted == 0) {
      return null;
    }
    long mark = (hinted - 1) - (hinted - 1) % Offsets.STRIDE;
    Segment holder = all.getFirst();
    for (Segment segment : all) {
      holder = segment.firstIndex() <= mark ? segment : holder;
    }
    var cursor = new Cursor(holder, offsets.position(mark), mark, SCAN_BYTES);
    if (cursor.next() != Cursor.Found.FRAME) {
      return null;
    }
    return cursor;
  }

  private static void advance(Cursor cursor, Offsets offsets) throws IOException {
    while (true) {
      long index = cursor.index();
      long position = cursor.position();
      if (cursor.next() != Cursor.Found.FRAME) {
        return;
      }
      if (index == offsets.nextIndex()) {
        offsets.add(position);
      }
    }
  }

  /** Only zeros may lie between the last entry of a segment and the segment after it. */
  private static void expectEnd(Cursor cursor, Segment next) throws IOException {
    var tail = new Tail(cursor.segment(), cursor.position(), cursor.index());
    if (cursor.index() != next.firstIndex() || !tail.isClean()) {
      throw new LedgerDamaged(
          new Damage(
              cursor.segment().name(),
              cursor.index(),
              cursor.position(),
              "entry altered or missing"));
    }
  }

  private void settle(Cursor cursor) throws IOException {
    var tail = new Tail(cursor.segment(), cursor.position(), cursor.index());
    var damage = tail.damage();
    if (damage == null && published != null && published.size() > cursor.index()) {
      damage =
          new Damage(
              cursor.segment().name(),
              cursor.index(),
              cursor.position(),
              "%d entries that the checkpoint counts are missing"
                  .formatted(published.size() - cursor.index()));
    }
    if (damage != null) {
      throw new LedgerDamaged(damage);
    }
    tail.clear();
    cursor.segment().file().force();
  }

  private List<Segment> segments() throws IOException {
    var all = new ArrayList<Segment>();
    for (String file : disk.list(Segment.DIRECTORY)) {
      if (Segment.isSegment(file)) {
        all.add(Segment.open(disk, file));
      }
    }
    if (all.isEmpty() && (published == null || published.size() == 0)) {
      int bytes = Math.min(FIRST_SEGMENT_BYTES, settings.segmentBytes());
      all.add(Segments.begin(disk, disk.create(Segments.SPARE, bytes), 0));
    }
    if (all.isEmpty() || all.getFirst().firstIndex() != 0) {
      throw new LedgerDamaged(new Damage(Segment.name(0), 0, -1, "the first segment is missing"));
    }
    return all;
  }
}
