package io.sluice.store.embedded;

import io.sluice.vault.BoundHost;
import io.sluice.vault.CredentialRecord;
import io.sluice.vault.CredentialStore;
import io.sluice.vault.Slot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Sealed credentials in the table {@code credential}. */
final class SqlCredentialStore implements CredentialStore {
  private static final String ADD =
      """
      INSERT INTO credential (tenant, provider, name, version, host, port, sealed, fingerprint,
        created_at, created_by, retires_at, revoked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String RETIRE_OTHERS =
      """
      UPDATE credential SET retires_at = ?
      WHERE tenant = ? AND provider = ? AND name = ? AND version < ?
        AND revoked_at IS NULL AND (retires_at IS NULL OR retires_at > ?)
      """;
  private static final String REVOKE =
      """
      UPDATE credential SET revoked_at = coalesce(revoked_at, ?)
      WHERE tenant = ? AND provider = ? AND name = ? AND version = ?
      """;
  private static final String ALL =
      "SELECT * FROM credential ORDER BY tenant, provider, name, version";

  private final StateDatabase database;

  SqlCredentialStore(StateDatabase database) {
    this.database = database;
  }

  @Override
  public void add(CredentialRecord credential, Instant othersRetireAt) {
    database.call(
        connection -> {
          insert(connection, credential);
          return retireOthers(connection, credential, othersRetireAt);
        });
  }

  @Override
  public boolean revoke(CredentialRecord.Key key, Instant at) {
    return database.call(
        connection -> {
          try (var row = connection.prepareStatement(REVOKE)) {
            Column.set(row, 1, at);
            row.setString(2, key.slot().tenant());
            row.setString(3, key.slot().provider());
            row.setString(4, key.slot().name());
            row.setInt(5, key.version());
            return row.executeUpdate() > 0;
          }
        });
  }

  @Override
  public List<CredentialRecord> all() {
    return database.call(
        connection -> {
          var credentials = new ArrayList<CredentialRecord>();
          try (var query = connection.prepareStatement(ALL);
              var rows = query.executeQuery()) {
            while (rows.next()) {
              credentials.add(credential(rows));
            }
          }
          return credentials;
        });
  }

  private static void insert(Connection connection, CredentialRecord credential)
      throws SQLException {
    try (var row = connection.prepareStatement(ADD)) {
      row.setString(1, credential.slot().tenant());
      row.setString(2, credential.slot().provider());
      row.setString(3, credential.slot().name());
      row.setInt(4, credential.version());
      row.setString(5, credential.host().name());
      row.setInt(6, credential.host().port());
      row.setBytes(7, credential.sealed().toArray());
      row.setString(8, credential.fingerprint());
      row.setLong(9, credential.life().createdAt().toEpochMilli());
      row.setString(10, credential.life().createdBy());
      Column.set(row, 11, credential.life().retiresAt());
      Column.set(row, 12, credential.life().revokedAt());
      row.executeUpdate();
    }
  }

  private static int retireOthers(Connection connection, CredentialRecord newest, Instant at)
      throws SQLException {
    try (var row = connection.prepareStatement(RETIRE_OTHERS)) {
      Column.set(row, 1, at);
      row.setString(2, newest.slot().tenant());
      row.setString(3, newest.slot().provider());
      row.setString(4, newest.slot().name());
      row.setInt(5, newest.version());
      Column.set(row, 6, at);
      return row.executeUpdate();
    }
  }

  private static CredentialRecord credential(ResultSet row) throws SQLException {
    var slot = new Slot(row.getString("tenant"), row.getString("provider"), row.getString("name"));
    var life =
        new CredentialRecord.Life(
            Column.moment(row, "created_at"),
            row.getString("created_by"),
            Column.momentOrNull(row, "retires_at"),
            Column.momentOrNull(row, "revoked_at"));
    return new CredentialRecord(
        slot,
        row.getInt("version"),
        new BoundHost(row.getString("host"), row.getInt("port")),
        Column.bytes(row, "sealed"),
        row.getString("fingerprint"),
        life);
  }
}
