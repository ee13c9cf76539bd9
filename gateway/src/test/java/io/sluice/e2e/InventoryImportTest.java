package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements about the inventory that are brought in by an operator, and what stays the file's. */
class InventoryImportTest {
  private static final String IMPORT = "/api/v1/inventory/import?name=";

  /** What the first gateway's own configuration states. */
  private static final String STATED =
      """
      tools:
        send_email: {effect: send_external, control_args: [to, cc], allowed: [desk@example.com]}
        contacts: {effect: read, directory: true, result: {level: confidential, categories: [pii]}}
      providers:
        cloud:
          api: openai
          base_url: "%s/v1"
          profile:
            zone: external
            jurisdiction: DE
            retention_days: 0
            trains_on_data: false
            clearance: internal
            owner: platform
            contract: "=MSA-7, amended"
            certifications: [ISO 27001, SOC 2]
            sub_processors: ["Acme, Inc.", Beta]
            evidence: [{url: "https://example.com/dpa", sha256: ab, date: 2026-01-01}]
            reviewer: ann
            reviewed: 2026-01-01
            review_expires: 2099-01-01
      models:
        small: {provider: cloud, id: sim-small, price: {input: 1, output: 2}}
        large: {provider: cloud, id: sim-large, profile: {retention_days: 30}}
      """;

  private static final String BARE =
      """
      providers:
        cloud: {api: openai, base_url: "%s/v1"}
      models:
        small: {provider: cloud, id: sim-small, price: {input: 1, output: 2}}
        large: {provider: cloud, id: sim-large}
      """;

  @TempDir static Path directory;
  private static Simulator provider;
  private static RunningProcess stated;
  private static RunningProcess bare;

  @BeforeAll
  static void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    stated = gateway("stated", STATED);
    bare = gateway("bare", BARE);
  }

  @AfterAll
  static void stop() {
    stated.close();
    bare.close();
    provider.close();
  }

  private static RunningProcess gateway(String name, String text) throws IOException {
    Path place = Files.createDirectories(directory.resolve(name));
    return RunningProcess.start(place, Setup.server("") + text.formatted(provider.uri()));
  }

  private static String export(RunningProcess gateway, String format) {
    return gateway.administer("GET", "/api/v1/inventory?format=" + format, "").body();
  }

  private static HttpResponse<String> bring(RunningProcess gateway, String name, String text) {
    return gateway.administer("POST", IMPORT + name, text);
  }

  private static HttpResponse<String> ask(RunningProcess gateway, String key) {
    String body =
        "{\"model\":\"small\",\"max_tokens\":5,\"messages\":[{\"role\":\"user\","
            + "\"content\":\"hello there\"}]}";
    return gateway.ask("/v1/chat/completions", body, "authorization", "Bearer " + key);
  }

  @Test
  void what_is_exported_imported_and_exported_again_is_the_same_to_the_byte() throws IOException {
    String csv = export(stated, "csv");
    String yaml = export(stated, "yaml");
    assertThat(csv)
        .contains("provider,cloud,external,,DE,0,false,internal,platform,,\"'=MSA-7, amended\"")
        .contains("endpoint,cloud,,", "tool,send_email,", "to; cc", "desk@example.com")
        .contains("tool,contacts,", "true,untrusted,confidential,pii")
        .contains("model,cloud/sim-large,external,,DE,30,false,internal");
    for (String format : new String[] {"csv", "yaml"}) {
      // into the gateway it is from: nothing new is stated
      var again = bring(stated, "all." + format, format.equals("csv") ? csv : yaml);
      assertThat(again.statusCode()).as(again.body()).isEqualTo(201);
      assertThat(again.body()).contains("\"subjects\":[],\"tools\":[]");
      assertThat(export(stated, "csv")).isEqualTo(csv);
      assertThat(export(stated, "yaml")).isEqualTo(yaml);
      // into one that knows the names alone: all of it is stated
      var other = bring(bare, "all." + format, format.equals("csv") ? csv : yaml);
      assertThat(other.statusCode()).as(other.body()).isEqualTo(201);
      assertThat(other.body())
          .contains("\"subjects\":[\"cloud\",\"cloud/sim-large\"]")
          .contains("\"tools\":[\"contacts\",\"send_email\"]");
      assertThat(export(bare, "csv")).isEqualTo(csv);
      assertThat(export(bare, "yaml")).isEqualTo(yaml);
    }
  }

  @Test
  void it_is_in_force_at_once_recorded_and_survives_a_restart() throws IOException {
    Path place = directory.resolve("lasting");
    String reviewed =
        """
        name,zone,jurisdiction,retention_days,trains_on_data,clearance,reviewer,reviewed,review_expires
        cloud,external,DE,0,false,internal,ann,2026-01-01,2099-01-01
        """;
    String key;
    try (var gateway = gateway("lasting", BARE)) {
      key = gateway.key("\"level\":\"internal\"");
      assertThat(ask(gateway, key).statusCode()).isEqualTo(403);
      String check = "r.csv&check=true";
      assertThat(bring(gateway, check, reviewed).body()).contains("\"subjects\":[\"cloud\"]");
      assertThat(ask(gateway, key).statusCode()).isEqualTo(403);
      assertThat(bring(gateway, "r.csv", reviewed).statusCode()).isEqualTo(201);
      assertThat(ask(gateway, key).statusCode()).isEqualTo(200);
      assertThat(bring(gateway, "t.csv", "kind,name,effect\ntool,ls,read\n").statusCode())
          .isEqualTo(201);
      assertThat(ask(gateway, key).statusCode()).isEqualTo(403);
      assertThat(gateway.administer("GET", "/api/v1/inventory/versions/1", "").body())
          .isEqualTo(reviewed);
      assertThat(bring(gateway, "back.csv", reviewed).body()).contains("\"version\":3");
      String entries = gateway.administer("GET", "/api/v1/ledger/entries?limit=1000", "").body();
      assertThat(entries.split("inventory.imported", -1)).hasSize(4);
      assertThat(entries).contains("\"snapshot_before\":", "\"file\":\"back.csv\"");
    }
    try (var again = RunningProcess.start(place, Files.readString(place.resolve("sluice.yaml")))) {
      assertThat(ask(again, key).statusCode()).isEqualTo(200);
      assertThat(again.administer("GET", "/api/v1/inventory/versions", "").body())
          .contains("\"version\":3,\"name\":\"back.csv\"", "\"by\":\"bootstrap\"");
    }
  }

  @Test
  void what_the_configuration_states_an_import_cannot_change() {
    String before = export(stated, "csv");
    var zone =
        bring(stated, "lift.csv", "kind,name,clearance,owner\nprovider,cloud,restricted,me\n");
    assertThat(zone.statusCode()).isEqualTo(409);
    assertThat(zone.body())
        .contains("lift.csv:2:16: 'clearance' of cloud is stated by the configuration (internal)")
        .contains("lift.csv:2:27: 'owner' of cloud", "an import cannot change that");
    var model = bring(stated, "m.yaml", "inventory:\n  - {name: small, zone: own}\n");
    assertThat(model.body())
        .contains("m.yaml:2:25: 'zone' of small is stated by the configuration");
    var tool = bring(stated, "t.csv", "kind,name,effect\ntool,send_email,read\n");
    assertThat(tool.body()).contains("t.csv:2:17: 'effect' of send_email");
    var moved =
        bring(stated, "e.csv", "kind,name,base_url\nendpoint,cloud,https://elsewhere.example/v1\n");
    assertThat(moved.body()).contains("e.csv:2:16: 'base_url' of cloud", "cannot change");
    assertThat(export(stated, "csv")).isEqualTo(before);
  }

  @Test
  void a_text_with_anything_wrong_is_refused_whole_with_its_places() {
    String before = export(bare, "csv");
    String text =
        "kind,name,zone,effect\nprovider,cloud,own\nmodel,cloud/sim-smal,own\ntool,ls,,reed\n";
    var refused = bring(bare, "bad.csv", text);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body())
        .contains("bad.csv:3:7: unknown provider or model 'cloud/sim-smal'")
        .contains("did you mean cloud/sim-small or")
        .contains("bad.csv:4:10: 'effect' must be one of", "did you mean read?")
        .contains("what was in force stays");
    assertThat(bring(bare, "x.yaml", "inventory:\n  - {name: cloud, zonne: own}\n").body())
        .contains("x.yaml:2:19: unknown key 'zonne'", "did you mean zone?");
    assertThat(bring(bare, "y.yaml", "providers: {}\n").body())
        .contains("under the key 'inventory'");
    assertThat(bring(bare, "z.yaml", "inventory: [\n").body())
        .contains("z.yaml:2:1: not valid YAML");
    assertThat(bring(bare, "twice.csv", "name,zone\ncloud,own\ncloud,own\n").body())
        .contains("twice.csv:3:1: 'cloud' stands twice");
    assertThat(bring(bare, "wide.csv", "name,zone\ncloud,own,DE\n").body())
        .contains("wide.csv:2:11: there are more values than columns");
    assertThat(bring(bare, "empty.csv", " ").statusCode()).isEqualTo(400);
    assertThat(export(bare, "csv")).isEqualTo(before);
  }
}
