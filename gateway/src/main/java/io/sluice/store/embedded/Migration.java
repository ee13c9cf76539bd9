package io.sluice.store.embedded;

import java.sql.Connection;
import java.sql.SQLException;

/** One step forward of the schema. Runs in a transaction of its own, all or nothing. */
@FunctionalInterface
interface Migration {
  void apply(Connection connection) throws SQLException;

  /** These statements, in their order. */
  static Migration of(String... statements) {
    return connection -> {
      try (var statement = connection.createStatement()) {
        for (String sql : statements) {
          statement.execute(sql);
        }
      }
    };
  }
}
