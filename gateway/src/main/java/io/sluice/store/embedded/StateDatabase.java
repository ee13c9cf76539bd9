package io.sluice.store.embedded;

import io.sluice.approval.ApprovalStore;
import io.sluice.identity.KeyStore;
import io.sluice.identity.OperatorStore;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Stop;
import io.sluice.pipeline.HeldStore;
import io.sluice.store.DocumentStore;
import io.sluice.store.SettingStore;
import io.sluice.vault.CredentialStore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * {@code state.db}: keys, operators, credentials, settings. One connection on one platform thread,
 * because SQLite blocks the thread that it runs on; callers wait in a bounded queue that refuses
 * when it is full. A database that fails is opened again for the next call.
 */
public final class StateDatabase implements AutoCloseable {
  private static final String PROBE = "probe";
  private static final Fault FULL =
      Fault.of(Code.OVERLOADED, "too many calls wait for a database of this gateway");
  private static final Fault CLOSED =
      Fault.of(Code.RECORD_UNAVAILABLE, "a database of this gateway is closed");
  private static final Fault SLOW =
      Fault.of(Code.RECORD_UNAVAILABLE, "a database of this gateway did not answer in time");

  private final BlockingQueue<Runnable> queue;
  private final StateSettings settings;
  private final SqliteFile file;
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean failed;

  private StateDatabase(SqliteFile file, StateSettings settings) {
    this.file = file;
    this.settings = settings;
    queue = new ArrayBlockingQueue<>(settings.queue());
    thread = Thread.ofPlatform().name("state-db").daemon(true).unstarted(this::work);
  }

  /**
   * Opens {@code state.db} of that directory, made if there is none, and brings its schema forward.
   *
   * @throws UnusableDirectory if it was written by a newer version
   * @throws IOException if it cannot be opened
   */
  public static StateDatabase open(DataDirectory directory, StateSettings settings)
      throws IOException {
    directory.directory("native"); // ours alone before anything is put there
    return open(directory.file("state.db"), settings, Schema.STEPS);
  }

  static StateDatabase open(Path path, StateSettings settings, List<Migration> steps)
      throws IOException {
    NativeLibrary.unpack(path.resolveSibling("native"));
    createPrivate(path);
    var file =
        new SqliteFile(path, settings.durable() ? SynchronousMode.FULL : SynchronousMode.NORMAL);
    try {
      file.open(steps);
    } catch (NewerSchema e) {
      file.close();
      throw new UnusableDirectory(e.getMessage() + ": use a newer Sluice");
    } catch (SQLException e) {
      file.close();
      throw new IOException(path + " cannot be opened: " + SqliteFile.reason(e), e);
    }
    var database = new StateDatabase(file, settings);
    database.thread.start();
    return database;
  }

  /** The caller keys in it. */
  public KeyStore keys() {
    return new SqlKeyStore(this);
  }

  /** The operators in it. */
  public OperatorStore operators() {
    return new SqlOperatorStore(this);
  }

  /** The sealed credentials in it. */
  public CredentialStore credentials() {
    return new SqlCredentialStore(this);
  }

  /** The sealed answers in it that callers can go on from. */
  public HeldStore heldResponses() {
    return new SqlHeldStore(this);
  }

  /** The approvals in it. */
  public ApprovalStore approvals() {
    return new SqlApprovalStore(this);
  }

  /** The small documents in it. */
  public DocumentStore documents() {
    return new SqlDocumentStore(this);
  }

  /** The settings in it. */
  public SettingStore settings() {
    return new SqlSettingStore(this);
  }

  /**
   * Why it cannot do its work now, for readiness; empty if it can. Looks whether it answers; after
   * a failure, whether it can write again.
   */
  public Optional<String> ailment() {
    try {
      if (failed) {
        settings().put(PROBE, "");
        failed = false;
      } else {
        settings().get(PROBE);
      }
      return Optional.empty();
    } catch (Stop e) {
      return Optional.of(e.fault().message());
    }
  }

  /**
   * Does {@code work} in a transaction of its own, and waits for the result.
   *
   * @throws Stop {@code overloaded} if too many wait, {@code conflict} if a row with that key is
   *     there, {@code record_unavailable} if the database failed or took too long (then it may or
   *     may not have been done)
   */
  <T> T call(SqlWork<T> work) {
    var result = new CompletableFuture<T>();
    if (closing) {
      throw CLOSED.stop();
    }
    if (!queue.offer(() -> file.run(work, result))) {
      throw FULL.stop();
    }
    try {
      return result.get(settings.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      failed = true;
      throw SLOW.stop();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a thread in this house", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Stop stop) {
        if (stop.fault().code() == Code.RECORD_UNAVAILABLE) {
          failed = true;
        }
        throw stop;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Overwrites what was deleted, in the database and its journal. May take long. */
  void compact() {
    boolean done =
        call(
            connection -> {
              connection.commit();
              connection.setAutoCommit(true);
              try (var statement = connection.createStatement()) {
                statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
              } finally {
                connection.setAutoCommit(false);
              }
              return true;
            });
    assert done;
  }

  /** Does what waits, then closes the database; gives up on one that hangs. */
  @Override
  public void close() {
    closing = true;
    try {
      Runnable wake = () -> {};
      if (queue.offer(wake, settings.patience().toNanos(), TimeUnit.NANOSECONDS)) {
        thread.join(settings.patience());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a thread in this house", e);
    }
  }

  private void work() {
    try {
      while (!closing || !queue.isEmpty()) {
        queue.take().run();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a thread in this house", e);
    } finally {
      file.close();
    }
  }

  private static void createPrivate(Path path) throws IOException {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      if (posix) {
        var mode =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.createFile(path, mode);
      } else {
        Files.createFile(path);
      }
    } catch (FileAlreadyExistsException e) {
      return; // from an earlier start
    }
  }
}
