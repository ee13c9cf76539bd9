package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.store.embedded.DataDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
  @TempDir Path directory = Path.of("");

  @BeforeEach
  void listen_where_nobody_does() throws IOException {
    configure("server: {listen: '127.0.0.1:0', admin: '127.0.0.1:0'}\n");
  }

  private void configure(String yaml) throws IOException {
    Files.writeString(directory.resolve("sluice.yaml"), yaml);
  }

  private String failing() {
    var shell = new Shell(directory);
    assertThat(shell.run("doctor")).isEqualTo(Exit.NEGATIVE);
    return shell.out();
  }

  @Test
  void a_sound_place_has_no_problems() {
    var shell = new Shell(directory);
    assertThat(shell.run("doctor")).as(shell.out()).isEqualTo(Exit.OK);
    assertThat(shell.out())
        .contains("java", "made at the first start", "free")
        .doesNotContain("fix");
    assertThat(directory.resolve("data")).doesNotExist();
  }

  @Test
  void a_directory_that_another_process_has_is_named_with_its_pid() throws IOException {
    try (var held = DataDirectory.open(directory.resolve("data"), 4242)) {
      assertThat(held.root()).exists();
      assertThat(failing()).contains("in use by process 4242", "fix:");
    }
    assertThat(new Shell(directory).run("doctor")).isEqualTo(Exit.OK);
  }

  @Test
  void a_directory_of_somebody_else_is_not_ours_to_take() throws IOException {
    Files.createDirectory(directory.resolve("data"));
    Files.writeString(directory.resolve("data/letter"), "dear");
    assertThat(failing()).contains("not Sluice's", "--data");
  }

  @Test
  void secrets_that_others_may_read_are_a_problem() throws IOException {
    DataDirectory.open(directory.resolve("data"), 1).close();
    Path token = Files.writeString(directory.resolve("data/admin-token"), "t");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(failing()).contains("chmod 600 " + token);
  }

  @Test
  void a_port_that_another_process_has_is_a_problem() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      configure("server: {listen: '" + address + "', admin: '127.0.0.1:0'}\n");
      assertThat(failing()).contains(address, "server.listen");
    }
  }

  @Test
  void a_clock_before_the_last_change_is_a_problem() throws IOException {
    DataDirectory.open(directory.resolve("data"), 1).close();
    Path state = Files.createFile(directory.resolve("data/state.db"));
    Files.setLastModifiedTime(state, FileTime.from(Instant.now().plus(Duration.ofDays(2))));
    assertThat(failing()).contains("before the last change", "NTP");
  }

  @Test
  void provider_keys_are_told_by_name_and_never_by_value() throws IOException {
    configure(
        """
        server: {listen: '127.0.0.1:0', admin: '127.0.0.1:0'}
        providers:
          openai: {credential: {env: OPENAI_API_KEY}}
          other: {credential: {env: OTHER_KEY}}
        """);
    var shell = new Shell(directory).with("OPENAI_API_KEY", "sk-canary");
    assertThat(shell.run("doctor", "--json")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.out())
        .contains(
            "openai has OPENAI_API_KEY", "OTHER_KEY, which is not set", "\"state\":\"problem\"")
        .doesNotContain("canary");
  }

  @Test
  void no_file_and_no_key_is_worth_a_note_only() throws IOException {
    Files.delete(directory.resolve("sluice.yaml"));
    var shell = new Shell(directory);
    shell.run("doctor");
    assertThat(shell.out()).containsPattern("note +provider key").contains("simulated");
  }

  @Test
  void a_running_gateway_has_its_directory_and_its_ports() throws IOException {
    Path data = directory.resolve("data");
    try (var held = DataDirectory.open(data, 7);
        var gateway = new AdminDouble(data)) {
      assertThat(held.root()).isEqualTo(data);
      Files.setPosixFilePermissions(
          data.resolve("admin-token"), PosixFilePermissions.fromString("rw-------"));
      gateway.answer("GET", "/api/v1/status", "{\"client\":\"http://127.0.0.1:9999\"}");
      var shell = new Shell(directory);
      assertThat(shell.run("doctor")).isEqualTo(Exit.OK);
      assertThat(shell.out())
          .contains("running gateway", "127.0.0.1:9999, ours")
          .contains(gateway.address().substring("http://".length()) + ", ours");
    }
  }
}
