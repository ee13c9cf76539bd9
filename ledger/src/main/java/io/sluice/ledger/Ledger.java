package io.sluice.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A tamper-evident log in a directory. Entries are durable before anybody is told their index;
 * signed checkpoints follow within a second. Thread-safe; one process at a time may have it open,
 * which is the caller's to see to.
 */
public final class Ledger implements AutoCloseable {
  /** Most bytes of one entry: what a tlog-tiles bundle can hold. */
  public static final int MAX_ENTRY_BYTES = Frame.MAX_ENTRY_BYTES;

  private final Disk disk;
  private final Segments segments;
  private final @Nullable Writer writer;
  private final @Nullable Publisher publisher;
  private final VerifierKey key;
  private final Duration patience;

  /** Why nothing can be written from the start; null: it can. */
  private final @Nullable LedgerDamaged damaged;

  private Ledger(Disk disk, Segments segments, LedgerSettings settings, Publisher publisher) {
    this.disk = disk;
    this.segments = segments;
    this.key = publisher.key();
    this.publisher = publisher;
    this.writer = new Writer(segments, settings, publisher::wake);
    this.patience = settings.patience();
    this.damaged = null;
  }

  private Ledger(Disk disk, Segments segments, VerifierKey key, LedgerDamaged damaged) {
    this.disk = disk;
    this.segments = segments;
    this.key = key;
    this.publisher = null;
    this.writer = null;
    this.patience = Duration.ZERO;
    this.damaged = damaged;
  }

  /**
   * Opens the log, making it when the directory holds none. Finds its end, clears a write that lost
   * power, catches up tiles and checkpoint.
   *
   * @param key signs; its name is the log's. A log is opened with the same key again
   * @throws LedgerDamaged if the log is not as it was written; nothing was changed
   * @throws LedgerFailed if the disk refused
   */
  public static Ledger open(Path directory, LedgerSettings settings, CheckpointKey key) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new LedgerFailed("the directory cannot be made", e);
    }
    return open(FileDisk.readWrite(directory), settings, key);
  }

  static Ledger open(Disk disk, LedgerSettings settings, CheckpointKey key) {
    Ledger ledger = still(disk, settings, key);
    ledger.publisher().start();
    ledger.writer().start();
    return ledger;
  }

  /**
   * A ledger whose threads were not started: nothing is written but by {@link #work()} and {@link
   * #sign()}, so that whoever holds it knows every step that the disk takes.
   */
  static Ledger still(Disk disk, LedgerSettings settings, CheckpointKey key) {
    try {
      var verifier = key.verifierKey();
      var published = Published.load(disk, verifier);
      var state = State.load(disk, verifier);
      var recovery = new Recovery(disk, settings, published);
      var segments = recovery.open(state == null ? 0 : state.checkpoint().size());
      try {
        Published.saveKey(disk, verifier);
        var tiler = Tiler.open(disk, segments, key, published);
        var publisher = new Publisher(segments, tiler, key.verifierKey(), settings);
        return new Ledger(disk, segments, settings, publisher);
      } catch (IOException | RuntimeException e) {
        segments.close();
        throw e;
      }
    } catch (IOException e) {
      throw new LedgerFailed("cannot be opened", e);
    }
  }

  /**
   * Opens a damaged log to be read: its entries before the first thing that is wrong with a
   * segment. Nothing is written, and nothing is taken.
   *
   * @param damaged what {@link #open} said
   * @throws LedgerFailed if the disk refused
   */
  public static Ledger openDamaged(
      Path directory, LedgerSettings settings, VerifierKey key, LedgerDamaged damaged) {
    return openDamaged(FileDisk.readOnly(directory), settings, key, damaged);
  }

  static Ledger openDamaged(
      Disk disk, LedgerSettings settings, VerifierKey key, LedgerDamaged damaged) {
    try {
      return new Ledger(disk, Recovery.readable(disk, settings), key, damaged);
    } catch (IOException e) {
      throw new LedgerFailed("cannot be opened", e);
    }
  }

  private Writer writer() {
    if (writer == null) {
      throw damage();
    }
    return writer;
  }

  private Publisher publisher() {
    if (publisher == null) {
      throw damage();
    }
    return publisher;
  }

  private LedgerDamaged damage() {
    return Objects.requireNonNull(damaged, "what cannot be written is damaged");
  }

  /** The log's name: what stands before the slash of a receipt. */
  public String name() {
    return key.name();
  }

  /** The key that checks this log's checkpoints. */
  public VerifierKey verifierKey() {
    return key;
  }

  /**
   * Takes an entry without waiting for the disk. It gets the next index, in the order of calls, and
   * becomes durable promptly whether or not anybody waits for the ticket.
   *
   * @param entry at most {@link #MAX_ENTRY_BYTES}; not to be changed afterwards
   * @throws LedgerFull if too much is waiting; the entry was not taken
   * @throws LedgerSlow if the disk has not finished a write for long; the entry was not taken
   * @throws LedgerFailed if the disk has refused before
   * @throws LedgerClosed if the ledger is closed
   * @throws LedgerDamaged if it was opened although it is damaged
   */
  public Ticket submit(byte[] entry) {
    return writer().submit(fitting(entry), true);
  }

  /**
   * Takes an entry that nobody waits for. It gets the next index, as with {@link #submit}, and is
   * written with the next entry that somebody waits for, or after {@link LedgerSettings#LINGER}: so
   * that it costs no fsync of its own while others come.
   *
   * @param entry at most {@link #MAX_ENTRY_BYTES}; not to be changed afterwards
   * @throws LedgerException as {@link #submit}
   */
  public Ticket submitLater(byte[] entry) {
    return writer().submit(fitting(entry), false);
  }

  private static byte[] fitting(byte[] entry) {
    if (entry.length > MAX_ENTRY_BYTES) {
      throw new IllegalArgumentException(
          "an entry has at most %d bytes, not %d".formatted(MAX_ENTRY_BYTES, entry.length));
    }
    return entry;
  }

  /**
   * Takes an entry and waits until it is durable.
   *
   * @return its index
   * @throws LedgerException as {@link #submit} and {@link Ticket#await()}
   */
  public long append(byte[] entry) {
    return submit(entry).await();
  }

  /**
   * Keeps what is too long for an entry; durable when this returns.
   *
   * @return its SHA-256 in hex, which an entry then names
   * @throws LedgerException as {@link #submit}
   */
  public String attach(byte[] content) {
    if (damaged != null) {
      throw damaged;
    }
    try {
      return SideObject.put(disk, content);
    } catch (IOException e) {
      throw new LedgerFailed("a side object could not be written", e);
    }
  }

  /**
   * What was kept under that hash; empty when there is none.
   *
   * @throws LedgerDamaged if it is not as it was written
   */
  public Optional<byte[]> attached(String hash) {
    try {
      return Optional.ofNullable(SideObject.read(disk, hash));
    } catch (IOException e) {
      throw new LedgerFailed("a side object could not be read", e);
    }
  }

  /** Number of entries with an index, those included that are being written. */
  public long size() {
    return segments.size();
  }

  /** Number of durable entries: what can be read. */
  public long durableSize() {
    return segments.durable();
  }

  /**
   * Reads one entry.
   *
   * @throws IndexOutOfBoundsException if it is not in [0, durableSize)
   * @throws LedgerDamaged if it is not as it was written
   */
  public byte[] entry(long index) {
    Objects.checkIndex(index, durableSize());
    try {
      return segments.entry(index);
    } catch (IOException e) {
      throw new LedgerFailed("an entry could not be read", e);
    }
  }

  /**
   * Shows the entries from an index on, up to what was durable when it was called.
   *
   * @return the index to go on from
   */
  public long forEach(long from, EntryReader reader) {
    try {
      return segments.walk(from, durableSize(), at -> reader.read(at.index() - 1, at.entry()));
    } catch (IOException e) {
      throw new LedgerFailed("entries could not be read", e);
    }
  }

  /**
   * The newest signed checkpoint. It may lag {@link LedgerSettings#checkpointEvery}.
   *
   * @throws LedgerDamaged if the log is damaged: what was published has to be taken from its files
   */
  public Checkpoint checkpoint() {
    return publisher().newest();
  }

  /**
   * Signs a checkpoint over everything durable, unless the newest covers it.
   *
   * @throws LedgerFailed if the disk refused
   */
  public Checkpoint sign() {
    return publisher().publish();
  }

  /** A file that the log publishes, by its C2SP tlog-tiles path; empty: there is none. */
  public Optional<byte[]> published(String path) {
    if (!path.matches("checkpoint|tile/(entries|[0-7])(/x\\d{3})*/\\d{3}(\\.p/[1-9]\\d{0,2})?")) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(disk.read(path));
    } catch (IOException e) {
      throw new LedgerFailed("a published file could not be read", e);
    }
  }

  /**
   * Proves that an entry is in the log, against a checkpoint that covers it.
   *
   * @throws IndexOutOfBoundsException if it is not in [0, durableSize)
   */
  public LogProof proof(long index) {
    Objects.checkIndex(index, durableSize());
    var checkpoint = checkpoint().size() > index ? checkpoint() : sign();
    try {
      return new LogProof(
          index, new Tree(disk, checkpoint.size()).inclusion(index, checkpoint.size()), checkpoint);
    } catch (IOException e) {
      throw new LedgerFailed("the tree could not be read", e);
    }
  }

  /**
   * Proves that the log of one size continues that of another (RFC 9162, section 2.1.4).
   *
   * @param from size of the older tree, at most {@code to}
   * @param to size of the newer tree, at most the newest checkpoint's
   */
  public ConsistencyProof consistency(long from, long to) {
    long size = checkpoint().size();
    if (from < 0 || from > to || to > size) {
      throw new IndexOutOfBoundsException("no trees of %d and %d in %d".formatted(from, to, size));
    }
    try {
      return new ConsistencyProof(from, to, new Tree(disk, size).consistency(from, to));
    } catch (IOException e) {
      throw new LedgerFailed("the tree could not be read", e);
    }
  }

  /**
   * Why no more entries are taken, or why no checkpoint could be signed; empty while all is well.
   */
  public Optional<LedgerException> fault() {
    if (damaged != null) {
      return Optional.of(damaged);
    }
    @Nullable LedgerException refused = writer().refused();
    return Optional.ofNullable(refused == null ? publisher().fault() : refused);
  }

  /** How long the disk has not finished a write that it was given; zero: it has. */
  public Duration stuck() {
    return writer == null ? Duration.ZERO : writer.stuck();
  }

  /** How long anybody is to wait for an entry. */
  public Duration patience() {
    return patience;
  }

  /**
   * Waits for an entry as long as anybody is to wait.
   *
   * @return its index
   * @throws LedgerSlow if it is still on its way; it may become durable yet
   * @throws LedgerFailed if the disk refused; the entry is not acknowledged
   */
  public long await(Ticket ticket) {
    return ticket.await(patience).orElseThrow(() -> new LedgerSlow(patience));
  }

  /** Does on the calling thread what the threads of a {@link #still} ledger would do. */
  void work() {
    boolean more = true;
    while (more) {
      more = writer().step();
    }
    if (writer().refused() == null) {
      publisher().spare();
    }
  }

  /**
   * Writes what was submitted, signs the last checkpoint and lets go of the files. A second call
   * does nothing.
   *
   * @throws LedgerFailed if the last checkpoint could not be written; acknowledged entries are safe
   */
  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
    try (segments) {
      if (publisher != null) {
        publisher.close();
      }
    } catch (IOException e) {
      throw new LedgerFailed("the files could not be closed", e);
    }
  }
}
