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
  private final PreparedStatement sighting;
  private final PreparedStatement model;
  private final Map<String, Long> models = new HashMap<>();

  CustodyWriting(Connection connection, RecentRows rows) throws SQLException {
    this.rows = rows;
    rows.begin();
    exchange =
        connection.prepareStatement(
            "INSERT INTO exchange (exchange, tenant, principal, at, salt) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT (exchange) DO UPDATE SET at = excluded.at RETURNING id");
    known = connection.prepareStatement("SELECT id FROM segment WHERE exact = ?");
    segment =
        connection.prepareStatement(
            "INSERT INTO segment (exact, prints) VALUES (?, ?) RETURNING id");
    print = connection.prepareStatement("INSERT OR IGNORE INTO print VALUES (?, ?)");
    sighting = connection.prepareStatement("INSERT OR IGNORE INTO sighting VALUES (?, ?, ?, ?)");
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
    long id = id(exchange);
    for (Piece piece : one.pieces()) {
      sighting.setLong(1, segment(piece.prints()));
      sighting.setLong(2, id);
      sighting.setString(3, manner(piece));
      sighting.setLong(4, model(piece.model()));
      sighting.addBatch();
    }
    sighting.executeBatch();
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
    sighting.close();
    model.close();
  }
}
