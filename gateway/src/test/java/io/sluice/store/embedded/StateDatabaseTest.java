package io.sluice.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.model.Code;
import io.sluice.model.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.util.LibraryLoaderUtil;

class StateDatabaseTest {
  private static final Migration ADDS_COLUMN =
      Migration.of("ALTER TABLE setting ADD COLUMN half TEXT", "UPDATE setting SET half = 'done'");

  @TempDir Path temp;

  private StateDatabase open(StateSettings settings, List<Migration> steps) throws IOException {
    return StateDatabase.open(temp.resolve("state.db"), settings, steps);
  }

  private StateDatabase open() throws IOException {
    return open(StateSettings.DEFAULT, Schema.STEPS);
  }

  private static List<Migration> and(Migration next) {
    var steps = new ArrayList<>(Schema.STEPS);
    steps.add(next);
    return steps;
  }

  private static Code code(Runnable action) {
    return catchThrowableOfType(Stop.class, action::run).fault().code();
  }

  @Test
  void what_was_written_is_there_after_a_restart_and_for_its_owner_only() throws Exception {
    try (var database = open()) {
      database.settings().put("a", "1");
      for (String name : new String[] {"state.db", "state.db-wal"}) {
        var mode = Files.getPosixFilePermissions(temp.resolve(name));
        assertThat(PosixFilePermissions.toString(mode)).isEqualTo("rw-------");
      }
    }
    try (var database = open()) {
      assertThat(database.settings().get("a")).contains("1");
    }
  }

  @Test
  void it_is_durable_at_every_commit() throws Exception {
    try (var database = open()) {
      String journal = database.call(connection -> pragma(connection, "journal_mode"));
      String synchronous = database.call(connection -> pragma(connection, "synchronous"));
      assertThat(List.of(journal, synchronous)).containsExactly("wal", "2");
    }
  }

  private static String pragma(java.sql.Connection connection, String name) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA " + name)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void a_full_queue_refuses_and_a_slow_answer_is_not_awaited_for_ever() throws Exception {
    var settings = new StateSettings(1, Duration.ofMillis(50), true);
    var started = new CountDownLatch(1);
    var gate = new CountDownLatch(1);
    try (var database = open(settings, Schema.STEPS)) {
      var slow = new CompletableFuture<Code>();
      Thread.startVirtualThread(
          () ->
              slow.complete(
                  code(
                      () ->
                          database.call(
                              connection -> {
                                started.countDown();
                                await(gate);
                                return 0;
                              }))));
      started.await();
      assertThat(code(() -> database.settings().get("waits"))).isEqualTo(Code.RECORD_UNAVAILABLE);
      assertThat(code(() -> database.settings().get("one more"))).isEqualTo(Code.OVERLOADED);
      assertThat(database.ailment()).isPresent();
      gate.countDown();
      assertThat(slow.join()).isEqualTo(Code.RECORD_UNAVAILABLE);
    }
  }

  private static void await(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void many_virtual_threads_share_it() throws Exception {
    try (var database = open()) {
      var threads = new ArrayList<Thread>();
      for (int i = 0; i < 100; i++) {
        var name = "key" + i;
        threads.add(Thread.startVirtualThread(() -> database.settings().put(name, "x")));
      }
      for (Thread thread : threads) {
        thread.join();
      }
      for (int i = 0; i < 100; i++) {
        assertThat(database.settings().get("key" + i)).contains("x");
      }
    }
  }

  @Test
  void a_full_disk_is_an_ailment_and_is_over_when_there_is_room_again() throws Exception {
    try (var database = open()) {
      database.settings().put("a", "1");
      assertThat(database.ailment()).isEmpty();
      // SQLite's own limit stands for a disk without room; it lasts as long as the connection.
      database.call(
          connection -> {
            try (var statement = connection.createStatement()) {
              return statement.execute("PRAGMA max_page_count = 1");
            }
          });
      var stop =
          catchThrowableOfType(
              Stop.class, () -> database.settings().put("big", "canary".repeat(50_000)));
      assertThat(stop.fault().code()).isEqualTo(Code.RECORD_UNAVAILABLE);
      assertThat(stop.fault().message()).contains("SQLITE_FULL").doesNotContain("canary");
      assertThat(database.ailment()).isEmpty(); // the next call opened it anew
      assertThat(database.settings().get("a")).contains("1");
      assertThat(database.settings().get("big")).isEmpty();
    }
  }

  @Test
  void a_connection_that_died_is_replaced() throws Exception {
    try (var database = open()) {
      assertThat(
              code(
                  () ->
                      database.call(
                          connection -> {
                            connection.close();
                            throw new SQLException("died");
                          })))
          .isEqualTo(Code.RECORD_UNAVAILABLE);
      database.settings().put("a", "1");
      assertThat(database.settings().get("a")).contains("1");
    }
  }

  @Test
  void after_closing_it_answers_nobody() throws Exception {
    var database = open();
    database.close();
    assertThat(code(() -> database.settings().get("a"))).isEqualTo(Code.RECORD_UNAVAILABLE);
    assertThat(database.ailment()).isPresent();
  }

  @Test
  void a_file_that_is_no_database_is_refused() throws Exception {
    Files.writeString(temp.resolve("state.db"), "canary ".repeat(1_000));
    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("SQLITE_NOTADB");
  }

  @Test
  void a_newer_schema_is_refused() throws Exception {
    open(StateSettings.DEFAULT, and(ADDS_COLUMN)).close();
    assertThatThrownBy(this::open)
        .isInstanceOf(UnusableDirectory.class)
        .hasMessageContaining("schema " + (Schema.STEPS.size() + 1))
        .hasMessageContaining("newer Sluice");
    open(StateSettings.DEFAULT, and(ADDS_COLUMN)).close();
  }

  @Test
  void a_step_that_fails_leaves_no_trace() throws Exception {
    try (var database = open()) {
      database.settings().put("a", "1");
    }
    var fails = Migration.of("ALTER TABLE setting ADD COLUMN half TEXT", "SELECT no_such_thing()");
    assertThatThrownBy(() -> open(StateSettings.DEFAULT, and(fails)))
        .isInstanceOf(IOException.class);
    checkStepCanBeTaken();
  }

  @Test
  void a_crash_in_the_middle_of_a_step_leaves_no_trace() throws Exception {
    try (var database = open()) {
      database.settings().put("a", "1");
    }
    try (var child = Child.start(Crash.class, temp.resolve("state.db").toString())) {
      assertThat(child.line()).isEqualTo("half way");
      assertThat(child.status()).isEqualTo(9);
    }
    checkStepCanBeTaken();
  }

  /** Dies between the two halves of a step. */
  static final class Crash {
    private Crash() {}

    public static void main(String[] args) throws IOException {
      Migration dies =
          connection -> {
            try (var statement = connection.createStatement()) {
              statement.execute("ALTER TABLE setting ADD COLUMN half TEXT");
            }
            System.out.println("half way");
            Runtime.getRuntime().halt(9);
          };
      StateDatabase.open(Path.of(args[0]), StateSettings.DEFAULT, and(dies));
    }
  }

  private void checkStepCanBeTaken() throws IOException {
    try (var database = open()) { // the old version still runs
      assertThat(database.settings().get("a")).contains("1");
    }
    try (var database = open(StateSettings.DEFAULT, and(ADDS_COLUMN))) {
      String half =
          database.call(
              connection -> {
                try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT half FROM setting")) {
                  rows.next();
                  return rows.getString(1);
                }
              });
      assertThat(half).isEqualTo("done");
    }
  }

  @Test
  void the_native_library_is_the_one_that_the_driver_would_take() throws Exception {
    NativeLibrary.unpack(temp);
    var path = System.getProperty("org.sqlite.lib.path");
    var name = System.getProperty("org.sqlite.lib.name");
    var resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (var expected = LibraryLoaderUtil.class.getResourceAsStream(resource)) {
      assertThat(expected).hasBinaryContent(Files.readAllBytes(Path.of(path, name)));
    }
  }

  @Test
  void the_native_library_is_unpacked_once_and_mended_when_spoilt() throws Exception {
    NativeLibrary.unpack(temp);
    Path home = temp.resolve(temp.toFile().list()[0]);
    Path library = home.resolve(home.toFile().list()[0]);
    byte[] whole = Files.readAllBytes(library);
    var time = Files.getLastModifiedTime(library);
    NativeLibrary.unpack(temp);
    assertThat(Files.getLastModifiedTime(library)).isEqualTo(time);
    Files.writeString(library, "spoilt");
    NativeLibrary.unpack(temp);
    assertThat(Files.readAllBytes(library)).isEqualTo(whole);
    assertThat(home.toFile().list()).hasSize(1);
  }
}
