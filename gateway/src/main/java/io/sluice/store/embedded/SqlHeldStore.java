package io.sluice.store.embedded;

import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.pipeline.HeldStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** Sealed answers in the table {@code held_response}. */
final class SqlHeldStore implements HeldStore {
  private static final String PUT =
      """
      INSERT INTO held_response (tenant, id, principal, expires_at, bytes, sealed, exchange)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (tenant, id, principal) DO UPDATE
      SET expires_at = excluded.expires_at, bytes = excluded.bytes, sealed = excluded.sealed,
        exchange = excluded.exchange
      """;
  private static final String DROP_PAST = "DELETE FROM held_response WHERE expires_at <= ?";
  private static final String ALL_BYTES = "SELECT coalesce(sum(bytes), 0) FROM held_response";
  private static final String DROP_OLDEST =
      """
      DELETE FROM held_response WHERE rowid IN
        (SELECT rowid FROM held_response ORDER BY expires_at LIMIT 16)
      """;
  private static final String GET =
      """
      SELECT sealed FROM held_response
      WHERE tenant = ? AND id = ? AND principal = ? AND expires_at > ?
      """;
  private static final String ERASE =
      "DELETE FROM held_response WHERE tenant = ? AND id = ? AND principal = ?";
  private static final String ERASE_OF = "DELETE FROM held_response WHERE exchange = ?";
  private final StateDatabase database;

  SqlHeldStore(StateDatabase database) {
    this.database = database;
  }

  @Override
  public void put(Name name, Sealed sealed, Limits limits) {
    boolean done =
        database.call(
            connection -> {
              try (var past = connection.prepareStatement(DROP_PAST)) {
                Column.set(past, 1, limits.now());
                past.executeUpdate();
              }
              long room = limits.mostBytes() - sealed.bytes().length();
              while (bytes(connection) > room) {
                dropOldest(connection);
              }
              return insert(connection, name, sealed);
            });
    assert done;
  }

  private static long bytes(Connection connection) throws SQLException {
    try (var query = connection.prepareStatement(ALL_BYTES);
        var rows = query.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  private static void dropOldest(Connection connection) throws SQLException {
    try (var oldest = connection.prepareStatement(DROP_OLDEST)) {
      if (oldest.executeUpdate() == 0) {
        throw new SQLException("no answer is left, and there is still no room for one more");
      }
    }
  }

  private static boolean insert(Connection connection, Name name, Sealed sealed)
      throws SQLException {
    try (var row = connection.prepareStatement(PUT)) {
      row.setString(1, name.tenant());
      row.setString(2, name.id());
      row.setString(3, name.principal());
      Column.set(row, 4, sealed.until());
      row.setInt(5, sealed.bytes().length());
      row.setBytes(6, sealed.bytes().toArray());
      row.setString(7, sealed.exchange().value());
      return row.executeUpdate() > 0;
    }
  }

  @Override
  public Optional<Bytes> get(Name name, Instant now) {
    return database.call(
        connection -> {
          try (var query = connection.prepareStatement(GET)) {
            query.setString(1, name.tenant());
            query.setString(2, name.id());
            query.setString(3, name.principal());
            Column.set(query, 4, now);
            try (var rows = query.executeQuery()) {
              return rows.next() ? Optional.of(Column.bytes(rows, "sealed")) : Optional.empty();
            }
          }
        });
  }

  @Override
  public boolean erase(Name name) {
    return database.call(
        connection -> {
          try (var row = connection.prepareStatement(ERASE)) {
            row.setString(1, name.tenant());
            row.setString(2, name.id());
            row.setString(3, name.principal());
            return row.executeUpdate() > 0;
          }
        });
  }

  @Override
  public int erase(ExchangeId exchange) {
    int erased =
        database.call(
            connection -> {
              try (var rows = connection.prepareStatement(ERASE_OF)) {
                rows.setString(1, exchange.value());
                return rows.executeUpdate();
              }
            });
    if (erased > 0) {
      database.compact();
    }
    return erased;
  }
}
