package io.sluice.audit;

import io.sluice.model.Bytes;
import java.io.IOException;
import java.util.Optional;

/** The append-only log that entries go to and come from. Thread-safe. */
public interface EntryLog {
  /** The log's name, as it stands before the slash of a receipt. */
  String name();

  /**
   * Takes an entry without waiting for the disk. Entries of one caller keep their order.
   *
   * @param entry at most {@link Recorder#MOST_BYTES}
   * @throws IOException if the log takes no entry now: full, closed, or its disk failed
   */
  Pending submit(Bytes entry) throws IOException;

  /**
   * Takes an entry that nobody waits for: it becomes durable with the next that is submitted, or
   * within milliseconds.
   *
   * @param entry at most {@link Recorder#MOST_BYTES}
   * @throws IOException as {@link #submit}
   */
  default void submitLater(Bytes entry) throws IOException {
    Pending ignored = submit(entry);
  }

  /** False: it is damaged or failed, and takes no entry until it is opened again. */
  default boolean takes() {
    return true;
  }

  /**
   * Keeps what is too long for an entry; durable when this returns.
   *
   * @return its SHA-256 in hex, which the entry then names
   * @throws IOException if it cannot be kept
   */
  default String attach(Bytes content) throws IOException {
    throw new IOException("this log keeps nothing beside its entries");
  }

  /**
   * What was kept under that hash.
   *
   * @throws IOException if it cannot be read
   */
  default Optional<Bytes> attached(String hash) throws IOException {
    return Optional.empty();
  }

  /** Number of durable entries: the next one gets this index. */
  long size();

  /**
   * The durable entry at {@code index}, in [0, size).
   *
   * @throws IOException if it cannot be read
   */
  Bytes entry(long index) throws IOException;

  /**
   * Shows durable entries in their order, from {@code from} to what was durable at the call.
   *
   * @return the index to go on from
   * @throws IOException if they cannot be read
   */
  long walk(long from, Visitor visitor) throws IOException;

  /** Sees entries one by one. */
  @FunctionalInterface
  interface Visitor {
    /** Takes one entry; false ends the walk after it. */
    boolean see(long index, Bytes entry);
  }

  /** An entry on its way to the disk. */
  interface Pending {
    /**
     * Waits until the entry is durable, but not for ever.
     *
     * @return its index
     * @throws IOException if it did not become durable in time: it may yet
     */
    long await() throws IOException;
  }
}
