package io.sluice.ledger;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The hashes of the last, unfinished tile of each level. Belongs to one thread at a time. */
final class Rows {
  static final int LEVELS = Long.SIZE / Tile.HEIGHT;

  private final byte[][] rows = new byte[LEVELS][];
  private final int[] widths = new int[LEVELS];

  Rows() {
    for (int level = 0; level < LEVELS; level++) {
      rows[level] = new byte[0];
    }
  }

  /**
   * Reads the partial tiles of a tree of that size into rows and its frontier.
   *
   * @return null when one is missing or has the wrong length
   */
  static @Nullable Rows load(Disk disk, long size, Frontier frontier) throws IOException {
    var rows = new Rows();
    for (int level = LEVELS - 1; level >= 0; level--) {
      int width = Tile.partialWidth(level, size);
      if (width == 0) {
        continue;
      }
      long number = size >>> (Tile.HEIGHT * (level + 1));
      byte[] bytes = disk.read(new Tile(level, number, width).path());
      if (bytes == null || bytes.length != width * TreeHash.BYTES) {
        return null;
      }
      for (int i = 0; i < width; i++) {
        byte[] hash = Arrays.copyOfRange(bytes, i * TreeHash.BYTES, (i + 1) * TreeHash.BYTES);
        rows.add(level, hash);
        frontier.add(Tile.HEIGHT * level, hash);
      }
    }
    return rows;
  }

  /** Adds a hash to a level; answers whether its tile is full now. */
  boolean add(int level, byte[] hash) {
    if (rows[level].length == 0) {
      rows[level] = new byte[Tile.WIDTH * TreeHash.BYTES];
    }
    System.arraycopy(hash, 0, rows[level], widths[level] * TreeHash.BYTES, TreeHash.BYTES);
    return ++widths[level] == Tile.WIDTH;
  }

  int width(int level) {
    return widths[level];
  }

  /** The hashes of a level, end to end. */
  byte[] bytes(int level) {
    return Arrays.copyOf(rows[level], widths[level] * TreeHash.BYTES);
  }

  void clear(int level) {
    widths[level] = 0;
  }
}
