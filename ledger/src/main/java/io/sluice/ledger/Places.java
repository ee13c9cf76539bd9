package io.sluice.ledger;

import java.io.IOException;

/** Finds where an entry lies, the slow way. */
final class Places {
  private static final int SCAN_BYTES = 1 << 20;

  private Places() {}

  /** The place of an entry that is not the one that was signed. */
  static Damage entry(Disk disk, long index) throws IOException {
    String holder = "";
    for (String name : disk.list(Segment.DIRECTORY)) {
      if (Segment.isSegment(name) && Segment.firstIndex(name) <= index) {
        holder = name;
      }
    }
    if (holder.isEmpty()) {
      var tile = new Tile(Tile.ENTRIES, index / Tile.WIDTH, Tile.WIDTH);
      return new Damage(tile.path(), index, -1, "entry altered");
    }
    try (var segment = Segment.open(disk, holder)) {
      long first = segment.firstIndex();
      var cursor = new Cursor(segment, Segment.HEADER_BYTES, first, SCAN_BYTES);
      boolean on = true;
      while (on && cursor.index() < index) {
        on = cursor.next() == Cursor.Found.FRAME;
      }
      return new Damage(segment.name(), index, cursor.position(), "entry altered");
    }
  }
}
