package io.sluice.ledger;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the segments: hashes entries, writes tiles and bundles, signs checkpoints. The same code
 * catches up after a crash and each second. Tiles are not forced when they are written, which would
 * slow the commits beside them; long after, when the system has written them by itself, they are
 * forced at little cost and the saved state moves past them. A loss of power may thus leave short
 * tiles behind that state: they are written again. Belongs to one thread at a time.
 */
final class Tiler {
  /** A state is made after so many entries when many are to be caught up with. */
  private static final long CATCH_UP_ENTRIES = 25_600;

  private final Disk disk;
  private final Segments segments;
  private final CheckpointKey key;
  private final TreeHash hash = new TreeHash();
  private final Frontier frontier;
  private final Rows rows;
  private final Bundle bundle = new Bundle();
  private final @Nullable Checkpoint published;
  private final Deque<Generation> generations = new ArrayDeque<>();
  private final Deque<Full> full = new ArrayDeque<>(4);
  private Set<String> unforced = new LinkedHashSet<>();
  private long saved;

  private Tiler(Disk disk, Segments segments, Start start) {
    this.disk = disk;
    this.segments = segments;
    this.key = start.key;
    this.frontier = start.frontier;
    this.rows = start.rows;
    this.published = start.published;
    this.saved = frontier.size();
  }

  /** The files that brought the tiles up to a state, not forced yet. */
  private record Generation(State state, Set<String> files, long bornNanos) {}

  /** A full tile that is not written yet. */
  private static final class Full {
    final Tile tile;
    final byte[] content;

    Full(Tile tile, byte[] content) {
      this.tile = tile;
      this.content = content;
    }
  }

  private record Start(
      CheckpointKey key, Frontier frontier, Rows rows, @Nullable Checkpoint published) {}

  /**
   * Begins where the tiles are known to be safe, or at the first entry.
   *
   * @param published the checkpoint whose root must come out when its size is passed
   */
  static Tiler open(Disk disk, Segments segments, CheckpointKey key, @Nullable Checkpoint published)
      throws IOException {
    var state = State.load(disk, key.verifierKey());
    if (state != null && state.checkpoint().size() <= segments.durable()) {
      var frontier = new Frontier();
      var rows = Rows.decode(state.rows(), state.checkpoint().size(), frontier);
      if (rows != null && Hash.of(frontier.root()).equals(state.checkpoint().root())) {
        var tiler = new Tiler(disk, segments, new Start(key, frontier, rows, published));
        tiler.check();
        tiler.fillBundle();
        return tiler;
      }
    }
    return new Tiler(disk, segments, new Start(key, new Frontier(), new Rows(), published));
  }

  /**
   * Does what a crash left undone: brings tiles up to what was published, drops the partial ones
   * that may be short, and publishes what is durable.
   */
  Checkpoint catchUp() throws IOException {
    long from = frontier.size();
    long told = published == null ? 0 : published.size();
    if (from != told || from != segments.durable()) {
      dropStale(from, told);
    }
    while (published != null && frontier.size() < told) {
      follow(Math.min(told, frontier.size() + CATCH_UP_ENTRIES));
      boolean there = frontier.size() == told;
      mature(there ? published : Checkpoint.sign(key, frontier.size(), frontier.root()));
    }
    return published != null && told == segments.durable() ? published : publish();
  }

  /** Brings tiles up to the durable entries and signs what came out. */
  Checkpoint publish() throws IOException {
    long before = frontier.size();
    follow(segments.durable());
    var checkpoint = Checkpoint.sign(key, frontier.size(), frontier.root());
    Published.save(disk, checkpoint);
    mature(checkpoint);
    dropPartials(before, frontier.size());
    return checkpoint;
  }

  private void mature(Checkpoint checkpoint) {
    var state = new State(checkpoint, rows.encode());
    generations.add(new Generation(state, unforced, System.nanoTime()));
    unforced = new LinkedHashSet<>();
  }

  /**
   * Forces tiles, oldest first, and saves how far they are safe.
   *
   * @param age only those written so long ago
   * @param budget stops when this much time was spent
   */
  void settle(Duration age, Duration budget) throws IOException {
    long start = System.nanoTime();
    State reached = null;
    var directories = new LinkedHashSet<String>();
    while (!generations.isEmpty()
        && start - generations.getFirst().bornNanos >= age.toNanos()
        && System.nanoTime() - start < budget.toNanos()) {
      var oldest = generations.removeFirst();
      for (String name : oldest.files) {
        disk.force(name);
        directories.add(name.substring(0, name.lastIndexOf('/')));
      }
      reached = oldest.state;
    }
    if (reached == null) {
      return;
    }
    for (String directory : directories) {
      disk.sync(directory);
    }
    long size = reached.checkpoint().size();
    if (size > saved) {
      segments.offsets().save(disk, saved, size);
      disk.sync(Offsets.DIRECTORY);
    }
    reached.save(disk);
    saved = size;
  }

  private void follow(long to) throws IOException {
    segments.walk(frontier.size(), to, this::add);
    writeFull();
    for (int level = 0; level < Rows.LEVELS; level++) {
      if (rows.width(level) > 0) {
        write(new Tile(level, number(level), rows.width(level)), rows.bytes(level));
      }
    }
    if (rows.width(0) > 0) {
      write(new Tile(Tile.ENTRIES, number(0), rows.width(0)), bundle.bytes());
    }
  }

  /**
   * Takes the next entry. What is full by it is written before the one after it is taken: a disk
   * that refuses leaves everything as it was, and the same entry is taken again later.
   */
  private boolean add(Cursor at) throws IOException {
    writeFull();
    byte[] leaf = hash.leaf(at.bytes(), at.entryAt(), at.entryBytes());
    bundle.add(at.bytes(), at.entryAt(), at.entryBytes());
    byte[] sum = leaf;
    for (int level = 0; rows.add(level, sum); level++) {
      byte[] tile = rows.bytes(level);
      full.add(new Full(new Tile(level, number(level), Tile.WIDTH), tile));
      if (level == 0) {
        full.add(new Full(new Tile(Tile.ENTRIES, number(0), Tile.WIDTH), bundle.bytes()));
        bundle.clear();
      }
      sum = hash.fold(tile, 0, Tile.WIDTH);
      rows.clear(level);
    }
    frontier.add(leaf);
    check();
    return true;
  }

  private void writeFull() throws IOException {
    while (!full.isEmpty()) {
      Full next = full.getFirst();
      write(next.tile, next.content);
      full.removeFirst();
    }
  }

  /** Number of the unfinished tile of a level. */
  private long number(int level) {
    return frontier.size() >>> (Tile.HEIGHT * level) >>> Tile.HEIGHT;
  }

  private void check() {
    if (published != null
        && published.size() == frontier.size()
        && !published.root().equals(Hash.of(frontier.root()))) {
      throw new LedgerDamaged(
          new Damage(Published.NAME, -1, -1, "the entries do not give the checkpoint's root"));
    }
  }

  /** Writes a tile; one that is there and says something else, of the same length, is damage. */
  private void write(Tile tile, byte[] content) throws IOException {
    boolean mayBeThere = published != null && first(tile) < published.size();
    byte[] there = mayBeThere ? disk.read(tile.path()) : null;
    if (there == null || there.length < content.length) {
      disk.write(tile.path(), content);
      unforced.add(tile.path());
    } else if (!Arrays.equals(there, content)) {
      throw new LedgerDamaged(
          new Damage(tile.path(), first(tile), -1, "tile differs from the entries"));
    } else {
      unforced.add(tile.path());
    }
  }

  private static long first(Tile tile) {
    return tile.number() << (Tile.HEIGHT * (Math.max(tile.level(), 0) + 1));
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
        drop(new Tile(level, before >>> shift, Tile.WIDTH), "");
      }
    }
  }

  /** Deletes the partial tiles from a size on, except those of the published tree. */
  private void dropStale(long from, long told) throws IOException {
    for (int level = Tile.ENTRIES; level < Rows.LEVELS - 1; level++) {
      int shift = Tile.HEIGHT * (Math.max(level, 0) + 1);
      for (long number = from >>> shift; number <= segments.durable() >>> shift; number++) {
        boolean last = number == told >>> shift;
        String kept = last ? String.valueOf(Tile.partialWidth(level, told)) : "";
        drop(new Tile(level, number, Tile.WIDTH), kept);
      }
    }
  }

  private void drop(Tile tile, String kept) throws IOException {
    String directory = tile.partials();
    boolean empty = true;
    for (String name : disk.list(directory)) {
      if (name.equals(kept)) {
        empty = false;
      } else {
        disk.delete(directory + "/" + name);
      }
    }
    if (empty) {
      disk.delete(directory);
    }
  }
}
