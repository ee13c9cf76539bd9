package io.sluice.ledger;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the segments: hashes entries, writes tiles and bundles, signs checkpoints. The same code
 * catches up after a crash and each second. A crash leaves whole files only; those that no
 * checkpoint speaks of yet are written again with the same content. Belongs to one thread at a
 * time.
 */
final class Tiler {
  private final Disk disk;
  private final Segments segments;
  private final CheckpointKey key;
  private final TreeHash hash = new TreeHash();
  private final Frontier frontier;
  private final Rows rows;
  private final Bundle bundle = new Bundle();
  private final Set<String> touched = new LinkedHashSet<>();
  private final @Nullable Checkpoint expected;
  private long tiled;

  private Tiler(Disk disk, Segments segments, Start start) {
    this.disk = disk;
    this.segments = segments;
    this.key = start.key;
    this.frontier = start.frontier;
    this.rows = start.rows;
    this.expected = start.published;
    this.tiled = frontier.size();
  }

  private record Start(
      CheckpointKey key, Frontier frontier, Rows rows, @Nullable Checkpoint published) {}

  /**
   * Begins where the tiles on disk end, or at the first entry when they cannot be trusted.
   *
   * @param published the checkpoint whose root must come out when its size is passed
   */
  static Tiler open(Disk disk, Segments segments, CheckpointKey key, @Nullable Checkpoint published)
      throws IOException {
    var state = State.load(disk, key.verifierKey());
    if (state != null && state.size() <= segments.durable()) {
      var frontier = new Frontier();
      var rows = Rows.load(disk, state.size(), frontier);
      if (rows != null && Hash.of(frontier.root()).equals(state.root())) {
        var tiler = new Tiler(disk, segments, new Start(key, frontier, rows, published));
        tiler.check();
        tiler.fillBundle();
        return tiler;
      }
    }
    return new Tiler(disk, segments, new Start(key, new Frontier(), new Rows(), published));
  }

  /** Number of entries seen. */
  long size() {
    return frontier.size();
  }

  /** Brings tiles up to the durable entries and signs what came out. */
  Checkpoint publish() throws IOException {
    long before = tiled;
    segments.walk(frontier.size(), segments.durable(), this::add);
    for (int level = 0; level < Rows.LEVELS; level++) {
      if (rows.width(level) > 0) {
        put(new Tile(level, number(level), rows.width(level)), rows.bytes(level));
      }
    }
    if (rows.width(0) > 0) {
      put(new Tile(Tile.ENTRIES, number(0), rows.width(0)), bundle.bytes());
    }
    if (frontier.size() > before) {
      segments.offsets().save(disk, before, frontier.size());
      touched.add(Offsets.DIRECTORY);
    }
    for (String directory : touched) {
      disk.sync(directory);
    }
    touched.clear();
    var checkpoint = Checkpoint.sign(key, frontier.size(), frontier.root());
    State.save(disk, checkpoint);
    Published.save(disk, checkpoint);
    tiled = frontier.size();
    dropPartials(before, tiled);
    return checkpoint;
  }

  private boolean add(Cursor at) throws IOException {
    byte[] leaf = hash.leaf(at.bytes(), at.entryAt(), at.entryBytes());
    bundle.add(at.bytes(), at.entryAt(), at.entryBytes());
    byte[] sum = leaf;
    for (int level = 0; rows.add(level, sum); level++) {
      byte[] full = rows.bytes(level);
      putNew(new Tile(level, number(level), Tile.WIDTH), full);
      if (level == 0) {
        putNew(new Tile(Tile.ENTRIES, number(0), Tile.WIDTH), bundle.bytes());
        bundle.clear();
      }
      sum = hash.fold(full, 0, Tile.WIDTH);
      rows.clear(level);
    }
    frontier.add(leaf);
    check();
    return true;
  }

  /** Number of the unfinished tile of a level. */
  private long number(int level) {
    return level == Rows.LEVELS - 1 ? 0 : frontier.size() >>> (Tile.HEIGHT * (level + 1));
  }

  private void check() {
    if (expected != null
        && expected.size() == frontier.size()
        && !expected.root().equals(Hash.of(frontier.root()))) {
      throw new LedgerDamaged(
          new Damage(Published.NAME, -1, -1, "the entries do not give the checkpoint's root"));
    }
  }

  private void put(Tile tile, byte[] content) throws IOException {
    disk.put(tile.path(), content);
    touched.add(tile.directory());
  }

  /** Writes a full tile, unless it is there; a tile that says something else is left as it is. */
  private void putNew(Tile tile, byte[] content) throws IOException {
    byte[] there = disk.read(tile.path());
    if (there == null) {
      put(tile, content);
    } else if (!Arrays.equals(there, content)) {
      throw new LedgerDamaged(
          new Damage(tile.path(), tile.number() * Tile.WIDTH, -1, "tile differs from the entries"));
    }
  }

  private void fillBundle() throws IOException {
    long size = frontier.size();
    segments.walk(
        size - size % Tile.WIDTH,
        size,
        at -> {
          bundle.add(at.bytes(), at.entryAt(), at.entryBytes());
          return true;
        });
  }

  /** Deletes the partial tiles that full ones have replaced between two sizes. */
  private void dropPartials(long before, long after) throws IOException {
    for (int level = Tile.ENTRIES; level < Rows.LEVELS - 1; level++) {
      int shift = Tile.HEIGHT * (Math.max(level, 0) + 1);
      if (Tile.partialWidth(level, before) > 0 && before >>> shift < after >>> shift) {
        String directory = new Tile(level, before >>> shift, Tile.WIDTH).partials();
        List<String> names = new ArrayList<>(disk.list(directory));
        for (String name : names) {
          disk.delete(directory + "/" + name);
        }
        disk.delete(directory);
      }
    }
  }
}
