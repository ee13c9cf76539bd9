package io.sluice.store.embedded;

import io.sluice.identity.KeyRecord;
import io.sluice.identity.KeyStore;
import io.sluice.identity.Proof;
import io.sluice.model.Integrity;
import io.sluice.model.Level;
import io.sluice.model.Money;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Affiliation;
import io.sluice.model.Principal.Allowance;
import io.sluice.model.Principal.Delegation;
import io.sluice.model.Principal.Grants;
import io.sluice.model.Principal.Period;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Caller keys in the table {@code caller_key}. */
final class SqlKeyStore implements KeyStore {
  private static final String ADD =
      """
      INSERT INTO caller_key (id, tenant, name, team, app, roles, level, clearance, integrity,
        models, budget_micros, budget_period, rpm, digest, last_four, created_at, created_by,
        expires_at, revoked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String REVOKE =
      "UPDATE caller_key SET revoked_at = coalesce(revoked_at, ?) WHERE id = ?";
  private static final String LIVE =
      "SELECT * FROM caller_key WHERE revoked_at IS NULL AND expires_at > ?";
  private static final String COUNT_LIVE =
      "SELECT count(*) FROM caller_key WHERE revoked_at IS NULL AND expires_at > ?";
  private static final String NEWEST =
      "SELECT * FROM caller_key ORDER BY created_at DESC, rowid DESC LIMIT ?";

  private final StateDatabase database;

  SqlKeyStore(StateDatabase database) {
    this.database = database;
  }

  @Override
  public void add(KeyRecord key) {
    database.call(
        connection -> {
          try (var row = connection.prepareStatement(ADD)) {
            fill(row, key);
            return row.executeUpdate();
          }
        });
  }

  @Override
  public boolean revoke(String id, Instant at) {
    return database.call(
        connection -> {
          try (var row = connection.prepareStatement(REVOKE)) {
            Column.set(row, 1, at);
            row.setString(2, id);
            return row.executeUpdate() > 0;
          }
        });
  }

  @Override
  public List<KeyRecord> live(Instant now) {
    return select(LIVE, now.toEpochMilli());
  }

  @Override
  public int countLive(Instant now) {
    return database.call(
        connection -> {
          try (var query = connection.prepareStatement(COUNT_LIVE)) {
            query.setLong(1, now.toEpochMilli());
            try (var rows = query.executeQuery()) {
              return rows.next() ? rows.getInt(1) : 0;
            }
          }
        });
  }

  @Override
  public List<KeyRecord> newest(int limit) {
    return select(NEWEST, limit);
  }

  private List<KeyRecord> select(String sql, long parameter) {
    return database.call(
        connection -> {
          try (var query = connection.prepareStatement(sql)) {
            query.setLong(1, parameter);
            var keys = new ArrayList<KeyRecord>();
            try (var rows = query.executeQuery()) {
              while (rows.next()) {
                keys.add(key(rows));
              }
            }
            return keys;
          }
        });
  }

  private static void fill(PreparedStatement row, KeyRecord key) throws SQLException {
    var principal = key.principal();
    row.setString(1, key.id());
    row.setString(2, principal.tenant());
    row.setString(3, key.name());
    row.setString(4, principal.affiliation().team());
    row.setString(5, principal.affiliation().app());
    row.setString(6, Column.text(principal.affiliation().roles()));
    var grants = principal.grants();
    var clearance = grants.clearance();
    row.setString(7, grants.level().word());
    row.setString(8, clearance == null ? null : clearance.word());
    row.setString(9, grants.integrity().word());
    row.setString(10, Column.text(grants.models()));
    var allowance = principal.allowance();
    var budget = allowance.budget();
    if (budget == null) {
      row.setNull(11, Types.INTEGER);
    } else {
      row.setLong(11, budget.micros());
    }
    row.setString(12, allowance.period().name());
    row.setInt(13, allowance.requestsPerMinute());
    row.setBytes(14, key.proof().digest().toArray());
    row.setString(15, key.proof().lastFour());
    row.setLong(16, key.life().createdAt().toEpochMilli());
    row.setString(17, key.life().createdBy());
    row.setLong(18, key.life().expiresAt().toEpochMilli());
    Column.set(row, 19, key.life().revokedAt());
  }

  private static KeyRecord key(ResultSet row) throws SQLException {
    var principal =
        new Principal(
            row.getString("tenant"),
            row.getString("id"),
            new Affiliation(row.getString("team"), row.getString("app"), Column.list(row, "roles")),
            grants(row),
            allowance(row),
            Delegation.NONE);
    var proof = new Proof(Column.bytes(row, "digest"), row.getString("last_four"));
    var life =
        new KeyRecord.Life(
            Column.moment(row, "created_at"),
            row.getString("created_by"),
            Column.moment(row, "expires_at"),
            Column.momentOrNull(row, "revoked_at"));
    return new KeyRecord(row.getString("name"), principal, proof, life);
  }

  private static Grants grants(ResultSet row) throws SQLException {
    var clearance = row.getString("clearance");
    return new Grants(
        level(row.getString("level")),
        clearance == null ? null : level(clearance),
        Integrity.of(row.getString("integrity"))
            .orElseThrow(() -> new SQLException("unknown integrity")),
        Column.list(row, "models"));
  }

  private static Level level(String word) throws SQLException {
    return Level.of(word).orElseThrow(() -> new SQLException("unknown level"));
  }

  private static Allowance allowance(ResultSet row) throws SQLException {
    long micros = row.getLong("budget_micros");
    var budget = row.wasNull() ? null : new Money(micros);
    var period = Period.valueOf(row.getString("budget_period"));
    return new Allowance(budget, period, row.getInt("rpm"));
  }
}
