package io.sluice.ledger;

import java.io.ByteArrayOutputStream;
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
   * Reads what {@link #encode} gave for a tree of that size, into rows and the tree's frontier.
   *
   * @return null when the length is wrong
   */
  static @Nullable Rows decode(byte[] bytes, long size, Frontier frontier) {
    var rows = new Rows();
    int at = 0;
    for (int level = LEVELS - 1; level >= 0; level--) {
      for (int i = Tile.partialWidth(level, size); i > 0; i--) {
        if (at + TreeHash.BYTES > bytes.length) {
          return null;
        }
        byte[] hash = Arrays.copyOfRange(bytes, at, at + TreeHash.BYTES);
        rows.add(level, hash);
        frontier.add(Tile.HEIGHT * level, hash);
        at += TreeHash.BYTES;
      }
    }
    return at == bytes.length ? rows : null;
  }

  /** The hashes of all levels, from the highest down. */
  byte[] encode() {
    var bytes = new ByteArrayOutputStream();
    for (int level = LEVELS - 1; level >= 0; level--) {
      bytes.writeBytes(bytes(level));
    }
    return bytes.toByteArray();
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
