package io.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyTest {
  private static final CheckpointKey KEY =
      CheckpointKey.generate("sluice/verify", new SecureRandom());

  @TempDir Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void write() {
    try (var ledger = Ledger.open(directory, LedgerSettings.DEFAULTS, KEY)) {
      for (int i = 0; i < 300; i++) {
        ledger.submit(new byte[] {(byte) i, 1, 2, 3});
      }
    }
  }

  @Test
  void an_intact_log_exits_0() throws IOException {
    Path since = directory.resolve("remembered");
    Files.copy(directory.resolve("checkpoint"), since);
    String key = KEY.verifierKey().toString();
    assertThat(run("verify", directory.toString(), "--key", key, "--since", since.toString()))
        .isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("300 entries read");
    assertThat(run(directory.toString())).isZero();
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("give --key");
  }

  @Test
  void a_damaged_log_exits_1_and_names_the_place() throws IOException {
    Path segment = directory.resolve(Segment.name(0));
    byte[] bytes = Files.readAllBytes(segment);
    bytes[Segment.HEADER_BYTES + 28 * 123 + 26] ^= 1;
    Files.write(segment, bytes);
    assertThat(run("verify", directory.toString())).isEqualTo(1);
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("entry 123, offset " + (Segment.HEADER_BYTES + 28 * 123));
  }

  @Test
  void wrong_usage_exits_2() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("verify", directory.toString(), "--what")).isEqualTo(2);
    assertThat(run("verify", directory.resolve("nowhere").toString())).isEqualTo(2);
    assertThat(run("verify", directory.toString(), "--key", "nonsense")).isEqualTo(2);
  }

  private int run(String... args) {
    var stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return Verify.run(List.of(args), stream, stream);
  }
}
