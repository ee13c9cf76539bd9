package io.sluice.ledger;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks a log offline, trusting nothing but a public key: reads every entry again, computes every
 * hash, compares every tile, bundle and checkpoint. Where there are no segments the entries are
 * read from the bundles. Writes nothing. Belongs to one thread.
 */
public final class Verifier {
  private static final int SCAN_BYTES = 1 << 20;

  private final Disk disk;
  private final VerifierKey key;
  private final @Nullable Checkpoint since;
  private long entries;
  private long signed;
  private boolean unfinished;

  Verifier(Disk disk, VerifierKey key, @Nullable Checkpoint since) {
    this.disk = disk;
    this.key = key;
    this.since = since;
  }

  /**
   * Checks the log in a directory, which may be in use. A log put back to an older state, or signed
   * anew, cannot be told from the true one this way.
   *
   * @param key the log's public key
   * @throws LedgerFailed if files cannot be read
   */
  public static Report verify(Path directory, VerifierKey key) {
    return new Verifier(FileDisk.readOnly(directory), key, null).run();
  }

  /**
   * Checks the log in a directory, and that it continues what it was.
   *
   * @param key the log's public key
   * @param since a checkpoint of this log kept from before, as {@link Checkpoint#open} gave it
   * @throws LedgerFailed if files cannot be read
   */
  public static Report verify(Path directory, VerifierKey key, Checkpoint since) {
    return new Verifier(FileDisk.readOnly(directory), key, since).run();
  }

  /**
   * Checks a log that is published at an address (C2SP tlog-tiles), by its bundles and tiles.
   *
   * @param since a checkpoint kept from before, if any
   * @param token shown as a bearer token; empty: none
   * @throws LedgerFailed if files cannot be fetched
   */
  public static Report verify(
      URI address, VerifierKey key, Optional<Checkpoint> since, String token) {
    return new Verifier(new WebDisk(address, token), key, since.orElse(null)).run();
  }

  Report run() {
    @Nullable Damage damage = null;
    try {
      check();
    } catch (LedgerDamaged e) {
      damage = e.damage();
    } catch (IOException e) {
      throw new LedgerFailed("the log could not be read", e);
    }
    return new Report(
        key.name(),
        entries,
        signed,
        Optional.ofNullable(since),
        Optional.ofNullable(damage),
        unfinished);
  }

  private void check() throws IOException {
    var checkpoint = Published.load(disk, key);
    if (checkpoint == null) {
      throw new LedgerDamaged(new Damage(Published.NAME, -1, -1, "there is no checkpoint"));
    }
    signed = checkpoint.size();
    if (since != null && since.size() > signed) {
      var what = "rolled back: the remembered checkpoint counts %d entries".formatted(since.size());
      throw new LedgerDamaged(new Damage(Published.NAME, signed, -1, what));
    }
    var comparison = new Comparison(disk, checkpoint, since);
    var names = new ArrayList<String>();
    for (String name : disk.list(Segment.DIRECTORY)) {
      if (Segment.isSegment(name)) {
        names.add(name);
      }
    }
    try {
      if (names.isEmpty()) {
        readBundles(comparison);
      } else {
        readSegments(names, comparison);
      }
    } finally {
      entries = comparison.entries();
    }
    comparison.end();
    SideObject.check(disk);
  }

  private void readSegments(List<String> names, Comparison comparison) throws IOException {
    for (int i = 0; i < names.size(); i++) {
      long first = Segment.firstIndex(names.get(i));
      if (first != comparison.entries()) {
        throw new LedgerDamaged(
            new Damage(
                Segment.name(comparison.entries()),
                comparison.entries(),
                -1,
                "the segment that begins here is missing"));
      }
      try (var segment = Segment.open(disk, names.get(i))) {
        var cursor = new Cursor(segment, Segment.HEADER_BYTES, first, SCAN_BYTES);
        while (cursor.next() == Cursor.Found.FRAME) {
          comparison.add(cursor.bytes(), cursor.entryAt(), cursor.entryBytes());
        }
        endOf(cursor, i + 1 == names.size(), comparison);
      }
    }
  }

  /** Behind the last frame only zeros may lie; in the last segment also an unfinished write. */
  private void endOf(Cursor cursor, boolean last, Comparison comparison) throws IOException {
    var tail = new Tail(cursor.segment(), cursor.position(), cursor.index());
    if (last && cursor.index() >= signed) {
      var damage = tail.damage();
      if (damage != null && !isWrittenNow(cursor)) {
        throw new LedgerDamaged(damage);
      }
      unfinished = !tail.isClean();
    } else if (last || !tail.isClean()) {
      comparison.cutShort(); // an earlier entry may be the cause
      throw new LedgerDamaged(
          new Damage(
              cursor.segment().name(),
              cursor.index(),
              cursor.position(),
              "entry altered or missing"));
    }
  }

  /** Whether the entry was merely being written when it was looked at: the log is in use. */
  private static boolean isWrittenNow(Cursor cursor) throws IOException {
    var again = new Cursor(cursor.segment(), cursor.position(), cursor.index(), 0);
    return again.next() == Cursor.Found.FRAME;
  }

  private void readBundles(Comparison comparison) throws IOException {
    while (comparison.entries() < signed) {
      long first = comparison.entries();
      int width = (int) Math.min(Tile.WIDTH, signed - first);
      var tile = new Tile(Tile.ENTRIES, first / Tile.WIDTH, width);
      byte[] bundle = disk.read(tile.path());
      if (bundle == null) { // a full one has taken its place meanwhile
        bundle = disk.read(new Tile(Tile.ENTRIES, tile.number(), Tile.WIDTH).path());
      }
      if (bundle == null) {
        throw new LedgerDamaged(new Damage(tile.path(), first, -1, "entries missing"));
      }
      int at = 0;
      for (int i = 0; i < width; i++) {
        int start = at + Short.BYTES;
        int length = start > bundle.length ? 0 : Bundle.length(bundle, at);
        at = start + length;
        if (at > bundle.length) {
          throw new LedgerDamaged(new Damage(tile.path(), first + i, start, "bundle too short"));
        }
        comparison.add(bundle, start, length);
      }
    }
  }
}
