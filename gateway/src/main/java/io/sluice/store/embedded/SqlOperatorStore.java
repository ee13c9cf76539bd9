package io.sluice.store.embedded;

import io.sluice.identity.OperatorRecord;
import io.sluice.identity.OperatorStore;
import io.sluice.identity.Proof;
import io.sluice.identity.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Operators in the table {@code operator}. */
final class SqlOperatorStore implements OperatorStore {
  private static final String ADD =
      """
      INSERT INTO operator (id, name, role, digest, last_four, created_at, created_by, revoked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String REVOKE =
      "UPDATE operator SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL";
  private static final String ALL = "SELECT * FROM operator ORDER BY created_at, rowid";

  private final StateDatabase database;

  SqlOperatorStore(StateDatabase database) {
    this.database = database;
  }

  @Override
  public void add(OperatorRecord operator) {
    database.call(
        connection -> {
          try (var row = connection.prepareStatement(ADD)) {
            row.setString(1, operator.id());
            row.setString(2, operator.name());
            row.setString(3, operator.role().word());
            row.setBytes(4, operator.proof().digest().toArray());
            row.setString(5, operator.proof().lastFour());
            row.setLong(6, operator.createdAt().toEpochMilli());
            row.setString(7, operator.createdBy());
            Column.set(row, 8, operator.revokedAt());
            return row.executeUpdate();
          }
        });
  }

  @Override
  public boolean revoke(String name, Instant at) {
    return database.call(
        connection -> {
          try (var row = connection.prepareStatement(REVOKE)) {
            Column.set(row, 1, at);
            row.setString(2, name);
            return row.executeUpdate() > 0;
          }
        });
  }

  @Override
  public List<OperatorRecord> all() {
    return database.call(
        connection -> {
          var operators = new ArrayList<OperatorRecord>();
          try (var query = connection.prepareStatement(ALL);
              var rows = query.executeQuery()) {
            while (rows.next()) {
              operators.add(operator(rows));
            }
          }
          return operators;
        });
  }

  private static OperatorRecord operator(ResultSet row) throws SQLException {
    return new OperatorRecord(
        row.getString("id"),
        row.getString("name"),
        Role.of(row.getString("role")).orElseThrow(() -> new SQLException("unknown role")),
        new Proof(Column.bytes(row, "digest"), row.getString("last_four")),
        Column.moment(row, "created_at"),
        row.getString("created_by"),
        Column.momentOrNull(row, "revoked_at"));
  }
}
