package io.sluice.store.embedded;

import io.sluice.store.DocumentStore;
import java.util.ArrayList;
import java.util.List;

/** Documents in the table {@code document}. */
final class SqlDocumentStore implements DocumentStore {
  private static final String ALL = "SELECT text FROM document WHERE kind = ? ORDER BY rowid";
  private static final String PUT =
      """
      INSERT INTO document (kind, id, text) VALUES (?, ?, ?)
      ON CONFLICT (kind, id) DO UPDATE SET text = excluded.text
      """;
  private static final String REMOVE = "DELETE FROM document WHERE kind = ? AND id = ?";

  private final StateDatabase database;

  SqlDocumentStore(StateDatabase database) {
    this.database = database;
  }

  @Override
  public List<String> all(String kind) {
    return database.call(
        connection -> {
          var texts = new ArrayList<String>();
          try (var query = connection.prepareStatement(ALL)) {
            query.setString(1, kind);
            try (var rows = query.executeQuery()) {
              while (rows.next()) {
                texts.add(rows.getString(1));
              }
            }
          }
          return texts;
        });
  }

  @Override
  public void put(String kind, String id, String text) {
    change(PUT, kind, id, text);
  }

  @Override
  public void remove(String kind, String id) {
    change(REMOVE, kind, id);
  }

  private void change(String sql, String... values) {
    int rows =
        database.call(
            connection -> {
              try (var row = connection.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                  row.setString(i + 1, values[i]);
                }
                return row.executeUpdate();
              }
            });
    assert rows >= 0;
  }
}
