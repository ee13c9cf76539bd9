package io.sluice.store.embedded;

import io.sluice.audit.Custody;
import io.sluice.audit.Prints;
import io.sluice.audit.Sighting;
import io.sluice.audit.Sighting.How;
import io.sluice.audit.Sighting.Way;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Stop;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Custody in {@code custody.db}. A text that was shown often has its fingerprints there once. */
public final class SqlCustody implements Custody, AutoCloseable {
  /** Segments of which the places are looked up at most, those that match best. */
  private static final int MOST_SEGMENTS = 500;

  private static final Migration FIRST =
      Migration.of(
          """
          CREATE TABLE exchange (
            id INTEGER PRIMARY KEY, exchange TEXT NOT NULL UNIQUE, tenant TEXT NOT NULL,
            principal TEXT NOT NULL, at INTEGER NOT NULL, salt BLOB NOT NULL
          ) STRICT
          """,
          "CREATE INDEX exchange_at ON exchange (at)",
          """
          CREATE TABLE segment (
            id INTEGER PRIMARY KEY, exact BLOB NOT NULL UNIQUE, prints BLOB NOT NULL
          ) STRICT
          """,
          """
          CREATE TABLE print (
            hash INTEGER NOT NULL, segment INTEGER NOT NULL, PRIMARY KEY (hash, segment)
          ) STRICT, WITHOUT ROWID
          """,
          """
          CREATE TABLE sighting (
            segment INTEGER NOT NULL, exchange INTEGER NOT NULL, way TEXT NOT NULL,
            model TEXT NOT NULL, how TEXT NOT NULL,
            PRIMARY KEY (segment, exchange, way, model, how)
          ) STRICT, WITHOUT ROWID
          """,
          "CREATE INDEX sighting_exchange ON sighting (exchange)");

  /** Names of models once, ways as two letters, and moments in the order of the rows. */
  private static final Migration SMALLER =
      Migration.of(
          "CREATE TABLE model (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
          "INSERT INTO model (name) SELECT DISTINCT model FROM sighting",
          "DROP INDEX sighting_exchange",
          "DROP INDEX exchange_at",
          "ALTER TABLE sighting RENAME TO wide",
          """
          CREATE TABLE sighting (
            segment INTEGER NOT NULL, exchange INTEGER NOT NULL, manner TEXT NOT NULL,
            model INTEGER NOT NULL, PRIMARY KEY (segment, exchange, manner, model)
          ) STRICT, WITHOUT ROWID
          """,
          """
          INSERT INTO sighting
          SELECT w.segment, w.exchange, substr(w.way, 1, 1) || substr(w.how, 1, 1), m.id
          FROM wide w JOIN model m ON m.name = w.model
          """,
          "DROP TABLE wide",
          "CREATE INDEX sighting_exchange ON sighting (exchange)");

  /**
   * What exchanges showed as strands: each piece follows the one before it, and an exchange names
   * its last. A conversation sends all of itself each turn; what it sent before is there once.
   */
  private static final Migration STRANDS =
      Migration.of(
          """
          CREATE TABLE strand (
            id INTEGER PRIMARY KEY, parent INTEGER NOT NULL, segment INTEGER NOT NULL,
            manner TEXT NOT NULL, model INTEGER NOT NULL
          ) STRICT
          """,
          """
          CREATE TEMP TABLE turn AS
          SELECT row_number() OVER (ORDER BY exchange, segment, manner, model) AS id, *
          FROM sighting
          """,
          "CREATE INDEX temp.turn_exchange ON turn (exchange, id)",
          """
          INSERT INTO strand
          SELECT id, iif(lag(exchange) OVER (ORDER BY id) = exchange, id - 1, 0),
            segment, manner, model FROM turn
          """,
          "ALTER TABLE exchange ADD COLUMN strand INTEGER NOT NULL DEFAULT 0",
          """
          UPDATE exchange SET strand =
            coalesce((SELECT max(t.id) FROM turn t WHERE t.exchange = exchange.id), 0)
          """,
          "DROP TABLE turn",
          "DROP TABLE sighting",
          "CREATE INDEX strand_parent ON strand (parent, segment)",
          "CREATE INDEX strand_segment ON strand (segment)",
          "CREATE INDEX exchange_strand ON exchange (strand)");

  /** The steps; the schema's version is how many were taken. */
  static final List<Migration> STEPS = List.of(FIRST, SMALLER, STRANDS);

  private final StateDatabase database;
  private final RecentRows rows = new RecentRows();

  private SqlCustody(StateDatabase database) {
    this.database = database;
  }

  /**
   * Opens {@code custody.db} of that directory.
   *
   * @throws IOException if it cannot be opened
   */
  public static SqlCustody open(DataDirectory directory) throws IOException {
    directory.directory("native");
    return new SqlCustody(
        StateDatabase.open(directory.file("custody.db"), StateSettings.BACKGROUND, STEPS));
  }

  @Override
  public void add(List<Sighting> sightings) {
    if (sightings.isEmpty()) {
      return;
    }
    try {
      database.call(
          connection -> {
            try (var writing = new CustodyWriting(connection, rows)) {
              for (Sighting sighting : sightings) {
                writing.add(sighting);
              }
              return sightings.size();
            }
          });
    } catch (Stop e) {
      rows.doubt(); // those that it made may not be there
      throw e;
    }
  }

  @Override
  public List<String> tenants() {
    return database.call(
        connection -> {
          var all = new ArrayList<String>();
          try (var query =
                  connection.prepareStatement("SELECT DISTINCT tenant FROM exchange ORDER BY 1");
              var rows = query.executeQuery()) {
            while (rows.next()) {
              all.add(rows.getString(1));
            }
          }
          return all;
        });
  }

  @Override
  public List<Seen> find(String tenant, Prints prints, int limit) {
    return database.call(
        connection -> {
          Map<Long, Match> segments = matches(connection, prints);
          var all = new ArrayList<Seen>();
          for (var segment : segments.entrySet()) {
            places(connection, segment, all);
          }
          return CustodyMerge.newest(all, limit);
        });
  }

  private static Map<Long, Match> matches(Connection connection, Prints prints)
      throws SQLException {
    var counts = new HashMap<Long, Integer>();
    try (var query = connection.prepareStatement("SELECT segment FROM print WHERE hash = ?")) {
      for (int i = 0; i < prints.count(); i++) {
        query.setLong(1, prints.hash(i));
        try (var rows = query.executeQuery()) {
          while (rows.next()) {
            counts.merge(rows.getLong(1), 1, Integer::sum);
          }
        }
      }
    }
    Long exact = exact(connection, prints.exact());
    if (exact != null) {
      counts.putIfAbsent(exact, 0);
    }
    var best = new HashMap<Long, Match>();
    var sorted = new ArrayList<>(counts.entrySet());
    sorted.sort((one, other) -> Integer.compare(other.getValue(), one.getValue()));
    try (var query =
        connection.prepareStatement("SELECT length(prints) / 8 FROM segment WHERE id = ?")) {
      for (var one : sorted.subList(0, Math.min(MOST_SEGMENTS, sorted.size()))) {
        query.setLong(1, one.getKey());
        try (var rows = query.executeQuery()) {
          int of = rows.next() ? rows.getInt(1) : 0;
          best.put(one.getKey(), new Match(one.getKey().equals(exact), one.getValue(), of));
        }
      }
    }
    return best;
  }

  private static @Nullable Long exact(Connection connection, Bytes exact) throws SQLException {
    try (var query = connection.prepareStatement("SELECT id FROM segment WHERE exact = ?")) {
      query.setBytes(1, exact.toArray());
      try (var rows = query.executeQuery()) {
        return rows.next() ? rows.getLong(1) : null;
      }
    }
  }

  private static void places(Connection connection, Map.Entry<Long, Match> segment, List<Seen> into)
      throws SQLException {
    try (var query =
        connection.prepareStatement(
            """
            WITH RECURSIVE below (id, manner, model) AS (
              SELECT id, manner, model FROM strand WHERE segment = ?
              UNION
              SELECT s.id, b.manner, b.model FROM below b JOIN strand s ON s.parent = b.id
            )
            SELECT e.exchange, e.at, e.principal, b.manner, m.name
            FROM below b JOIN exchange e ON e.strand = b.id JOIN model m ON m.id = b.model
            ORDER BY e.at DESC LIMIT 1000
            """)) {
      query.setLong(1, segment.getKey());
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          into.add(seen(rows, segment.getValue()));
        }
      }
    }
  }

  private static Seen seen(ResultSet rows, Match match) throws SQLException {
    String manner = rows.getString(4);
    return new Seen(
        new ExchangeId(rows.getString(1)),
        Instant.ofEpochMilli(rows.getLong(2)),
        rows.getString(3),
        beginning(Way.values(), manner.charAt(0)),
        rows.getString(5),
        beginning(How.values(), manner.charAt(1)),
        match);
  }

  private static <E extends Enum<E>> E beginning(E[] all, char letter) throws SQLException {
    for (E one : all) {
      if (one.name().charAt(0) == letter) {
        return one;
      }
    }
    throw new SQLException("a sighting of no known manner");
  }

  @Override
  public List<Link> links(ExchangeId exchange, int limit) {
    return database.call(
        connection -> {
          var all = new ArrayList<Link>();
          for (boolean forward : new boolean[] {true, false}) {
            links(connection, new Asked(exchange, forward, limit), all);
          }
          return all;
        });
  }

  /** Which links are wanted: to later prompts, or from earlier answers. */
  private record Asked(ExchangeId exchange, boolean forward, int limit) {}

  private static void links(Connection connection, Asked asked, List<Link> into)
      throws SQLException {
    String sql =
        """
        WITH RECURSIVE mine (parent, segment, manner) AS (
          SELECT s.parent, s.segment, s.manner
          FROM exchange e JOIN strand s ON s.id = e.strand WHERE e.exchange = ?1
          UNION ALL
          SELECT s.parent, s.segment, s.manner FROM mine m JOIN strand s ON s.id = m.parent
        ), below (id) AS (
          SELECT s.id FROM mine m
          JOIN segment g ON g.id = m.segment AND length(g.prints) > 0
          JOIN strand s ON s.segment = m.segment AND substr(s.manner, 1, 1) = ?3
          WHERE substr(m.manner, 1, 1) = ?2
          UNION
          SELECT s.id FROM below b JOIN strand s ON s.parent = b.id
        )
        SELECT DISTINCT o.exchange FROM exchange e JOIN below b
        JOIN exchange o ON o.strand = b.id AND o.id <> e.id AND o.tenant = e.tenant
        WHERE e.exchange = ?1 AND (o.at >= e.at) = ?4 ORDER BY o.at LIMIT ?5
        """;
    try (var query = connection.prepareStatement(sql)) {
      query.setString(1, asked.exchange.value());
      query.setString(2, asked.forward ? "A" : "P");
      query.setString(3, asked.forward ? "P" : "A");
      query.setInt(4, asked.forward ? 1 : 0);
      query.setInt(5, asked.limit);
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          var other = new ExchangeId(rows.getString(1));
          into.add(
              asked.forward ? new Link(asked.exchange, other) : new Link(other, asked.exchange));
        }
      }
    }
  }

  @Override
  public Optional<Bytes> salt(ExchangeId exchange) {
    return database.call(
        connection -> {
          try (var query =
              connection.prepareStatement("SELECT salt FROM exchange WHERE exchange = ?")) {
            query.setString(1, exchange.value());
            try (var rows = query.executeQuery()) {
              return rows.next() ? Optional.of(Column.bytes(rows, "salt")) : Optional.empty();
            }
          }
        });
  }

  @Override
  public boolean erase(ExchangeId exchange) {
    boolean erased =
        database.call(
            connection -> {
              try (var query =
                  connection.prepareStatement("SELECT id FROM exchange WHERE exchange = ?")) {
                query.setString(1, exchange.value());
                rows.forget();
                return CustodyErasure.of(connection, query) > 0;
              }
            });
    database.compact();
    return erased;
  }

  @Override
  public int eraseBefore(Instant until, int limit) {
    return database.call(
        connection -> {
          try (var query =
              connection.prepareStatement(
                  "SELECT id FROM (SELECT id, at FROM exchange ORDER BY id LIMIT ?) WHERE at <"
                      + " ?")) {
            query.setInt(1, limit);
            query.setLong(2, until.toEpochMilli());
            rows.forget();
            return CustodyErasure.of(connection, query);
          }
        });
  }

  @Override
  public void close() {
    database.close();
  }
}
