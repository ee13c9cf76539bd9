package io.sluice.store.embedded;

import io.sluice.audit.IndexRow;
import io.sluice.audit.RecordIndex;
import io.sluice.model.ExchangeId;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The index in {@code index.db}. */
public final class SqlRecordIndex implements RecordIndex, AutoCloseable {
  private static final Migration FIRST =
      Migration.of(
          "CREATE TABLE cursor (one INTEGER PRIMARY KEY, next INTEGER NOT NULL) STRICT",
          "INSERT INTO cursor VALUES (1, 0)",
          """
          CREATE TABLE exchange (
            exchange TEXT PRIMARY KEY, at INTEGER NOT NULL, tenant TEXT NOT NULL,
            principal TEXT NOT NULL, team TEXT NOT NULL, model TEXT NOT NULL,
            level TEXT NOT NULL, session TEXT NOT NULL, trace TEXT NOT NULL,
            parent TEXT NOT NULL, subject TEXT NOT NULL, verdict TEXT NOT NULL,
            outcome TEXT NOT NULL, code TEXT NOT NULL, served TEXT NOT NULL,
            provider TEXT NOT NULL, cost INTEGER NOT NULL
          ) STRICT, WITHOUT ROWID
          """,
          """
          CREATE TABLE rule (
            rule TEXT NOT NULL, exchange TEXT NOT NULL, PRIMARY KEY (rule, exchange)
          ) STRICT, WITHOUT ROWID
          """,
          """
          CREATE TABLE call (
            entry INTEGER NOT NULL, number INTEGER NOT NULL, exchange TEXT NOT NULL,
            at INTEGER NOT NULL, provider TEXT NOT NULL, model TEXT NOT NULL,
            upstream_id TEXT NOT NULL, input INTEGER NOT NULL, output INTEGER NOT NULL,
            cost INTEGER NOT NULL, PRIMARY KEY (entry, number)
          ) STRICT, WITHOUT ROWID
          """);

  private static final Migration LINEAGE =
      Migration.of(
          """
          CREATE TABLE lineage (
            origin TEXT NOT NULL, exchange TEXT NOT NULL, PRIMARY KEY (origin, exchange)
          ) STRICT, WITHOUT ROWID
          """);

  /** By what is looked for besides the keys; left out while much is added, and made afterwards. */
  private static final Map<String, String> ORDERS =
      new TreeMap<>(
          Map.of(
              "exchange_at", "exchange (at, exchange)",
              "exchange_session", "exchange (session) WHERE session <> ''",
              "exchange_trace", "exchange (trace) WHERE trace <> ''",
              "exchange_principal", "exchange (principal, at)",
              "call_provider", "call (provider, at)",
              "lineage_exchange", "lineage (exchange)"));

  private static final Map<Field, String> COLUMNS = columns();

  private final StateDatabase database;

  private SqlRecordIndex(StateDatabase database) {
    this.database = database;
  }

  /**
   * Opens {@code index.db} of that directory.
   *
   * @throws IOException if it cannot be opened
   */
  public static SqlRecordIndex open(DataDirectory directory) throws IOException {
    directory.directory("native");
    var index =
        new SqlRecordIndex(
            StateDatabase.open(
                directory.file("index.db"), StateSettings.DERIVED, List.of(FIRST, LINEAGE)));
    index.far(false); // a process that died while it was far behind left it without its orders
    return index;
  }

  @Override
  public void far(boolean behind) {
    database.call(
        connection -> {
          try (var statement = connection.createStatement()) {
            for (var order : ORDERS.entrySet()) {
              statement.execute(
                  behind
                      ? "DROP INDEX IF EXISTS " + order.getKey()
                      : "CREATE INDEX IF NOT EXISTS " + order.getKey() + " ON " + order.getValue());
            }
            return behind;
          }
        });
  }

  /** Deletes {@code index.db}, which must be closed. */
  public static void delete(DataDirectory directory) throws IOException {
    for (String name : List.of("index.db", "index.db-wal", "index.db-shm")) {
      Files.deleteIfExists(directory.file(name));
    }
  }

  private static Map<Field, String> columns() {
    var all = new EnumMap<Field, String>(Field.class);
    all.put(Field.TENANT, "tenant = ?");
    all.put(Field.PRINCIPAL, "principal = ?");
    all.put(Field.TEAM, "team = ?");
    all.put(Field.MODEL, "? IN (model, served)");
    all.put(Field.PROVIDER, "provider = ?");
    all.put(Field.LEVEL, "level = ?");
    all.put(Field.DECISION, "verdict = ?");
    all.put(Field.RULE, "exchange IN (SELECT exchange FROM rule WHERE rule = ?)");
    all.put(Field.OUTCOME, "outcome = ?");
    all.put(Field.CODE, "code = ?");
    all.put(Field.SESSION, "session = ?");
    all.put(Field.TRACE, "trace = ?");
    all.put(Field.SUBJECT, "subject = ?");
    return all;
  }

  @Override
  public long next() {
    return database.call(
        connection -> {
          try (var query = connection.prepareStatement("SELECT next FROM cursor");
              var rows = query.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0L;
          }
        });
  }

  @Override
  public void add(List<IndexRow> rows, long next) {
    database.call(
        connection -> {
          try (var writing = new IndexWriting(connection)) {
            for (IndexRow row : rows) {
              writing.add(row);
            }
            writing.next(next);
            return rows.size();
          }
        });
  }

  @Override
  public Page search(Query query, Place after, int limit) {
    var where = new StringBuilder("(at, exchange) < (?, ?) AND at >= ? AND at < ? AND cost >= ?");
    var values = new ArrayList<String>();
    query
        .is()
        .forEach(
            (field, value) -> {
              where.append(" AND ").append(COLUMNS.get(field));
              values.add(value);
            });
    String sql =
        "SELECT * FROM exchange WHERE " + where + " ORDER BY at DESC, exchange DESC LIMIT ?";
    return database.call(
        connection -> {
          try (var search = connection.prepareStatement(sql)) {
            search.setLong(1, after.at());
            search.setString(2, after.exchange());
            search.setLong(3, query.span().since());
            search.setLong(4, query.span().until());
            search.setLong(5, query.leastCost());
            for (int i = 0; i < values.size(); i++) {
              search.setString(6 + i, values.get(i));
            }
            search.setInt(6 + values.size(), limit + 1);
            return page(search, limit);
          }
        });
  }

  private static Page page(PreparedStatement search, int limit) throws SQLException {
    var found = new ArrayList<Found>();
    try (var rows = search.executeQuery()) {
      while (rows.next()) {
        found.add(found(rows));
      }
    }
    if (found.size() <= limit) {
      return new Page(found, Optional.empty());
    }
    Found last = found.get(limit - 1);
    return new Page(
        found.subList(0, limit),
        Optional.of(new Place(last.at().toEpochMilli(), last.exchange().value())));
  }

  private static Found found(ResultSet row) throws SQLException {
    var kin =
        new IndexRow.Kin(
            row.getString("session"),
            row.getString("trace"),
            row.getString("parent"),
            row.getString("subject"));
    var asked =
        new IndexRow.Asked(
            row.getString("tenant"),
            row.getString("principal"),
            row.getString("team"),
            row.getString("model"),
            row.getString("level"),
            kin);
    var outcome =
        new IndexRow.Outcome(
            row.getString("outcome"),
            row.getString("code"),
            row.getString("served"),
            row.getLong("cost"),
            List.of());
    return new Found(
        new ExchangeId(row.getString("exchange")),
        Column.moment(row, "at"),
        asked,
        row.getString("verdict"),
        outcome);
  }

  @Override
  public List<Relative> relatives(ExchangeId exchange, int limit) {
    return database.call(
        connection -> {
          var all = new ArrayList<Relative>();
          for (String by : List.of("trace", "session")) {
            String sql =
                """
                SELECT o.exchange FROM exchange e
                JOIN exchange o ON o.%1$s = e.%1$s AND o.tenant = e.tenant
                WHERE e.exchange = ? AND e.%1$s <> '' AND o.exchange <> e.exchange
                ORDER BY o.at LIMIT ?
                """
                    .formatted(by);
            relatives(connection, sql, exchange, limit)
                .forEach(id -> all.add(new Relative(id, by)));
          }
          return all;
        });
  }

  @Override
  public Kinship lineage(ExchangeId exchange, int limit) {
    return database.call(
        connection ->
            new Kinship(
                relatives(
                    connection,
                    "SELECT origin FROM lineage WHERE exchange = ? ORDER BY origin LIMIT ?",
                    exchange,
                    limit),
                relatives(
                    connection,
                    "SELECT exchange FROM lineage WHERE origin = ? ORDER BY exchange LIMIT ?",
                    exchange,
                    limit)));
  }

  private static List<ExchangeId> relatives(
      Connection connection, String sql, ExchangeId of, int limit) throws SQLException {
    var all = new ArrayList<ExchangeId>();
    try (var query = connection.prepareStatement(sql)) {
      query.setString(1, of.value());
      query.setInt(2, limit);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          all.add(new ExchangeId(rows.getString(1)));
        }
      }
    }
    return all;
  }

  @Override
  public Map<String, Long> calls(long from) {
    return database.call(
        connection -> {
          var all = new TreeMap<String, Long>();
          try (var query =
              connection.prepareStatement(
                  "SELECT provider, count(*) FROM call WHERE entry >= ? GROUP BY provider")) {
            query.setLong(1, from);
            try (var rows = query.executeQuery()) {
              while (rows.next()) {
                all.put(rows.getString(1), rows.getLong(2));
              }
            }
          }
          return all;
        });
  }

  @Override
  public List<Billed> billed(String provider, Span span, int limit) {
    return database.call(
        connection -> {
          var all = new ArrayList<Billed>();
          try (var query =
              connection.prepareStatement(
                  "SELECT * FROM call WHERE provider = ? AND at >= ? AND at < ?"
                      + " ORDER BY at LIMIT ?")) {
            query.setString(1, provider);
            query.setLong(2, span.since());
            query.setLong(3, span.until());
            query.setInt(4, limit);
            try (var rows = query.executeQuery()) {
              while (rows.next()) {
                all.add(billed(rows));
              }
            }
          }
          return all;
        });
  }

  private static Billed billed(ResultSet row) throws SQLException {
    var call =
        new IndexRow.Call(
            row.getString("model"),
            row.getString("upstream_id"),
            row.getLong("input"),
            row.getLong("output"),
            row.getLong("cost"));
    return new Billed(
        new ExchangeId(row.getString("exchange")), Instant.ofEpochMilli(row.getLong("at")), call);
  }

  @Override
  public void forgetSubject(ExchangeId exchange) {
    database.call(
        connection -> {
          try (var update =
              connection.prepareStatement("UPDATE exchange SET subject = '' WHERE exchange = ?")) {
            update.setString(1, exchange.value());
            return update.executeUpdate();
          }
        });
    database.compact();
  }

  @Override
  public void close() {
    database.close();
  }
}
