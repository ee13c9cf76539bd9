package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.Sluice;
import io.sluice.cli.StopSignal;
import io.sluice.cli.Terminal;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import io.sluice.sim.FaultRule;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What routing does with a route's wishes, seen from outside. */
class RoutingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path directory = Path.of("");
  private static Simulator provider;
  private static String configuration = "";
  private static RunningProcess gateway;
  private static String key = "";

  @BeforeAll
  static void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    configuration =
        """
        server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
        providers:
          one: {api: openai, base_url: %s/v1, profile: %s}
        models:
          cheap: {provider: one, price: {input: 1, output: 1}}
          dear: {provider: one, price: {input: 20, output: 60}}
          fresh: {provider: one, price: {input: 2, output: 2}}
        routes:
          plain: {models: [dear, cheap], baseline: dear}
          best: {models: [cheap, dear], optimise: {cost: 0, quality: 1}}
          ruled:
            models: [dear, cheap]
            rules: [{pin: dear, purpose: legal}, {prefer: dear, task: code}]
          tried: {models: [cheap, fresh], canary: {model: fresh, percent: 100}}
          beside: {models: [cheap], shadow: {model: fresh, percent: 100}}
        """
            .formatted(provider.uri(), Stated.reviewed("own", "confidential"));
    gateway = RunningProcess.start(directory, configuration);
    key = gateway.key("");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.close();
  }

  private static HttpResponse<String> ask(String route, String text, String... headers) {
    var all = new ArrayList<String>();
    all.add("authorization");
    all.add("Bearer " + key);
    all.addAll(List.of(headers));
    String body =
        "{\"model\":\"%s\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
            .formatted(route, text);
    return gateway.ask("/v1/chat/completions", body, all.toArray(String[]::new));
  }

  private static String served(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.headers().firstValue("x-sluice-model").orElse("");
  }

  private static String exchange(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-sluice-exchange").orElse("");
  }

  private static Json json(HttpResponse<String> answer) {
    try {
      return Json.parse(Bytes.utf8(answer.body()), JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new AssertionError(answer.body(), e);
    }
  }

  private static HttpResponse<String> judge(String by, String exchange, String score) {
    String body =
        "{\"exchange\":\"%s\",\"score\":%s,\"comment\":\"so\"}".formatted(exchange, score);
    return gateway.ask("/v1/sluice/feedback", body, "authorization", "Bearer " + by);
  }

  private static Json card(String route, String model, String part, Predicate<Json> condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var answer = gateway.administer("GET", "/api/v1/routes/" + route + "/scorecards", "");
      for (Json card : json(answer).at("models").items()) {
        if (card.text("model", "").equals(model)
            && card.text("part", "").equals(part)
            && condition.test(card)) {
          return card;
        }
      }
      assertThat(System.nanoTime() - end).as(answer.body()).isNegative();
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Test
  void the_weights_of_a_route_choose_and_explain_says_what_was_expected() {
    assertThat(served(ask("plain", "Good morning"))).isEqualTo("one/cheap");
    var answer = ask("best", "Good morning");
    assertThat(served(answer)).isEqualTo("one/dear");
    String told =
        gateway.administer("GET", "/api/v1/exchanges/" + exchange(answer) + "/explain", "").body();
    assertThat(told)
        .contains("chosen by what the route weighs")
        .contains("one/dear: choice 1, expected")
        .contains("quality")
        .contains("a task of the kind text/short");
  }

  @Test
  void a_provider_that_serves_another_model_is_noticed_recorded_counted_and_explained() {
    assertThat(served(ask("dear", "Good morning"))).isEqualTo("one/dear");
    provider.fault(FaultRule.model("dear", "serves=cheaper;fingerprint=fp_other"));
    HttpResponse<String> answer;
    try {
      answer = ask("dear", "Good morning again");
    } finally {
      provider.clear();
    }
    assertThat(served(answer)).isEqualTo("one/dear");
    assertThat(json(answer).text("model", "")).isEqualTo("cheaper");
    String id = exchange(answer);
    gateway.record(id, text -> text.contains("outcome"));
    assertThat(gateway.administer("GET", "/api/v1/exchanges/" + id + "/explain", "").body())
        .contains("asked was one/dear, and the provider said that 'cheaper' answered");
    assertThat(gateway.administer("GET", "/metrics", "").body())
        .contains("sluice_model_changes_total{what=\"model\"} 1");
    assertThat(cli("audit", "export", "--format", "jsonl").lines())
        .filteredOn(line -> line.contains("model.changed"))
        .singleElement()
        .asString()
        .contains(id, "one/dear", "cheaper");
  }

  @Test
  void rules_stand_above_the_weights_and_only_for_what_they_name() {
    assertThat(served(ask("ruled", "Good morning"))).isEqualTo("one/cheap");
    assertThat(served(ask("ruled", "Mend ```x = 1```"))).isEqualTo("one/dear");
    var pinned = ask("ruled", "Good morning", "x-sluice-purpose", "legal");
    assertThat(served(pinned)).isEqualTo("one/dear");
    String told =
        gateway.administer("GET", "/api/v1/exchanges/" + exchange(pinned) + "/explain", "").body();
    assertThat(told)
        .contains("the route's rule 'pin'")
        .contains("the route pins this request to other models");
  }

  @Test
  void what_is_tried_out_serves_its_share_and_has_a_scorecard() {
    var answer = ask("tried", "Good morning");
    assertThat(served(answer)).isEqualTo("one/fresh");
    Json card = card("tried", "one/fresh", "canary", c -> c.at("answered").number().orElse(0) >= 1);
    assertThat(card.at("cost_usd").at("value").number().orElse(0)).isPositive();
  }

  @Test
  void a_shadow_is_an_exchange_of_its_own_that_nobody_hears() {
    var answer = ask("beside", "Good morning");
    assertThat(served(answer)).isEqualTo("one/cheap");
    Json card =
        card("beside", "one/fresh", "shadow", c -> c.at("answered").number().orElse(0) >= 1);
    assertThat(card.at("cost_usd").at("value").number().orElse(0)).isPositive();
    assertThat(
            gateway
                .ask(
                    "/v1/chat/completions",
                    "{}",
                    "authorization",
                    "Bearer " + key,
                    "x-sluice-purpose",
                    "shadow")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void a_score_counts_for_the_model_that_answered_and_only_from_its_own_tenant() {
    var answer = ask("plain", "How are you");
    String id = exchange(answer);
    gateway.record(id, text -> text.contains("outcome"));
    String stranger = gateway.key("\"tenant\":\"other\"");

    assertThat(judge(stranger, id, "1").statusCode()).isEqualTo(404);
    assertThat(judge(key, id, "1.5").statusCode()).isEqualTo(400);
    assertThat(judge(key, "nowhere", "1").statusCode()).isEqualTo(404);
    assertThat(judge("no-key", id, "1").statusCode()).isEqualTo(401);
    var taken = judge(key, id, "0.75");
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    assertThat(json(taken).text("receipt", "")).contains("/");
    assertThat(judge(key, id, "0.1").statusCode()).isEqualTo(409);

    Json card = card("plain", "one/cheap", "candidate", c -> scores(c) >= 1);
    assertThat(card.at("score").at("value").number().orElse(0)).isBetween(0.7, 0.8);
  }

  private static double scores(Json card) {
    return card.at("score").at("observations").number().orElse(0);
  }

  @Test
  void a_saving_is_told_with_its_quality_guard_and_drawn() throws IOException {
    assertThat(served(ask("plain", "Good evening"))).isEqualTo("one/cheap");
    card("plain", "one/cheap", "candidate", c -> c.at("answered").number().orElse(0) >= 1);
    var answer = gateway.administer("GET", "/api/v1/savings?days=1", "");
    Json line =
        json(answer).at("savings").items().stream()
            .filter(one -> one.text("route", "").equals("plain"))
            .findFirst()
            .orElseThrow();
    Json baseline = line.at("saving").at("baseline");
    double spent = baseline.at("spent_usd").number().orElse(0);
    assertThat(baseline.at("would_have_usd").number().orElse(0)).isGreaterThan(spent * 15);
    assertThat(line.at("saving").text("quality_guard", "")).isEqualTo("not_shown");
    assertThat(gateway.administer("GET", "/api/v1/routes/none/scorecards", "").statusCode())
        .isEqualTo(404);
    assertThat(cli("savings", "--html", "savings.html")).contains("not_shown");
    String page = Files.readString(directory.resolve("savings.html"));
    assertThat(page).contains("<svg", "<rect", "<td>plain</td>", "</html>");
    assertThat(page).doesNotContain("src=", "href=");
    assertThat(page.substring(0, page.indexOf("<table"))).doesNotContain("% less");
  }

  /** What the command prints. */
  private static String cli(String... words) {
    var out = new ByteArrayOutputStream();
    var print = new PrintStream(out, true, StandardCharsets.UTF_8);
    var none = InputStream.nullInputStream();
    var stop = new StopSignal();
    var terminal = new Terminal(none, print, print, Map.of(), directory, false, stop);
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", gateway.data().toString()));
    assertThat(Sluice.run(terminal, all.toArray(String[]::new))).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void onboarding_asks_what_a_model_can_do_and_what_it_cannot_is_heeded() throws JsonException {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            directory,
            false,
            new StopSignal());
    String data = gateway.data().toString();

    int status =
        Sluice.run(
            terminal, "models", "onboard", "dear", "--budget", "20", "--data", data, "--json");

    assertThat(status).as(err.toString(StandardCharsets.UTF_8)).isZero();
    String said = out.toString(StandardCharsets.UTF_8);
    Json can = Json.parse(Bytes.utf8(said), JsonLimits.DEFAULT).at("capabilities");
    for (String word : List.of("tools", "json_schema", "vision", "streaming")) {
      assertThat(can.at(word).bool(false)).as(word).isTrue();
    }
    assertThat(can.at("parallel_tools").bool(true)).isFalse();

    String body = "{\"capabilities\":{\"streaming\":false}}";
    assertThat(gateway.administer("POST", "/api/v1/models/fresh/probes", body).statusCode())
        .isEqualTo(200);
    String stream =
        "{\"model\":\"fresh\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    var refused = gateway.ask("/v1/chat/completions", stream, "authorization", "Bearer " + key);
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.headers().firstValue("x-sluice-code")).contains("unsupported");
    assertThat(served(ask("fresh", "Good morning"))).isEqualTo("one/fresh");
  }

  @Test
  void a_score_outlives_the_process_that_took_it(@TempDir Path own) throws IOException {
    String id;
    try (var first = RunningProcess.start(own, configuration)) {
      String caller = first.key("");
      var answer =
          first.ask(
              "/v1/chat/completions",
              "{\"model\":\"plain\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}",
              "authorization",
              "Bearer " + caller);
      id = exchange(answer);
      first.record(id, text -> text.contains("outcome"));
      var taken =
          first.ask(
              "/v1/sluice/feedback",
              "{\"exchange\":\"%s\",\"score\":1}".formatted(id),
              "authorization",
              "Bearer " + caller);
      assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
      first.kill();
    }
    try (var again = RunningProcess.start(own, configuration)) {
      var answer = again.administer("GET", "/api/v1/routes/plain/scorecards", "");
      Json card = json(answer).at("models").items().getFirst();
      assertThat(scores(card)).isEqualTo(1);
    }
  }
}
