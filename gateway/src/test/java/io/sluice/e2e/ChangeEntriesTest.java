package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people and files change is in the record: who, what, and hashes of before and after. */
class ChangeEntriesTest {
  private static final String HASH = "[0-9a-f]{64}";
  private static final long PATIENCE_NANOS = 30_000_000_000L;
  private static final String INVENTORY =
      """
      kind,name,zone,jurisdiction,retention_days,trains_on_data,clearance,evidence
      provider,listed,external,DE,%d,false,internal,https://example.com/dpa
      """;

  @TempDir Path directory;
  private Path file;
  private Path inventory;
  private Path data;
  private GatewayProcess gateway;
  private long written = 1_800_000_000L;

  @BeforeEach
  void start() throws IOException {
    file = directory.resolve("sluice.yaml");
    inventory = directory.resolve("inventory.csv");
    data = directory.resolve("data");
    write(inventory, INVENTORY.formatted(30));
    configure("30", "100");
    gateway = GatewayProcess.start(file, data);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void a_session_of_an_operator_from_its_beginning_to_its_end() throws Exception {
    URI link = URI.create(Files.readString(data.resolve("operator-link")).strip());
    try (var browser = HttpClient.newHttpClient()) {
      var signedIn = browser.send(HttpRequest.newBuilder(link).build(), BodyHandlers.ofString());
      assertThat(signedIn.statusCode()).isEqualTo(303);
    }
    Json opened = await("session.opened");
    assertThat(opened.text("actor", "")).isEqualTo("bootstrap");
    assertThat(Instant.parse(detail(opened, "expires"))).isAfter(Instant.now());
    assertThat(entries("session.ended")).isEmpty();
    assertThat(gateway.admin().call("DELETE", "/api/v1/operators/bootstrap", Bytes.EMPTY).ok())
        .isTrue();
    gateway.close();
    var record = Entries.of(data);
    Json ended = record.kind("session.ended").getFirst();
    assertThat(detail(ended, "session")).isEqualTo(detail(opened, "session"));
    assertThat(detail(ended, "reason")).isEqualTo("revoked");
    assertThat(detail(ended, "operator")).isEqualTo("bootstrap");
    assertThat(record.kind("operator.revoked").getFirst().text("actor", "")).isEqualTo("bootstrap");
  }

  @Test
  void a_configuration_that_is_taken_up_with_the_budgets_and_profiles_that_it_changes()
      throws Exception {
    configure("7", "250");
    Json profile = await("profile.changed");
    Json budget = await("budget.changed");
    Json configuration = await("configuration.changed");
    for (Json entry : List.of(profile, budget, configuration)) {
      assertThat(entry.text("actor", "")).isEqualTo("gateway");
      assertThat(entry.text("before", "")).matches(HASH).isNotEqualTo(entry.text("after", ""));
      assertThat(entry.text("after", "")).matches(HASH);
    }
    assertThat(detail(profile, "subject")).isEqualTo("cloud");
    assertThat(detail(profile, "item retention_days")).isEqualTo("30 -> 7");
    assertThat(profile.at("details").fields()).hasSize(2);
    assertThat(detail(budget, "item budget 1"))
        .contains("each tenant: 100000000 micro-dollars/month")
        .contains("-> each tenant: 250000000 micro-dollars/month, hard");
  }

  @Test
  void a_profile_that_an_inventory_file_changes() throws Exception {
    write(inventory, INVENTORY.formatted(90));
    Json profile = await("profile.changed");
    assertThat(detail(profile, "subject")).isEqualTo("listed");
    assertThat(detail(profile, "item retention_days")).isEqualTo("30 -> 90");
    assertThat(await("configuration.changed").text("before", "")).matches(HASH);
    assertThat(entries("budget.changed")).isEmpty();
  }

  @Test
  void a_profile_that_a_review_changes_with_who_reviewed() throws Exception {
    String expires = LocalDate.now(ZoneOffset.UTC).plusDays(90).toString();
    var wish = new JsonWriter(256).object().name("confirm").array().value("all").endArray();
    wish.field("expires", expires).name("evidence").array().object();
    wish.field("where", "https://example.com/dpa").field("sha256", "ab".repeat(32));
    Bytes body = wish.endObject().endArray().endObject().done();
    var done = gateway.admin().call("POST", "/api/v1/providers/listed/review", body);
    assertThat(done.ok()).as(done.text()).isTrue();
    Json profile = await("profile.changed");
    assertThat(profile.text("actor", "")).isEqualTo("bootstrap");
    assertThat(detail(profile, "subject")).isEqualTo("listed");
    assertThat(detail(profile, "item clearance")).isEqualTo("public -> internal");
    assertThat(detail(profile, "item review")).isEqualTo("missing -> valid");
    assertThat(entries("configuration.changed")).isEmpty();
    gateway.close();
    gateway = GatewayProcess.start(file, data);
    gateway.close();
    assertThat(Entries.of(data).kind("configuration.changed")).as("it is told already").isEmpty();
  }

  @Test
  void what_was_changed_while_nothing_ran_is_entered_by_the_next_start() throws Exception {
    gateway.close();
    configure("30", "500");
    gateway = GatewayProcess.start(file, data);
    Json budget = await("budget.changed");
    assertThat(detail(budget, "item budget 1")).contains("-> each tenant: 500000000");
    assertThat(entries("configuration.changed")).hasSize(1);
    assertThat(entries("profile.changed")).isEmpty();
  }

  @Test
  void keys_exports_and_reconciliations_with_who_did_it() throws Exception {
    var key = gateway.key("internal", "10");
    assertThat(gateway.revoke(key)).isEqualTo(200);
    String account = "time,model,requests\n" + LocalDate.now(ZoneOffset.UTC) + ",small,1\n";
    var reconciled =
        gateway.admin().call("POST", "/api/v1/providers/cloud/reconcile", Bytes.utf8(account));
    assertThat(reconciled.ok()).as(reconciled.text()).isTrue();
    assertThat(entries("key.revoked")).hasSize(1);
    Json created =
        entries("key.created").stream()
            .filter(entry -> detail(entry, "key").equals(key.id()))
            .findFirst()
            .orElseThrow();
    assertThat(created.text("actor", "")).isEqualTo("bootstrap");
    assertThat(detail(created, "budget")).isEqualTo("10000000 micro-dollars/life");
    assertThat(Instant.parse(detail(created, "expires"))).isAfter(Instant.now());
    assertThat(entries("key.created").getFirst().text("actor", ""))
        .as("the first key, which nobody asked for")
        .isEqualTo("gateway");
    assertThat(entries("usage.reconciled").getFirst().text("actor", "")).isEqualTo("bootstrap");
    assertThat(detail(await("record.exported"), "from")).isEqualTo("0");
  }

  private void configure(String days, String dollars) throws IOException {
    String terms =
        "zone: external, jurisdiction: US, retention_days: %s, trains_on_data: false, clearance: internal"
            .formatted(days);
    write(
        file,
        """
        server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
        inventory: ./inventory.csv
        providers:
          cloud: {api: openai, base_url: http://127.0.0.1:1/v1, profile: {%s}}
          listed: {api: openai, base_url: http://127.0.0.1:1/v1}
        models:
          small: {provider: cloud, price: {input: 1, output: 2}}
        budgets:
          - {per: tenant, usd: %s/month}
        """
            .formatted(terms, dollars));
  }

  /** Puts it there whole, with a time that no earlier one had. */
  private void write(Path place, String text) throws IOException {
    Path next = Files.writeString(directory.resolve("next"), text);
    written += 10;
    Files.setLastModifiedTime(next, FileTime.from(Instant.ofEpochSecond(written)));
    Files.move(next, place, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static String detail(Json entry, String name) {
    return entry.at("details").text(name, "");
  }

  private List<Json> entries(String kind) throws IOException {
    Predicate<Json> wanted = entry -> entry.text("entry", "").equals(kind);
    var reply = gateway.admin().call("GET", "/api/v1/ledger/entries?limit=1000", Bytes.EMPTY);
    return reply.body().at("entries").items().stream().filter(wanted).toList();
  }

  private Json await(String kind) throws IOException {
    long end = System.nanoTime() + PATIENCE_NANOS;
    List<Json> found = entries(kind);
    while (found.isEmpty()) {
      assertThat(System.nanoTime()).as("no entry " + kind).isLessThan(end);
      LockSupport.parkNanos(20_000_000);
      found = entries(kind);
    }
    return found.getFirst();
  }
}
