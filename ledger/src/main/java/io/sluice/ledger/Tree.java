package io.sluice.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The hashes of a log as its tiles hold them. Belongs to one thread. */
final class Tree {
  private final Disk disk;
  private final long size;
  private final TreeHash hash = new TreeHash();
  private final Map<String, byte[]> tiles = new HashMap<>();

  /**
   * @param size of a tree that was published: its partial tiles are on the disk
   */
  Tree(Disk disk, long size) {
    this.disk = disk;
    this.size = size;
  }

  /** The path from a leaf to the root of a tree of that size (RFC 9162, section 2.1.3.1). */
  List<Hash> inclusion(long index, long treeSize) throws IOException {
    var path = new ArrayList<Hash>();
    long from = 0;
    long to = treeSize;
    while (to - from > 1) {
      long middle = from + split(to - from);
      if (index < middle) {
        path.add(Hash.of(hash(middle, to)));
        to = middle;
      } else {
        path.add(Hash.of(hash(from, middle)));
        from = middle;
      }
    }
    return path.reversed();
  }

  /** The proof between two sizes (RFC 9162, section 2.1.4.1). */
  List<Hash> consistency(long older, long newer) throws IOException {
    var path = new ArrayList<Hash>();
    if (older == 0 || older == newer) {
      return path;
    }
    long from = 0;
    long to = newer;
    boolean known = true;
    while (older != to) {
      long middle = from + split(to - from);
      if (older <= middle) {
        path.add(Hash.of(hash(middle, to)));
        to = middle;
      } else {
        path.add(Hash.of(hash(from, middle)));
        from = middle;
        known = false;
      }
    }
    if (!known) {
      path.add(Hash.of(hash(from, to)));
    }
    return path.reversed();
  }

  /**
   * Merkle tree hash of the entries in [from, to), a subtree that the recursion of the RFC meets.
   */
  byte[] hash(long from, long to) throws IOException {
    long count = to - from;
    if (count == 0) {
      return hash.empty();
    }
    if (Long.bitCount(count) == 1) {
      return node(Long.numberOfTrailingZeros(count), from);
    }
    long middle = from + split(count);
    byte[] left = hash(from, middle);
    return hash.node(left, hash(middle, to));
  }

  private byte[] node(int level, long from) throws IOException {
    int tileLevel = level / Tile.HEIGHT;
    long place = from >>> (Tile.HEIGHT * tileLevel);
    int inTile = (int) (place % Tile.WIDTH);
    int count = 1 << (level % Tile.HEIGHT);
    byte[] tile = tile(tileLevel, place / Tile.WIDTH);
    return hash.fold(tile, inTile, count);
  }

  private byte[] tile(int level, long number) throws IOException {
    boolean last = number == size >>> (Tile.HEIGHT * level) >>> Tile.HEIGHT;
    int width = last ? Tile.partialWidth(level, size) : Tile.WIDTH;
    var tile = new Tile(level, number, width);
    byte[] known = tiles.get(tile.path());
    if (known != null) {
      return known;
    }
    byte[] bytes = disk.read(tile.path());
    if (bytes == null && last) { // a later checkpoint has finished it meanwhile
      bytes = disk.read(new Tile(level, number, Tile.WIDTH).path());
    }
    if (bytes == null || bytes.length < width * TreeHash.BYTES) {
      long entry = number << (Tile.HEIGHT * (level + 1));
      throw new LedgerDamaged(new Damage(tile.path(), entry, -1, "tile missing or short"));
    }
    tiles.put(tile.path(), bytes);
    return bytes;
  }

  /** The largest power of two below {@code count}, which is at least 2. */
  private static long split(long count) {
    return Long.highestOneBit(count - 1);
  }
}
