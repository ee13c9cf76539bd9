package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.egress.LocalAdmin;
import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.sim.Cue;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exchanges found by a text in what is kept of them, in the real process. */
class ContentSearchTest {
  private static final String PATH = "/api/v1/exchanges/search";

  @TempDir static Path directory;
  private static Simulator provider;
  private static GatewayProcess gateway;
  private static GatewayProcess.Key key;

  @BeforeAll
  static void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    Path file =
        Files.writeString(
            directory.resolve("sluice.yaml"),
            """
            server: {listen: 127.0.0.1:0, admin: 127.0.0.1:0}
            providers:
              cloud: {api: openai, base_url: %s/v1, profile: %s}
            models:
              small: {provider: cloud, price: {input: 1, output: 2}}
            routes:
              whole: {models: [small], payloads: full}
              some: {models: [small], payloads: redacted}
              nothing: {models: [small], payloads: none}
            """
                .formatted(provider.uri(), Stated.reviewed("external", "internal")));
    gateway = GatewayProcess.start(file, directory.resolve("data"));
    key = gateway.key("internal", "10");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.close();
  }

  @Test
  void a_text_is_found_in_what_was_asked_and_in_what_was_answered_streamed_or_not()
      throws IOException {
    String asked = ask("whole", "Is the Marlow bridge\nclosed to lorries?", false);
    assertThat(found("marlow  BRIDGE closed")).containsExactly(asked);
    provider.cue(Cue.Says.text("The ferry at Tansley leaves at nine."));
    String streamed = ask("whole", "When does it leave?", true);
    provider.cue(Cue.Says.text("The ferry at Tansley is late."));
    String answered = ask("whole", "And now?", false);
    assertThat(found("ferry at Tansley")).containsExactly(answered, streamed);
    assertThat(found("a text that nobody ever wrote to anybody")).isEmpty();
    assertThat(search("", "").status()).isEqualTo(400);
    assertThat(search("", "\u2026!").status()).isEqualTo(400);
  }

  @Test
  void what_is_redacted_or_not_kept_is_counted_and_not_found() throws IOException {
    String redacted = ask("some", "Tell olive@example.com of the Pendry audit.", false);
    String trace = "?since=2026-01-01&model=some";
    assertThat(ids(search(trace, "of the Pendry audit"))).containsExactly(redacted);
    Json looked = search(trace, "olive@example.com").body();
    assertThat(looked.at("exchanges").items()).isEmpty();
    assertThat(looked.at("looked").integer("redacted", 0)).isEqualTo(1);
    assertThat(looked.at("looked").integer("whole", -1)).isZero();
    ask("nothing", "The Quorn papers.", false);
    Json unkept = search("?model=nothing", "Quorn papers").body();
    assertThat(unkept.at("exchanges").items()).isEmpty();
    assertThat(unkept.at("looked").integer("unkept", 0)).isEqualTo(1);
    assertThat(unkept.text("end", "")).isEqualTo("all");
  }

  @Test
  void an_erased_exchange_is_not_found_any_more() throws IOException {
    String gone = ask("whole", "The Wexcombe ledger lies in the blue chest.", false);
    String stays = ask("whole", "The Wexcombe ledger was moved.", false);
    assertThat(found("Wexcombe ledger")).containsExactly(stays, gone);
    var erased =
        gateway.admin().call("DELETE", "/api/v1/exchanges/" + gone + "/payload", Bytes.EMPTY);
    assertThat(erased.status()).isEqualTo(200);
    assertThat(found("Wexcombe ledger")).containsExactly(stays);
  }

  @Test
  void it_is_for_those_who_may_see_content_and_recorded_without_the_text() throws Exception {
    ask("whole", "Nothing of note.", false);
    Path token = operator("viewer");
    var viewer = LocalAdmin.of(directory.resolve("data"), token);
    assertThat(viewer.call("POST", PATH, Bytes.utf8("Ospringe")).status()).isEqualTo(403);
    String auditor = operator("auditor").toString();
    var run =
        GatewayProcess.run(
            "search",
            "model=whole",
            "--text",
            "Ospringe lock",
            "--operator-token",
            auditor,
            "--data",
            directory.resolve("data").toString());
    assertThat(run.status()).as("nothing is found: " + run.text()).isEqualTo(1);
    assertThat(run.text()).contains("looked into").doesNotContain("Ospringe");
    assertThat(search("", "OSPRINGE lock").status()).isEqualTo(200);
    List<Json> views = entries("payload.searched");
    Json first = views.getFirst();
    Json mine =
        views.stream()
            .filter(view -> view.text("actor", "").equals("an-auditor"))
            .findFirst()
            .orElseThrow();
    assertThat(mine.at("details").text("text", "")).matches("[0-9a-f]{64}");
    assertThat(mine.at("details").text("where model", "")).isEqualTo("whole");
    assertThat(Long.parseLong(mine.at("details").text("opened", ""))).isPositive();
    assertThat(views.getLast().at("details").text("text", ""))
        .as("the same question in another case")
        .isEqualTo(mine.at("details").text("text", "x"));
    assertThat(first).isNotNull();
    assertNowhere("springe");
  }

  @Test
  void pages_neither_repeat_nor_leave_out_while_others_come() throws Exception {
    var before = new ArrayList<String>();
    for (int i = 0; i < 9; i++) {
      before.addFirst(ask("whole", "Cobham number " + i, false));
    }
    var over = new AtomicBoolean();
    var load =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!over.get()) {
                    try {
                      ask("whole", "Cobham again", false);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }
                });
    var seen = new ArrayList<String>();
    String query = "?limit=2";
    for (String next = "start"; !next.isEmpty(); ) {
      Json page = search(query, "Cobham number").body();
      page.at("exchanges").items().forEach(one -> seen.add(one.text("exchange", "")));
      next = page.text("next", "");
      query = "?limit=2&after=" + next;
    }
    over.set(true);
    load.join();
    assertThat(seen).containsExactlyElementsOf(before);
  }

  /** The file with the token of an operator of that role. */
  private static Path operator(String role) throws IOException {
    var wish = new JsonWriter(64).object().field("name", "an-" + role).field("role", role);
    var made = gateway.admin().call("POST", "/api/v1/operators", wish.endObject().done());
    return Files.writeString(directory.resolve(role), made.body().text("token", ""));
  }

  private static List<Json> entries(String kind) throws IOException {
    var reply = gateway.admin().call("GET", "/api/v1/ledger/entries?limit=1000", Bytes.EMPTY);
    return reply.body().at("entries").items().stream()
        .filter(entry -> entry.text("entry", "").equals(kind))
        .toList();
  }

  private static List<String> found(String text) throws IOException {
    return ids(search("", text));
  }

  private static List<String> ids(Reply reply) {
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.body().at("exchanges").items().stream()
        .map(one -> one.text("exchange", ""))
        .toList();
  }

  private static Reply search(String query, String text) throws IOException {
    return gateway.admin().call("POST", PATH + query, Bytes.utf8(text));
  }

  private static String ask(String route, String prompt, boolean stream) throws IOException {
    var answer = gateway.caller().ask(new Ask(key, route, prompt).chat(stream));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    String exchange = answer.headers().first("x-sluice-exchange", "");
    assertThat(Traces.of(gateway.admin(), exchange)).isNotEmpty();
    return exchange;
  }

  private static void assertNowhere(String text) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes.contains(text)).as(directory.relativize(file).toString()).isFalse();
      }
    }
  }
}
