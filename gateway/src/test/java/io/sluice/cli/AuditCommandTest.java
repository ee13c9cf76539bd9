package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.CheckpointKey;
import io.sluice.ledger.Ledger;
import io.sluice.ledger.LedgerSettings;
import io.sluice.store.embedded.DataDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
  private static final String KNOWN = "01890000-0000-7000-8000-000000000002";
  private static final LedgerSettings SMALL =
      new LedgerSettings(
          128 << 10, 64, 1 << 20, 66_000, Duration.ofSeconds(1), Duration.ofSeconds(5));

  @TempDir Path directory = Path.of("");
  private Path ledger = Path.of("");

  @BeforeEach
  void record_three_exchanges() throws IOException {
    try (var data = DataDirectory.open(directory.resolve("data"), 1)) {
      var key = CheckpointKey.generate("sluice/test", new SecureRandom());
      key.save(data.directory("keys").resolve("ledger"));
      ledger = data.directory("ledger");
      try (var log = Ledger.open(ledger, SMALL, key)) {
        for (int i = 1; i <= 3; i++) {
          log.append(entry(i).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static String entry(int number) {
    String exchange = KNOWN.substring(0, KNOWN.length() - 1) + number;
    long at = Long.parseLong("018900000000", 16);
    return ("{\"at\":" + at + ",\"entry\":\"refusal\",\"exchange\":\"" + exchange + "\",")
        + "\"stage\":\"identity\",\"version\":1,\"whole\":true}";
  }

  @Test
  void a_whole_record_verifies_without_a_gateway() {
    var shell = new Shell(directory);
    assertThat(shell.run("audit", "verify")).isEqualTo(Exit.OK);
    assertThat(shell.out()).contains("3 entries", "rollback not excluded");
    assertThat(shell.run("audit", "verify", "--json")).isEqualTo(Exit.OK);
    assertThat(shell.out()).contains("\"entries\":3", "\"intact\":true");
  }

  @Test
  void a_checkpoint_kept_from_before_is_continued() throws IOException {
    Files.copy(ledger.resolve("checkpoint"), directory.resolve("kept"));
    Files.copy(ledger.resolve("verifier-key"), directory.resolve("key"));
    var shell = new Shell(directory);
    assertThat(shell.run("audit", "verify", "--since", "kept", "--key", "key")).isEqualTo(Exit.OK);
    assertThat(shell.out()).contains("continues the checkpoint of 3 entries");
  }

  @Test
  void an_altered_entry_is_found() throws IOException {
    Path copy = directory.resolve("forged/ledger");
    assertThat(TamperedCopy.make(ledger, copy, "refusal", "outcome")).isTrue();
    var shell = new Shell(directory);
    assertThat(shell.run("audit", "verify", "--data", "forged")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.out()).contains("FAILED", "entry 0");
  }

  @Test
  void no_record_is_a_matter_of_the_environment() {
    var shell = new Shell(directory);
    assertThat(shell.run("audit", "verify", "--data", "none")).isEqualTo(Exit.ENVIRONMENT);
    assertThat(shell.run("audit", "proof", KNOWN, "--data", "none")).isEqualTo(Exit.ENVIRONMENT);
    assertThat(directory.resolve("none")).doesNotExist();
  }

  @Test
  void a_key_that_cannot_be_read_is_wrong_usage() {
    var shell = new Shell(directory);
    assertThat(shell.run("audit", "verify", "--key", "none")).isEqualTo(Exit.USAGE);
    assertThat(shell.err()).contains("cannot read none");
  }

  @Test
  void a_checkpoint_that_is_none_is_a_negative_answer() throws IOException {
    Files.writeString(directory.resolve("kept"), "hello\n");
    var shell = new Shell(directory);
    assertThat(shell.run("audit", "verify", "--since", "kept")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.err()).contains("neither a checkpoint");
  }

  @Test
  void a_proof_comes_straight_from_the_log() {
    var shell = new Shell(directory);
    assertThat(shell.run("audit", "proof", KNOWN)).isEqualTo(Exit.OK);
    assertThat(shell.out()).startsWith("c2sp.org/tlog-proof@v1\nindex 1\n").contains("sluice/test");
    assertThat(shell.run("audit", "proof", KNOWN.replace('2', '9'))).isEqualTo(Exit.NEGATIVE);
  }

  @Test
  void a_running_gateway_gives_the_proof_itself() throws IOException {
    Path data = directory.resolve("data");
    try (var held = DataDirectory.open(data, 7);
        var gateway = new AdminDouble(data)) {
      assertThat(held.root()).isEqualTo(data);
      gateway.answer("GET", "/api/v1/status", "{}");
      gateway.answer("GET", "/api/v1/exchanges/" + KNOWN + "/proof", "the proof\n");
      var shell = new Shell(directory);
      assertThat(shell.run("audit", "proof", KNOWN)).isEqualTo(Exit.OK);
      assertThat(shell.out()).isEqualTo("the proof\n");
    }
  }
}
