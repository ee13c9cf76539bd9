package io.sluice.store.embedded;

import io.sluice.audit.Prints;
import io.sluice.audit.Sighting;
import io.sluice.audit.Sighting.Piece;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The statements of one transaction that adds. */
final class CustodyWriting implements AutoCloseable {
  private final RecentRows rows;
  private final PreparedStatement exchange;
  private final PreparedStatement known;
  private final PreparedStatement segment;
  private final PreparedStatement print;
  private final PreparedStatement follows;
  private final PreparedStatement strand;
  private final PreparedStatement last;
  private final PreparedStatement model;
  private final Map<String, Long> models = new HashMap<>();

  CustodyWriting(Connection connection, RecentRows rows) throws SQLException {
    this.rows = rows;
    rows.begin();
    exchange =
        connection.prepareStatement(
            "INSERT INTO exchange (exchange, tenant, principal, at, salt) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT (exchange) DO UPDATE SET at = excluded.at RETURNING id, strand");
    known = connection.prepareStatement("SELECT id FROM segment WHERE exact = ?");
    segment =
        connection.prepareStatement(
            "INSERT INTO segment (exact, prints) VALUES (?, ?) RETURNING id");
    print = connection.prepareStatement("INSERT OR IGNORE INTO print VALUES (?, ?)");
    follows =
        connection.prepareStatement(
            "SELECT id FROM strand WHERE parent = ? AND segment = ? AND manner = ? AND model = ?");
    strand =
        connection.prepareStatement(
            "INSERT INTO strand (parent, segment, manner, model) VALUES (?, ?, ?, ?) RETURNING id");
    last = connection.prepareStatement("UPDATE exchange SET strand = ? WHERE id = ?");
    model =
        connection.prepareStatement(
            "INSERT INTO model (name) VALUES (?)"
                + " ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id");
  }

  void add(Sighting one) throws SQLException {
    var owner = one.owner();
    exchange.setString(1, owner.exchange().value());
    exchange.setString(2, owner.tenant());
    exchange.setString(3, owner.principal());
    exchange.setLong(4, owner.at().toEpochMilli());
    exchange.setBytes(5, one.salt().toArray());
    long id;
    long before;
    try (var row = exchange.executeQuery()) {
      id = row.getLong(1);
      before = row.getLong(2);
    }
    long end = before;
    for (Piece piece : one.pieces()) {
      end = after(end, piece);
    }
    if (end != before) {
      last.setLong(1, end);
      last.setLong(2, id);
      last.executeUpdate();
    }
  }

  /** The strand that goes on with that piece where {@code parent} ends; made when there is none. */
  private long after(long parent, Piece piece) throws SQLException {
    var link =
        new RecentRows.Link(parent, segment(piece.prints()), manner(piece), model(piece.model()));
    Long seen = rows.of(link);
    if (seen == null) {
      set(follows, link);
      try (var row = follows.executeQuery()) {
        seen = row.next() ? row.getLong(1) : null;
      }
      if (seen == null) {
        set(strand, link);
        seen = id(strand);
      }
      rows.put(link, seen);
    }
    return seen;
  }

  private static void set(PreparedStatement statement, RecentRows.Link link) throws SQLException {
    statement.setLong(1, link.parent());
    statement.setLong(2, link.segment());
    statement.setString(3, link.manner());
    statement.setLong(4, link.model());
  }

  private long model(String name) throws SQLException {
    Long known = models.get(name);
    if (known == null) {
      model.setString(1, name);
      known = id(model);
      models.put(name, known);
    }
    return known;
  }

  private long segment(Prints prints) throws SQLException {
    Long seen = rows.of(prints.exact());
    if (seen != null) {
      return seen;
    }
    long id = row(prints);
    rows.put(prints.exact(), id);
    return id;
  }

  private long row(Prints prints) throws SQLException {
    known.setBytes(1, prints.exact().toArray());
    try (var rows = known.executeQuery()) {
      if (rows.next()) {
        return rows.getLong(1);
      }
    }
    var all = ByteBuffer.allocate(prints.count() * Long.BYTES);
    for (int i = 0; i < prints.count(); i++) {
      all.putLong(prints.hash(i));
    }
    segment.setBytes(1, prints.exact().toArray());
    segment.setBytes(2, all.array());
    long id = id(segment);
    for (int i = 0; i < prints.count(); i++) {
      print.setLong(1, prints.hash(i));
      print.setLong(2, id);
      print.addBatch();
    }
    print.executeBatch();
    return id;
  }

  /** The two letters of a way and a how. */
  private static String manner(Piece piece) {
    return "" + piece.way().name().charAt(0) + piece.how().name().charAt(0);
  }

  private static long id(PreparedStatement insert) throws SQLException {
    try (var rows = insert.executeQuery()) {
      if (rows.next()) {
        return rows.getLong(1);
      }
      throw new SQLException("a row was not made");
    }
  }

  @Override
  public void close() throws SQLException {
    exchange.close();
    known.close();
    segment.close();
    print.close();
    follows.close();
    strand.close();
    last.close();
    model.close();
  }
}
