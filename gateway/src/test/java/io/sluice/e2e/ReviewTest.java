package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Due diligence, from outside: a recorded review raises clearance, and what ends it lowers it. */
class ReviewTest {
  private static final String TERMS =
      "zone: external, jurisdiction: DE, retention_days: 0, trains_on_data: false,"
          + " clearance: internal, owner: platform";
  private static final String PAGE = "https://example.com/terms";

  @TempDir Path directory;
  private Simulator provider;
  private RunningProcess gateway;
  private String key;

  @BeforeEach
  void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    gateway = RunningProcess.start(directory, configuration(TERMS));
    key = gateway.key("\"level\":\"internal\"");
  }

  private String configuration(String terms) {
    return Setup.server("")
        + "providers:\n  cloud: {api: openai, base_url: \"%s/v1\", profile: {%s}}\n"
            .formatted(provider.uri(), terms)
        + "models:\n  small: {provider: cloud, id: sim-small, price: {input: 1, output: 1}}\n";
  }

  @AfterEach
  void stop() {
    gateway.close();
    provider.close();
  }

  private HttpResponse<String> ask() {
    String body = "{\"model\":\"small\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    return gateway.ask("/v1/chat/completions", body, "authorization", "Bearer " + key);
  }

  private GatewayProcess.Ended cli(String... words) throws Exception {
    var all = new String[words.length + 2];
    System.arraycopy(words, 0, all, 0, words.length);
    all[words.length] = "--data";
    all[words.length + 1] = gateway.data().toString();
    return GatewayProcess.run(all);
  }

  private static String day(int days) {
    return LocalDate.now(ZoneOffset.UTC).plusDays(days).toString();
  }

  @Test
  void a_recorded_review_raises_clearance_and_changed_evidence_lowers_it_at_once()
      throws Exception {
    assertThat(ask().statusCode()).as("no review: public").isEqualTo(403);
    var list = cli("providers", "review", "cloud");
    assertThat(list.text())
        .contains("jurisdiction", "DE", "incident_contact", "unknown", "missing");

    String hash = "ab".repeat(32);
    var done =
        cli(
            "providers",
            "review",
            "cloud",
            "--confirm",
            "all",
            "--expires",
            day(90),
            "--evidence",
            PAGE + "=" + hash);
    assertThat(done.status()).as(done.text()).isZero();
    assertThat(ask().statusCode()).isEqualTo(200);
    var record = gateway.administer("GET", "/api/v1/ledger/entries?from=0&limit=1000", "");
    assertThat(record.body()).contains("review.recorded", "item jurisdiction", hash);

    assertThat(cli("providers", "review", "cloud", "--seen", PAGE + "=" + hash).status()).isZero();
    assertThat(ask().statusCode()).as("the same evidence").isEqualTo(200);
    String other = "cd".repeat(32);
    assertThat(cli("providers", "review", "cloud", "--seen", PAGE + "=" + other).status()).isZero();
    var refused = ask();
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("review changed");
    assertThat(cli("providers").text()).contains("changed");
    assertThat(gateway.administer("GET", "/api/v1/status", "").body())
        .contains("reviews: cloud changed");
  }

  @Test
  void other_terms_than_those_reviewed_end_the_review_and_it_survives_a_restart() throws Exception {
    Path file = Files.writeString(directory.resolve("dpa.txt"), "we keep nothing");
    var done =
        cli(
            "providers",
            "review",
            "cloud/sim-small",
            "--confirm",
            "all",
            "--expires",
            day(30),
            "--evidence",
            file.toString());
    assertThat(done.status()).as(done.text()).isZero();
    assertThat(ask().statusCode()).isEqualTo(200);
    gateway.close();
    gateway = RunningProcess.start(directory, configuration(TERMS));
    assertThat(ask().statusCode()).isEqualTo(200);
    gateway.close();
    gateway =
        RunningProcess.start(
            directory, configuration(TERMS.replace("retention_days: 0", "retention_days: 30")));
    assertThat(ask().statusCode()).isEqualTo(403);
  }

  @Test
  void a_review_confirms_everything_and_rests_on_something() throws Exception {
    var some = cli("providers", "review", "cloud", "--confirm", "zone", "--expires", day(30));
    assertThat(some.status()).isEqualTo(2);
    assertThat(some.text()).contains("not confirmed: jurisdiction");
    var bare = cli("providers", "review", "cloud", "--confirm", "all", "--expires", day(30));
    assertThat(bare.text()).contains("rests on evidence");
    var past =
        cli(
            "providers",
            "review",
            "cloud",
            "--confirm",
            "all",
            "--expires",
            day(-1),
            "--evidence",
            PAGE + "=" + "ab".repeat(32));
    assertThat(past.status()).isEqualTo(2);
    assertThat(cli("providers", "review", "nobody").status()).isEqualTo(1);
    assertThat(cli("providers", "export", "--format", "csv").text())
        .contains("kind,name,zone,region,jurisdiction", "model,cloud/sim-small,external,,DE");
    assertThat(cli("providers", "export").text())
        .contains("- kind: \"provider\"", "    name: \"cloud\"");
  }
}
