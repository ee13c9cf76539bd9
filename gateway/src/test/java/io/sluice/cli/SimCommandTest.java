package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimCommandTest {
  @TempDir Path directory = Path.of("");

  @Test
  void a_simulated_provider_answers_until_it_is_told_to_stop() throws Exception {
    var shell = new Shell(directory);
    var status = CompletableFuture.supplyAsync(() -> shell.run("sim", "--json"));
    String line = shell.awaitOut("\n");
    assertThat(line).contains("\"kind\":\"openai\"");
    String base = line.substring(line.indexOf("http"), line.indexOf("/v1") + 3);
    assertThat(ask(base + "/models")).isEqualTo(200);
    shell.stop.raise();
    assertThat(status.get()).isEqualTo(Exit.OK);
  }

  @Test
  void it_shows_a_line_to_try() throws Exception {
    var shell = new Shell(directory);
    var status = CompletableFuture.supplyAsync(() -> shell.run("sim", "--kind", "anthropic"));
    assertThat(shell.awaitOut("Ctrl-C"))
        .contains(
            "simulated anthropic provider, base URL http://127.0.0.1:", "curl", "/v1/messages");
    shell.stop.raise();
    assertThat(status.get()).isEqualTo(Exit.OK);
  }

  @Test
  void a_port_in_use_is_a_matter_of_the_environment() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var shell = new Shell(directory);
      String port = Integer.toString(taken.getLocalPort());
      assertThat(shell.run("sim", "--port", port)).isEqualTo(Exit.ENVIRONMENT);
      assertThat(shell.err()).contains(port, "--port");
    }
  }

  @Test
  void bad_arguments_are_named() throws IOException {
    var shell = new Shell(directory);
    assertThat(shell.run("sim", "--kind", "opena")).isEqualTo(Exit.USAGE);
    assertThat(shell.err()).contains("--kind");
    assertThat(shell.run("sim", "--port=70000")).isEqualTo(Exit.USAGE);
    assertThat(shell.run("sim", "--scenario", "none.json")).isEqualTo(Exit.USAGE);
    assertThat(shell.err()).contains("none.json");
    Files.writeString(directory.resolve("bad.json"), "{\"fault\":[]}");
    assertThat(shell.run("sim", "--scenario", "bad.json")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.err()).contains("unknown field 'fault'");
  }

  private static int ask(String url) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
          .statusCode();
    }
  }
}
