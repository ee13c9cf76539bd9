package io.sluice.cli;

import io.sluice.audit.EntryLog;
import io.sluice.ledger.CheckpointKey;
import io.sluice.ledger.Ledger;
import io.sluice.ledger.LedgerException;
import io.sluice.ledger.LedgerSettings;
import io.sluice.model.Bytes;
import io.sluice.store.embedded.DataDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The record in a data directory that no gateway runs on; read only, and locked while open. */
final class OfflineRecord implements EntryLog, AutoCloseable {
  /** The directory of the ledger in a data directory. */
  static final String LEDGER = "ledger";

  private static final Path SIGNING_KEY = Path.of("keys", "ledger");

  private final DataDirectory directory;
  private final Ledger ledger;

  private OfflineRecord(DataDirectory directory, Ledger ledger) {
    this.directory = directory;
    this.ledger = ledger;
  }

  /**
   * Opens what is there.
   *
   * @throws IOException if there is no record, it is damaged, or another process has it
   */
  static OfflineRecord open(Path data) throws IOException {
    Path key = data.resolve(SIGNING_KEY);
    if (!Files.exists(key)) {
      throw new NoSuchFileException(data.toString(), null, "there is no record");
    }
    DataDirectory directory = DataDirectory.open(data, ProcessHandle.current().pid());
    try {
      Path ledger = data.resolve(LEDGER);
      return new OfflineRecord(
          directory, Ledger.open(ledger, LedgerSettings.DEFAULTS, CheckpointKey.load(key)));
    } catch (LedgerException e) {
      directory.close();
      throw new IOException(e.getMessage(), e);
    } catch (IOException e) {
      directory.close();
      throw e;
    }
  }

  /** Proof of the entry at {@code index}, as the text of a tlog-proof. */
  String proof(long index) {
    return ledger.proof(index).text();
  }

  @Override
  public String name() {
    return ledger.name();
  }

  @Override
  public Pending submit(Bytes entry) throws IOException {
    throw new IOException("this record is open for reading only");
  }

  @Override
  public long size() {
    return ledger.durableSize();
  }

  @Override
  public Bytes entry(long index) throws IOException {
    try {
      return Bytes.owning(ledger.entry(index));
    } catch (LedgerException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public long walk(long from, Visitor visitor) throws IOException {
    try {
      return ledger.forEach(from, (index, entry) -> visitor.see(index, Bytes.owning(entry)));
    } catch (LedgerException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      ledger.close();
    } finally {
      directory.close();
    }
  }
}
