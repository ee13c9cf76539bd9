package io.sluice.store.embedded;

import io.sluice.model.Code;
import io.sluice.model.Fault;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** One SQLite file and the one connection to it. For one thread at a time. */
final class SqliteFile {
  private static final int BUSY_MILLIS = 5_000;

  private final Path path;
  private final SynchronousMode synchronous;
  private @Nullable Connection connection;

  /** {@code synchronous}: what a commit waits for. */
  SqliteFile(Path path, SynchronousMode synchronous) {
    this.path = path;
    this.synchronous = synchronous;
  }

  /** Opens it and takes the steps that its schema lacks. */
  void open(List<Migration> steps) throws SQLException {
    Schema.bringForward(connection(), steps);
  }

  /** Does {@code work} in a transaction, and completes {@code result} whatever happens. */
  <T> void run(SqlWork<T> work, CompletableFuture<T> result) {
    try {
      var open = connection();
      open.setAutoCommit(false);
      T value = work.run(open);
      open.commit();
      result.complete(value);
    } catch (SQLException e) {
      undo(e);
      result.completeExceptionally(fault(e).stop());
    } catch (IllegalArgumentException e) { // a row that no record can be made of
      close();
      result.completeExceptionally(
          Fault.of(Code.RECORD_UNAVAILABLE, "the state database holds a damaged row").stop());
    } catch (RuntimeException | Error e) {
      close();
      result.completeExceptionally(e);
    }
  }

  void close() {
    var open = connection;
    connection = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (SQLException e) {
      connection = null; // what was committed is on the disk; the rest was nobody's
    }
  }

  /** The class of the failure; SQLite's own words may quote values. */
  static String reason(SQLException e) {
    return e instanceof SQLiteException sqlite ? sqlite.getResultCode().name() : "SQL error";
  }

  private Connection connection() throws SQLException {
    var open = connection;
    if (open == null || open.isClosed()) {
      var config = new SQLiteConfig();
      config.setJournalMode(JournalMode.WAL);
      config.setSynchronous(synchronous);
      config.setBusyTimeout(BUSY_MILLIS);
      config.setTempStore(TempStore.MEMORY);
      config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "on");
      config.setTransactionMode(TransactionMode.IMMEDIATE);
      open = config.createConnection("jdbc:sqlite:" + path.toAbsolutePath());
      connection = open;
    }
    return open;
  }

  /** A refused row leaves a good connection; after anything else a new one is made. */
  private void undo(SQLException cause) {
    try {
      if (connection != null && refusedRow(cause)) {
        connection.rollback();
        return;
      }
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
    close();
  }

  private static Fault fault(SQLException e) {
    return refusedRow(e)
        ? Fault.of(Code.CONFLICT, "there is one of that name or id already")
        : Fault.of(Code.RECORD_UNAVAILABLE, "the state database failed: " + reason(e));
  }

  private static boolean refusedRow(SQLException e) {
    return e instanceof SQLiteException sqlite
        && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_PRIMARYKEY
            || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_CONSTRAINT_UNIQUE);
  }
}
