package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents and a table, registered from the command line, are known in anybody's prompt. */
class RegisteredContentTest {
  private static final String CONTRACT =
      "The lessee keeps both ovens in the east yard until the second spring after signing, pays the"
          + " miller in flour and coin by halves, and returns the keys to the widow at the bridge.";

  @TempDir Path directory;

  private record Said(int exit, String text) {}

  private Said sluice(RunningProcess gateway, String... words) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.sluice.Main"));
    command.addAll(List.of(words));
    command.addAll(List.of("--data", gateway.data().toAbsolutePath().toString()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.onExit().join().exitValue(), text);
  }

  private static HttpResponse<String> ask(RunningProcess gateway, String key, String prompt) {
    String body =
        "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(prompt);
    return gateway.ask("/v1/chat/completions", body, "authorization", "Bearer " + key);
  }

  private static String record(RunningProcess gateway, HttpResponse<String> answer) {
    String id = answer.headers().firstValue("x-sluice-exchange").orElseThrow();
    return gateway.record(id, record -> record.contains("\"outcome\""));
  }

  private RunningProcess start(Simulator provider) throws IOException {
    return RunningProcess.start(
        directory,
        Setup.server("")
            + """
            providers:
              cloud: {api: openai, base_url: %s/v1, profile: %s}
            models: {small: {provider: cloud}}
            """
                .formatted(provider.uri(), Stated.reviewed("external", "internal")));
  }

  @Test
  void what_is_registered_keeps_its_label_in_every_mode_and_over_a_restart() throws IOException {
    Path documents = Files.createDirectories(directory.resolve("contracts/old"));
    Files.writeString(documents.resolve("lease.txt"), CONTRACT);
    Files.write(documents.resolve("logo.png"), new byte[] {0, 1, 2, (byte) 0xff});
    Path table =
        Files.writeString(
            directory.resolve("people.csv"),
            "first,last,born\nAnna,\"Brackwater, née Heron\",1971-04-02\nBo,Quay,1980-01-01\n");
    String quote = "Is this true: " + CONTRACT.substring(30, 130) + "?";
    try (var provider = Simulator.start(SimSettings.of(Kind.OPENAI))) {
      String key;
      try (var gateway = start(provider)) {
        key = gateway.key("\"level\":\"public\"");
        var before = ask(gateway, key, quote);
        assertThat(before.statusCode()).as(before.body()).isEqualTo(200);
        String contracts = directory.resolve("contracts").toString();
        var said = sluice(gateway, "content", "register", "--label", "restricted,legal", contracts);
        assertThat(said.text()).contains("registered 1 texts as 'contracts', 1 left out");
        assertThat(said.exit()).isZero();
        var rows = sluice(gateway, "content", "register", "--label", "confidential", table + "");
        assertThat(rows.text()).contains("registered 2 rows as 'people.csv'");

        var quoted = ask(gateway, key, quote);
        assertThat(quoted.statusCode()).as(quoted.body()).isEqualTo(403);
        assertThat(record(gateway, quoted)).contains("registered contracts #0", "\"observe\"");
        assertThat(ask(gateway, key, "Anna is fine.").statusCode()).isEqualTo(200);
        var person = ask(gateway, key, "Anna, born 1971-04-02, is fine.");
        assertThat(person.statusCode()).as(person.body()).isEqualTo(403);
        var unknown = sluice(gateway, "content", "register", "--label", "secretive", contracts);
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.text()).contains("a label begins with public, internal");
      }
      try (var gateway = start(provider)) {
        assertThat(ask(gateway, key, quote).statusCode()).isEqualTo(403);
        assertThat(sluice(gateway, "content", "list").text())
            .contains("contracts", "restricted", "people.csv", "table");
        var gone = sluice(gateway, "content", "remove", "contracts");
        assertThat(gone.text()).contains("removed 'contracts'");
        assertThat(ask(gateway, key, quote).statusCode()).isEqualTo(200);
        assertThat(sluice(gateway, "content", "remove", "contracts").exit()).isEqualTo(1);
      }
    }
  }
}
