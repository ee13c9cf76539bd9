package io.sluice.store.embedded;

import java.sql.Connection;
import java.sql.SQLException;

/** Something to do with the database, in one transaction. */
@FunctionalInterface
interface SqlWork<T> {
  T run(Connection connection) throws SQLException;
}
