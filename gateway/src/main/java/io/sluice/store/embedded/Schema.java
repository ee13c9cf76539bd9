package io.sluice.store.embedded;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables of {@code state.db}, as the steps that lead there. A step that was released is never
 * changed; a change is a new step at the end. Moments are milliseconds since 1970, lists are JSON.
 */
final class Schema {
  private static final Migration FIRST =
      Migration.of(
          """
          CREATE TABLE caller_key (
            id TEXT PRIMARY KEY, tenant TEXT NOT NULL, name TEXT NOT NULL,
            team TEXT NOT NULL, app TEXT NOT NULL, roles TEXT NOT NULL,
            level TEXT NOT NULL, clearance TEXT, integrity TEXT NOT NULL, models TEXT NOT NULL,
            budget_micros INTEGER, budget_period TEXT NOT NULL, rpm INTEGER NOT NULL,
            digest BLOB NOT NULL, last_four TEXT NOT NULL,
            created_at INTEGER NOT NULL, created_by TEXT NOT NULL,
            expires_at INTEGER NOT NULL, revoked_at INTEGER
          ) STRICT
          """,
          "CREATE INDEX caller_key_made ON caller_key (created_at)",
          """
          CREATE TABLE operator (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL,
            digest BLOB NOT NULL, last_four TEXT NOT NULL,
            created_at INTEGER NOT NULL, created_by TEXT NOT NULL, revoked_at INTEGER
          ) STRICT
          """,
          "CREATE UNIQUE INDEX operator_live ON operator (name) WHERE revoked_at IS NULL",
          """
          CREATE TABLE credential (
            tenant TEXT NOT NULL, provider TEXT NOT NULL, name TEXT NOT NULL,
            version INTEGER NOT NULL, host TEXT NOT NULL, port INTEGER NOT NULL,
            sealed BLOB NOT NULL, fingerprint TEXT NOT NULL,
            created_at INTEGER NOT NULL, created_by TEXT NOT NULL,
            retires_at INTEGER, revoked_at INTEGER,
            PRIMARY KEY (tenant, provider, name, version)
          ) STRICT
          """,
          "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT");

  private static final Migration HELD_RESPONSES =
      Migration.of(
          """
          CREATE TABLE held_response (
            tenant TEXT NOT NULL, id TEXT NOT NULL, principal TEXT NOT NULL,
            expires_at INTEGER NOT NULL, bytes INTEGER NOT NULL, sealed BLOB NOT NULL,
            PRIMARY KEY (tenant, id, principal)
          ) STRICT
          """,
          "CREATE INDEX held_response_end ON held_response (expires_at, bytes)");

  private static final Migration APPROVALS =
      Migration.of(
          """
          CREATE TABLE approval (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL,
            tenant TEXT NOT NULL, asker TEXT NOT NULL, chain TEXT NOT NULL,
            binding TEXT NOT NULL, rules TEXT NOT NULL, level TEXT NOT NULL,
            categories TEXT NOT NULL, integrity TEXT NOT NULL, models TEXT NOT NULL,
            shown TEXT NOT NULL, opened_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
            closed_by TEXT NOT NULL, reason TEXT NOT NULL, closed_at INTEGER, until_at INTEGER
          ) STRICT
          """,
          "CREATE INDEX approval_opened ON approval (opened_at)");

  private static final Migration DOCUMENTS =
      Migration.of(
          """
          CREATE TABLE document (
            kind TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (kind, id)
          ) STRICT
          """);

  /** Answers know which exchange gave them, so that they go with it. */
  private static final Migration HELD_BY_EXCHANGE =
      Migration.of(
          "ALTER TABLE held_response ADD COLUMN exchange TEXT NOT NULL DEFAULT ''",
          "CREATE INDEX held_response_exchange ON held_response (exchange)");

  /** The steps; the schema's version is how many were taken. */
  static final List<Migration> STEPS =
      List.of(FIRST, HELD_RESPONSES, APPROVALS, DOCUMENTS, HELD_BY_EXCHANGE);

  private Schema() {}

  /**
   * Takes the steps that are missing, each with its version in one transaction: after a crash the
   * next start goes on where the last whole step ended.
   *
   * @throws NewerSchema if steps were taken that this version does not know
   */
  static void bringForward(Connection connection, List<Migration> steps) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY) STRICT");
    }
    int version = version(connection);
    if (version > steps.size()) {
      throw new NewerSchema(version, steps.size());
    }
    for (int next = version; next < steps.size(); next++) {
      take(connection, steps.get(next), next + 1);
    }
  }

  private static int version(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT max(version) FROM schema_version")) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private static void take(Connection connection, Migration step, int version) throws SQLException {
    connection.setAutoCommit(false);
    try (var done = connection.prepareStatement("INSERT INTO schema_version VALUES (?)")) {
      step.apply(connection);
      done.setInt(1, version);
      done.executeUpdate();
      connection.commit();
    } catch (SQLException e) {
      connection.rollback();
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }
}
