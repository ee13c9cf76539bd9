package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An inventory in a file of its own is in force, and what one gateway exports another imports. */
class InventoryTest {
  private static final String LINES =
      """
      kind,name,zone,jurisdiction,retention_days,trains_on_data,clearance,owner,contract,certifications,sub_processors,evidence,reviewer,reviewed,review_expires
      provider,cloud,external,DE,0,false,internal,platform,MSA-7,ISO 27001; SOC 2,"Acme, Inc.; Beta",https://example.com/dpa sha256:ab,ann,2026-01-01,2099-01-01
      model,cloud/sim-small,,,30,,,,,,,,,,
      """;

  @TempDir Path directory = Path.of("");
  private Simulator provider;

  @BeforeEach
  void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private RunningProcess gateway(String name, String inventory, String text) throws IOException {
    Path place = Files.createDirectories(directory.resolve(name));
    Files.writeString(place.resolve(inventory), text);
    return RunningProcess.start(
        place,
        Setup.server("")
            + "inventory: ./"
            + inventory
            + "\nproviders:\n  cloud: {api: openai, base_url: \"%s/v1\"}\n"
                .formatted(provider.uri())
            + "models:\n  small: {provider: cloud, id: sim-small, price: {input: 1, output: 1}}\n"
            + "tools: {send_email: {effect: send_external}}\n");
  }

  private static HttpResponse<String> ask(RunningProcess gateway, String key) {
    String body = "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    return gateway.ask("/v1/chat/completions", body, "authorization", "Bearer " + key);
  }

  private static String export(RunningProcess gateway, String format) {
    return gateway.administer("GET", "/api/v1/inventory?format=" + format, "").body();
  }

  @Test
  void what_one_gateway_exports_another_imports_as_csv_and_as_yaml() throws IOException {
    String csv;
    String yaml;
    try (var first = gateway("first", "inventory.csv", LINES)) {
      csv = export(first, "csv");
      yaml = export(first, "yaml");
    }
    assertThat(csv)
        .contains("provider,cloud,external,,DE,0,false,internal,platform,,MSA-7,ISO 27001; SOC 2,")
        .contains("\"Acme, Inc.; Beta\"", "sha256:ab", "ann,2026-01-01,2099-01-01,valid,internal")
        .contains("model,cloud/sim-small,external,,DE,30,false,internal")
        .contains("tool,send_email,", "send_external,internal");
    assertThat(yaml).contains("- kind: \"tool\"", "certifications: [\"ISO 27001\",\"SOC 2\"]");
    try (var second = gateway("second", "inventory.yaml", yaml)) {
      assertThat(export(second, "csv")).isEqualTo(csv);
      assertThat(export(second, "yaml")).isEqualTo(yaml);
    }
  }

  @Test
  void it_is_in_force_and_a_change_of_it_is_taken_up_while_it_runs() throws IOException {
    try (var gateway = gateway("one", "inventory.csv", LINES)) {
      String key = gateway.key("\"level\":\"internal\"");
      assertThat(ask(gateway, key).statusCode()).isEqualTo(200);
      Path file = directory.resolve("one").resolve("inventory.csv");
      Files.writeString(file, LINES.replace("2099-01-01", "2026-02-01"));
      Files.setLastModifiedTime(
          file, java.nio.file.attribute.FileTime.from(Instant.now().plusSeconds(5)));
      HttpResponse<String> last = ask(gateway, key);
      for (int i = 0; i < 2_000 && last.statusCode() == 200; i++) {
        LockSupport.parkNanos(10_000_000);
        last = ask(gateway, key);
      }
      assertThat(last.statusCode()).isEqualTo(403);
      assertThat(export(gateway, "csv")).contains("expired,public");
      assertThat(gateway.administer("GET", "/api/v1/ledger/entries?limit=1000", "").body())
          .contains("configuration.changed");
    }
  }
}
