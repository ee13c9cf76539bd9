package io.sluice.store.embedded;

import java.io.Serial;
import java.sql.SQLException;

/** The database was written by a newer version. */
final class NewerSchema extends SQLException {
  @Serial private static final long serialVersionUID = 1L;

  NewerSchema(int found, int known) {
    super("state.db has schema %d, this version knows up to %d".formatted(found, known));
  }
}
