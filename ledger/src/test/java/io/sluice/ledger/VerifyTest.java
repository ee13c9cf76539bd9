package io.sluice.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
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
    assertThat(printed.toString(UTF_8)).contains("300 entries read");
    assertThat(run(directory.toString())).isZero();
    assertThat(printed.toString(UTF_8)).contains("give --key");
  }

  @Test
  void a_damaged_log_exits_1_and_names_the_place() throws IOException {
    Path segment = directory.resolve(Segment.name(0));
    byte[] bytes = Files.readAllBytes(segment);
    bytes[Segment.HEADER_BYTES + 28 * 123 + 26] ^= 1;
    Files.write(segment, bytes);
    assertThat(run("verify", directory.toString())).isEqualTo(1);
    assertThat(printed.toString(UTF_8))
        .contains("entry 123, offset " + (Segment.HEADER_BYTES + 28 * 123));
  }

  @Test
  void a_receipt_and_a_proof_are_things_to_remember_too() throws IOException {
    String key = KEY.verifierKey().toString();
    Path proof = directory.resolve("proof");
    Path entry = Files.write(directory.resolve("entry"), new byte[] {7, 1, 2, 3});
    try (var ledger = Ledger.open(directory, LedgerSettings.DEFAULTS, KEY)) {
      Files.writeString(proof, ledger.proof(7).text());
    }
    String log = directory.toString();
    assertThat(run(log, "--key", key, "--since", proof.toString())).isZero();
    assertThat(run(log, "--key", key, "--since", "sluice/verify/299")).isZero();
    assertThat(run(log, "--key", key, "--since", "sluice/verify/300")).isEqualTo(1);
    assertThat(printed.toString(UTF_8)).contains("rolled back: the receipt");
    assertThat(run(log, "--key", key, "--since", "sluice/other/3")).isEqualTo(2);
    assertThat(run("proof", proof.toString(), "--entry", entry.toString(), "--key", key)).isZero();
    Files.write(entry, new byte[] {8, 1, 2, 3});
    assertThat(run("proof", proof.toString(), "--entry", entry.toString(), "--key", key))
        .isEqualTo(1);
  }

  @Test
  void a_published_log_is_verified_from_its_address() throws IOException {
    try (var server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> serve(server));
      String address = "http://127.0.0.1:" + server.getLocalPort() + "/log";
      String key = KEY.verifierKey().toString();
      assertThat(run(address, "--key", key)).as(printed.toString(UTF_8)).isZero();
      assertThat(printed.toString(UTF_8)).contains("300 entries read");
      assertThat(run(address)).isEqualTo(2);
      Path bundle = directory.resolve("tile/entries/000");
      byte[] bytes = Files.readAllBytes(bundle);
      bytes[100] ^= 1;
      Files.write(bundle, bytes);
      assertThat(run(address, "--key", key)).isEqualTo(1);
      Files.delete(bundle);
      assertThat(run(address, "--key", key)).isEqualTo(1);
    }
  }

  /** Answers with published files, one request a connection, until the socket is closed. */
  private void serve(ServerSocket server) {
    try {
      while (true) {
        try (var socket = server.accept()) {
          var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
          String path = in.readLine().split(" ", -1)[1].substring("/log/".length());
          Path file = directory.resolve(path);
          boolean known = Files.isRegularFile(file) && !path.contains("segments");
          byte[] body = known ? Files.readAllBytes(file) : new byte[0];
          String head =
              "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                  .formatted(known ? "200 OK" : "404 Not Found", body.length);
          socket.getOutputStream().write(head.getBytes(UTF_8));
          socket.getOutputStream().write(body);
        }
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  @Test
  void wrong_usage_exits_2() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("verify", directory.toString(), "--what")).isEqualTo(2);
    assertThat(run("verify", directory.resolve("nowhere").toString())).isEqualTo(2);
    assertThat(run("verify", directory.toString(), "--key", "nonsense")).isEqualTo(2);
  }

  private int run(String... args) {
    var stream = new PrintStream(printed, true, UTF_8);
    return Verify.run(List.of(args), stream, stream);
  }
}
