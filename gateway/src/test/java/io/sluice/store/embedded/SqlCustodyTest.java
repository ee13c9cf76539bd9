package io.sluice.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.Custody;
import io.sluice.audit.CustodyContract;
import io.sluice.audit.Fingerprints;
import io.sluice.audit.Owner;
import io.sluice.audit.Prints;
import io.sluice.audit.Sighting;
import io.sluice.audit.Sighting.How;
import io.sluice.audit.Sighting.Piece;
import io.sluice.audit.Sighting.Way;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import io.sluice.model.Level;
import io.sluice.model.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlCustodyTest extends CustodyContract {
  private final DataDirectory directory;
  private final SqlCustody custody;

  SqlCustodyTest(@TempDir Path root) throws IOException {
    directory = DataDirectory.open(root.resolve("data"), ProcessHandle.current().pid());
    custody = SqlCustody.open(directory);
  }

  @Override
  protected Custody custody() {
    return custody;
  }

  @Test
  void what_a_conversation_sent_before_is_there_once() throws IOException {
    for (int turn = 1; turn <= 20; turn++) {
      custody.add(List.of(sighting("turn" + turn, turn)));
    }
    long rows = ask("custody.db", "SELECT count(*) FROM strand");
    assertThat(rows).isEqualTo(20);
  }

  @Test
  void custody_of_an_earlier_version_is_taken_over(@TempDir Path root) throws IOException {
    try (var old = DataDirectory.open(root, ProcessHandle.current().pid())) {
      old.directory("native");
      var earlier = SqlCustody.STEPS.subList(0, 2);
      var database = StateDatabase.open(old.file("custody.db"), StateSettings.BACKGROUND, earlier);
      database.call(SqlCustodyTest::fill);
      database.close();
      try (var now = SqlCustody.open(old)) {
        assertThat(now.find("t", prints("first text of all"), 9))
            .extracting(seen -> seen.exchange().value() + " " + seen.way() + " " + seen.model())
            .containsExactly("two ANSWER m/b", "one PROMPT m/a");
        assertThat(now.find("t", prints("second text of all"), 9)).hasSize(1);
        now.add(List.of(sighting("three", 1)));
        assertThat(now.erase(new ExchangeId("one"))).isTrue();
        assertThat(now.find("t", prints("second text of all"), 9)).isEmpty();
        assertThat(now.find("t", prints("first text of all"), 9)).hasSize(1);
      }
    }
  }

  private static int fill(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var segment = connection.prepareStatement("INSERT INTO segment VALUES (?, ?, x'')")) {
      statement.execute("INSERT INTO exchange VALUES (7, 'one', 't', 'k', 1, x'01')");
      statement.execute("INSERT INTO exchange VALUES (9, 'two', 't', 'k', 2, x'02')");
      statement.execute("INSERT INTO exchange VALUES (11, 'none', 't', 'k', 3, x'03')");
      statement.execute("INSERT INTO model VALUES (1, 'm/a'), (2, 'm/b')");
      for (int i = 1; i <= 2; i++) {
        segment.setInt(1, i);
        segment.setBytes(
            2, prints(i == 1 ? "first text of all" : "second text of all").exact().toArray());
        segment.executeUpdate();
      }
      statement.execute(
          "INSERT INTO sighting VALUES (1, 7, 'PC', 1), (2, 7, 'PC', 1), (1, 9, 'AC', 2)");
    }
    return 0;
  }

  private static Prints prints(String text) {
    return new Fingerprints(tenant -> Secret.of("key of " + tenant)).of("t", text);
  }

  private static Sighting sighting(String exchange, int pieces) {
    var at = Instant.parse("2026-11-20T12:00:00Z");
    var owner = new Owner(new ExchangeId(exchange), "t", "k", "", Level.INTERNAL, at);
    var all = new ArrayList<Piece>();
    for (int i = 0; i < pieces; i++) {
      all.add(new Piece(prints("text number " + i), Way.PROMPT, "m/a", How.CLEAR));
    }
    return new Sighting(owner, Bytes.utf8("salt"), all);
  }

  private long ask(String file, String sql) throws IOException {
    try (var other =
            DriverManager.getConnection("jdbc:sqlite:" + directory.file(file).toAbsolutePath());
        var statement = other.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  @AfterEach
  void close() throws IOException {
    custody.close();
    directory.close();
  }
}
