package io.sluice.store.embedded;

import io.sluice.store.SettingStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Settings in the table {@code setting}. */
final class SqlSettingStore implements SettingStore {
  private static final String GET = "SELECT value FROM setting WHERE name = ?";
  private static final String PUT =
      "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
  private static final String PUT_IF_ABSENT =
      "INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO NOTHING";

  private final StateDatabase database;

  SqlSettingStore(StateDatabase database) {
    this.database = database;
  }

  @Override
  public Optional<String> get(String name) {
    return database.call(connection -> read(connection, name));
  }

  @Override
  public void put(String name, String value) {
    database.call(connection -> write(connection, PUT, name, value));
  }

  @Override
  public String putIfAbsent(String name, String value) {
    return database.call(
        connection -> {
          write(connection, PUT_IF_ABSENT, name, value);
          return read(connection, name).orElse(value);
        });
  }

  private static Optional<String> read(Connection connection, String name) throws SQLException {
    try (var query = connection.prepareStatement(GET)) {
      query.setString(1, name);
      try (var rows = query.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }

  private static int write(Connection connection, String sql, String name, String value)
      throws SQLException {
    try (var row = connection.prepareStatement(sql)) {
      row.setString(1, name);
      row.setString(2, value);
      return row.executeUpdate();
    }
  }
}
