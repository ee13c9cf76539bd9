package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ConnectCommandTest {
  private static final Path PAGES =
      Path.of(System.getProperty("sluice.root", "..")).resolve("docs/clients");

  @TempDir Path directory = Path.of("");

  @Test
  void a_client_gets_the_address_of_the_running_gateway() throws IOException {
    try (var gateway = new AdminDouble(directory.resolve("data"))) {
      gateway.answer("GET", "/api/v1/status", "{\"client\":\"http://127.0.0.1:9999\"}");
      gateway.answer("GET", "/api/v1/models", "{\"models\":[{\"name\":\"gpt-x\"}]}");
      var shell = new Shell(directory);
      assertThat(shell.run("connect", "python")).isEqualTo(Exit.OK);
      assertThat(shell.out()).contains("http://127.0.0.1:9999/v1", "gpt-x");
      assertThat(shell.err()).contains("the running gateway");
    }
  }

  @Test
  void with_no_gateway_the_file_says_the_address() throws IOException {
    Files.writeString(
        directory.resolve("sluice.yaml"), "server: {listen: '0.0.0.0:7000', tls: {cert: c}}\n");
    var shell = new Shell(directory);
    assertThat(shell.run("connect", "claude")).isEqualTo(Exit.OK);
    assertThat(shell.out()).contains("ANTHROPIC_BASE_URL=https://127.0.0.1:7000\n");
    assertThat(shell.err()).contains("sluice.yaml");
  }

  @Test
  void with_neither_it_is_the_default_address() {
    var shell = new Shell(directory);
    assertThat(shell.run("connect", "curl", "--model", "m1")).isEqualTo(Exit.OK);
    assertThat(shell.out()).contains("http://127.0.0.1:8080/v1/messages", "\"model\":\"m1\"");
    assertThat(shell.err()).contains("default address", "no gateway runs");
  }

  @Test
  void an_address_left_behind_by_a_dead_gateway_is_not_believed() throws IOException {
    try (var gateway = new AdminDouble(directory.resolve("data"))) {
      gateway.answer("GET", "/api/v1/status", "{\"client\":\"http://127.0.0.1:9999\"}");
    }
    var shell = new Shell(directory);
    assertThat(shell.run("connect", "curl")).isEqualTo(Exit.OK);
    assertThat(shell.out()).contains("http://127.0.0.1:8080");
  }

  @Test
  void an_unknown_client_is_wrong_usage_and_names_the_nearest() {
    var shell = new Shell(directory);
    assertThat(shell.run("connect", "pyhton")).isEqualTo(Exit.USAGE);
    assertThat(shell.err()).contains("python");
  }

  @Test
  void without_a_client_it_lists_them() {
    var shell = new Shell(directory);
    assertThat(shell.run("connect")).isEqualTo(Exit.OK);
    assertThat(shell.out()).contains(ConnectCommand.names());
  }

  @TestFactory
  Stream<DynamicTest> every_client_has_a_page_that_says_the_same() {
    return ConnectCommand.names().stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        assertThat(Files.readString(PAGES.resolve(name + ".md")))
                            .contains(ConnectCommand.settings(name, "http://127.0.0.1:8080", ""))));
  }
}
