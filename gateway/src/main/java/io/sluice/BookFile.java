package io.sluice;

import io.sluice.audit.EntryLog;
import io.sluice.limits.BudgetFold;
import io.sluice.model.Bytes;
import io.sluice.model.Sha256;
import io.sluice.vault.Stamps;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * The books as of one entry of the ledger, so that a start reads only what came after it. It is
 * believed only if it carries our seal and the ledger holds that very entry at that very place; in
 * any doubt the whole ledger is read, which is always right. A crash while it is written leaves the
 * one before.
 *
 * <p>The file: a seal over the rest ({@link Stamps}, 32 bytes), the SHA-256 of the last entry that
 * was read (32 bytes), then the books as {@link BudgetFold#snapshot} writes them.
 */
final class BookFile {
  private static final int HASH_BYTES = 32;

  /** The books are of all tenants. */
  private static final String NOBODY = "";

  private static final int MOST_BYTES = 256 << 20;

  private final Path path;
  private final Stamps stamps;

  /** The file at {@code path}, sealed with {@code stamps}. */
  BookFile(Path path, Stamps stamps) {
    this.path = path;
    this.stamps = stamps;
  }

  /** The books as they were written; empty books, at entry 0, if they cannot be believed. */
  BudgetFold read(EntryLog log) {
    try {
      if (Files.size(path) > MOST_BYTES) {
        return BudgetFold.empty();
      }
      byte[] all = Files.readAllBytes(path);
      if (all.length <= 2 * HASH_BYTES
          || !MessageDigest.isEqual(slice(all, 0).toArray(), seal(all))) {
        return BudgetFold.empty();
      }
      var books = Bytes.owning(all).slice(2 * HASH_BYTES, all.length);
      return BudgetFold.read(books)
          .filter(fold -> follows(log, fold.next(), slice(all, HASH_BYTES)))
          .orElseGet(BudgetFold::empty);
    } catch (IOException e) {
      return BudgetFold.empty();
    }
  }

  /**
   * Puts {@code fold} in place of what was there; durable when this returns.
   *
   * @param log holds every entry that was folded in
   */
  void write(BudgetFold fold, EntryLog log) throws IOException {
    if (fold.next() == 0) {
      return;
    }
    Bytes books = fold.snapshot();
    var all = new byte[2 * HASH_BYTES + books.length()];
    byte[] last = sha256(log.entry(fold.next() - 1));
    System.arraycopy(last, 0, all, HASH_BYTES, HASH_BYTES);
    System.arraycopy(books.array(), books.offset(), all, 2 * HASH_BYTES, books.length());
    System.arraycopy(seal(all), 0, all, 0, HASH_BYTES);
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    try (var channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var bytes = ByteBuffer.wrap(all);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether the entry before {@code next} is the one that was read. */
  private static boolean follows(EntryLog log, long next, Bytes hash) {
    if (next < 1 || next > log.size()) {
      return false;
    }
    try {
      return MessageDigest.isEqual(sha256(log.entry(next - 1)), hash.toArray());
    } catch (IOException e) {
      return false;
    }
  }

  private static Bytes slice(byte[] all, int from) {
    return Bytes.owning(all).slice(from, from + HASH_BYTES);
  }

  private byte[] seal(byte[] all) {
    return stamps.of(NOBODY, Bytes.owning(all).slice(HASH_BYTES, all.length));
  }

  private static byte[] sha256(Bytes entry) {
    var digest = Sha256.begun();
    digest.update(entry.array(), entry.offset(), entry.length());
    return digest.digest();
  }
}
