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
      long strand = strand(connection, exchange);
      run(connection, "DELETE FROM exchange WHERE id = ?", exchange);
      while (strand != 0 && over(connection, strand)) {
        strand = cut(connection, strand);
      }
    }
    return exchanges.size();
  }

  private static long strand(Connection connection, long exchange) throws SQLException {
    return only(connection, "SELECT strand FROM exchange WHERE id = ?", exchange);
  }

  /** True if nobody shows this piece in this place any more. */
  private static boolean over(Connection connection, long strand) throws SQLException {
    return none(connection, "SELECT id FROM exchange WHERE strand = ? LIMIT 1", strand)
        && none(connection, "SELECT id FROM strand WHERE parent = ? LIMIT 1", strand);
  }

  /**
   * Removes the last piece of a strand, and its text where it was the only one; what is last now.
   */
  private static long cut(Connection connection, long strand) throws SQLException {
    long parent = only(connection, "SELECT parent FROM strand WHERE id = ?", strand);
    long segment = only(connection, "SELECT segment FROM strand WHERE id = ?", strand);
    run(connection, "DELETE FROM strand WHERE id = ?", strand);
    if (none(connection, "SELECT id FROM strand WHERE segment = ? LIMIT 1", segment)) {
      prints(connection, segment);
      run(connection, "DELETE FROM segment WHERE id = ?", segment);
    }
    return parent;
  }

  private static boolean none(Connection connection, String sql, long id) throws SQLException {
    return ids(connection, sql, id).isEmpty();
  }

  private static long only(Connection connection, String sql, long id) throws SQLException {
    return ids(connection, sql, id).getFirst();
  }

  private static List<Long> ids(Connection connection, String sql, long id) throws SQLException {
    try (var query = connection.prepareStatement(sql)) {
      query.setLong(1, id);
      return ids(query);
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
