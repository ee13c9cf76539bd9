package io.sluice.store.embedded;

import io.sluice.audit.IndexRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** The statements of one transaction that adds to the index. */
final class IndexWriting implements AutoCloseable {
  private static final String UPSERT =
      """
      INSERT INTO exchange VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (exchange) DO UPDATE SET outcome = excluded.outcome, code = excluded.code,
        served = excluded.served, provider = excluded.provider, cost = excluded.cost
      """;

  private final PreparedStatement exchange;
  private final PreparedStatement rule;
  private final PreparedStatement lineage;
  private final PreparedStatement call;
  private final PreparedStatement cursor;

  IndexWriting(Connection connection) throws SQLException {
    exchange = connection.prepareStatement(UPSERT);
    rule = connection.prepareStatement("INSERT OR IGNORE INTO rule VALUES (?, ?)");
    lineage = connection.prepareStatement("INSERT OR IGNORE INTO lineage VALUES (?, ?)");
    call =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO call VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    cursor = connection.prepareStatement("UPDATE cursor SET next = ?");
  }

  void add(IndexRow row) throws SQLException {
    String id = row.exchange().value();
    var asked = row.asked();
    var outcome = row.outcome();
    exchange.setString(1, id);
    exchange.setLong(2, row.at());
    exchange.setString(3, asked.tenant());
    exchange.setString(4, asked.principal());
    exchange.setString(5, asked.team());
    exchange.setString(6, asked.model());
    exchange.setString(7, asked.level());
    exchange.setString(8, asked.kin().session());
    exchange.setString(9, asked.kin().trace());
    exchange.setString(10, asked.kin().parent());
    exchange.setString(11, asked.kin().subject());
    exchange.setString(12, row.decision().verdict());
    exchange.setString(13, outcome.kind());
    exchange.setString(14, outcome.code());
    exchange.setString(15, outcome.served());
    exchange.setString(16, new IndexRow.Call(outcome.served(), "", 0, 0, 0).provider());
    exchange.setLong(17, outcome.cost());
    exchange.addBatch();
    for (String one : row.decision().rules()) {
      rule.setString(1, one);
      rule.setString(2, id);
      rule.addBatch();
    }
    for (String one : row.decision().origins()) {
      lineage.setString(1, one);
      lineage.setString(2, id);
      lineage.addBatch();
    }
    for (int i = 0; i < outcome.calls().size(); i++) {
      call(row, i);
    }
  }

  private void call(IndexRow row, int number) throws SQLException {
    IndexRow.Call one = row.outcome().calls().get(number);
    call.setLong(1, row.index());
    call.setInt(2, number);
    call.setString(3, row.exchange().value());
    call.setLong(4, row.at());
    call.setString(5, one.provider());
    call.setString(6, one.model());
    call.setString(7, one.upstreamId());
    call.setLong(8, one.input());
    call.setLong(9, one.output());
    call.setLong(10, one.cost());
    call.addBatch();
  }

  /** Does all that was added, and says how far the log was read. */
  void next(long next) throws SQLException {
    exchange.executeBatch();
    rule.executeBatch();
    lineage.executeBatch();
    call.executeBatch();
    cursor.setLong(1, next);
    cursor.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    exchange.close();
    rule.close();
    lineage.close();
    call.close();
    cursor.close();
  }
}
