package io.sluice.store.embedded;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Removes exchanges from custody, and the texts that no other exchange showed. */
final class CustodyErasure {
  private CustodyErasure() {}

  /** Removes those whose ids {@code query} gives; how many. */
  static int of(Connection connection, PreparedStatement query) throws SQLException {
    List<Long> exchanges = ids(query);
    for (long exchange : exchanges) {
      List<Long> segments;
      try (var seen =
          connection.prepareStatement("SELECT DISTINCT segment FROM sighting WHERE exchange = ?")) {
        seen.setLong(1, exchange);
        segments = ids(seen);
      }
      run(connection, "DELETE FROM sighting WHERE exchange = ?", exchange);
      run(connection, "DELETE FROM exchange WHERE id = ?", exchange);
      for (long segment : segments) {
        if (alone(connection, segment)) {
          prints(connection, segment);
          run(connection, "DELETE FROM segment WHERE id = ?", segment);
        }
      }
    }
    return exchanges.size();
  }

  private static boolean alone(Connection connection, long segment) throws SQLException {
    try (var query =
        connection.prepareStatement("SELECT segment FROM sighting WHERE segment = ? LIMIT 1")) {
      query.setLong(1, segment);
      return ids(query).isEmpty();
    }
  }

  private static void prints(Connection connection, long segment) throws SQLException {
    try (var query = connection.prepareStatement("SELECT prints FROM segment WHERE id = ?");
        var delete =
            connection.prepareStatement("DELETE FROM print WHERE hash = ? AND segment = ?")) {
      query.setLong(1, segment);
      try (var rows = query.executeQuery()) {
        var all = ByteBuffer.wrap(rows.next() ? rows.getBytes(1) : new byte[0]);
        while (all.hasRemaining()) {
          delete.setLong(1, all.getLong());
          delete.setLong(2, segment);
          delete.addBatch();
        }
      }
      delete.executeBatch();
    }
  }

  private static List<Long> ids(PreparedStatement query) throws SQLException {
    var all = new ArrayList<Long>();
    try (var rows = query.executeQuery()) {
      while (rows.next()) {
        all.add(rows.getLong(1));
      }
    }
    return all;
  }

  private static void run(Connection connection, String sql, long id) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      statement.setLong(1, id);
      statement.executeUpdate();
    }
  }
}
