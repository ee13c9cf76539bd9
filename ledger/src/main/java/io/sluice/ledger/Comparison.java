package io.sluice.ledger;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the tree from entries and compares it with all that was published. */
final class Comparison {
  private final Disk disk;
  private final Checkpoint checkpoint;
  private final @Nullable Checkpoint since;
  private final Partials partials;
  private final TreeHash hash = new TreeHash();
  private final Frontier frontier = new Frontier();
  private final Rows rows = new Rows();
  private final Bundle bundle = new Bundle();

  Comparison(Disk disk, Checkpoint checkpoint, @Nullable Checkpoint since) throws IOException {
    this.disk = disk;
    this.checkpoint = checkpoint;
    this.since = since;
    this.partials = Partials.find(disk);
    milestones();
  }

  long entries() {
    return frontier.size();
  }

  /** Takes the next entry. */
  void add(byte[] bytes, int offset, int length) throws IOException {
    byte[] leaf = hash.leaf(bytes, offset, length);
    bundle.add(bytes, offset, length);
    frontier.add(leaf);
    byte[] sum = leaf;
    for (int level = 0; rows.add(level, sum); level++) {
      byte[] full = rows.bytes(level);
      tile(level, full);
      if (level == 0) {
        bundle();
        bundle.clear();
      }
      sum = hash.fold(full, 0, Tile.WIDTH);
      rows.clear(level);
    }
    milestones();
  }

  /** Compares what is left when there are no more entries. */
  void end() throws IOException {
    for (int level = 0; level < Rows.LEVELS; level++) {
      if (rows.width(level) > 0) {
        tile(level, rows.bytes(level));
      }
    }
    if (rows.width(0) > 0) {
      bundle();
    }
    var beyond = partials.beyond(entries());
    if (beyond != null) {
      throw damaged(beyond.path(), entries(), -1, "published, but the log ends before it");
    }
  }

  /** Compares what was read so far, when reading cannot go on, with the tile that holds more. */
  void cutShort() throws IOException {
    int width = rows.width(0);
    long number = entries() / Tile.WIDTH;
    boolean last = number == checkpoint.size() / Tile.WIDTH;
    int due = last ? Tile.partialWidth(0, checkpoint.size()) : Tile.WIDTH;
    var tile = new Tile(0, number, due);
    byte[] there = disk.read(tile.path());
    if (there != null && there.length >= width * TreeHash.BYTES) {
      int at = Arrays.mismatch(rows.bytes(0), Arrays.copyOf(there, width * TreeHash.BYTES));
      if (at >= 0) {
        throw blame(tile, at);
      }
    }
  }

  private void milestones() throws IOException {
    if (entries() == checkpoint.size()) {
      for (int level = 0; level < Rows.LEVELS; level++) {
        if (rows.width(level) > 0) {
          tile(level, rows.bytes(level));
        }
      }
      if (rows.width(0) > 0) {
        bundle();
      }
      if (!Hash.of(frontier.root()).equals(checkpoint.root())) {
        throw damaged(Published.NAME, -1, -1, "the entries do not give the checkpoint's root");
      }
    }
    if (since != null
        && entries() == since.size()
        && !Hash.of(frontier.root()).equals(since.root())) {
      throw damaged(
          Published.NAME,
          -1,
          -1,
          "forked: the remembered checkpoint of %d entries has another root"
              .formatted(since.size()));
    }
  }

  /** Compares the row of a level, full or not, with the files that hold it or a part of it. */
  private void tile(int level, byte[] row) throws IOException {
    int width = row.length / TreeHash.BYTES;
    long number = (frontier.size() - 1) >>> (Tile.HEIGHT * level) >>> Tile.HEIGHT;
    if (width < Tile.WIDTH) {
      number = frontier.size() >>> (Tile.HEIGHT * level) >>> Tile.HEIGHT;
    }
    for (Tile tile : files(level, number, width)) {
      byte[] there = disk.read(tile.path());
      byte[] wanted = Arrays.copyOf(row, tile.width() * TreeHash.BYTES);
      int at = there == null ? -1 : Arrays.mismatch(there, wanted);
      if (there != null && at >= 0) {
        throw blame(tile, at);
      }
      if (there == null && isDue(tile)) {
        throw damaged(tile.path(), first(tile), -1, "tile missing");
      }
    }
  }

  private void bundle() throws IOException {
    byte[] all = bundle.bytes();
    for (Tile tile : files(Tile.ENTRIES, (entries() - 1) / Tile.WIDTH, rows.width(0))) {
      byte[] there = disk.read(tile.path());
      byte[] wanted = Arrays.copyOf(all, Bundle.position(all, tile.width()));
      int at = there == null ? -1 : Arrays.mismatch(there, wanted);
      if (there != null && at >= 0) {
        int entry = 0;
        while (entry + 1 < tile.width() && Bundle.position(all, entry + 1) <= at) {
          entry++;
        }
        throw damaged(tile.path(), first(tile) + entry, at, "bundle differs from the entries");
      }
      if (there == null && isDue(tile)) {
        throw damaged(tile.path(), first(tile), -1, "bundle missing");
      }
    }
  }

  /** The tile itself and the partial ones that came before it. */
  private List<Tile> files(int level, long number, int width) {
    return partials.upTo(new Tile(level, number, width));
  }

  /** Whether the checkpoint promises this tile, and no full one has taken its place. */
  private boolean isDue(Tile tile) throws IOException {
    int shift = Tile.HEIGHT * Math.max(tile.level(), 0);
    long hashes = checkpoint.size() >>> shift;
    if (tile.width() == Tile.WIDTH) {
      return (tile.number() + 1) * Tile.WIDTH <= hashes;
    }
    return tile.number() * Tile.WIDTH + tile.width() == hashes
        && disk.read(new Tile(tile.level(), tile.number(), Tile.WIDTH).path()) == null;
  }

  /** A tile and the entries differ: the side that does not lead to the signed root is wrong. */
  private LedgerDamaged blame(Tile tile, int at) throws IOException {
    long entry =
        first(tile) + ((long) (at / TreeHash.BYTES) << (Tile.HEIGHT * Math.max(tile.level(), 0)));
    boolean tilesAreSound;
    try {
      byte[] root = new Tree(disk, checkpoint.size()).hash(0, checkpoint.size());
      tilesAreSound = Hash.of(root).equals(checkpoint.root());
    } catch (LedgerDamaged e) {
      tilesAreSound = false;
    }
    return tilesAreSound && entry < checkpoint.size() && tile.level() == 0
        ? new LedgerDamaged(Places.entry(disk, entry))
        : damaged(tile.path(), entry, at, "tile differs from the entries");
  }

  private static long first(Tile tile) {
    return tile.number() << (Tile.HEIGHT * (Math.max(tile.level(), 0) + 1));
  }

  private static LedgerDamaged damaged(String file, long index, long offset, String what) {
    return new LedgerDamaged(new Damage(file, index, offset, what));
  }
}
