package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.audit.Commitment;
import io.sluice.egress.CallerClient.Answer;
import io.sluice.egress.CallerClient.Call;
import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies beside the ledger in the real process: content, who saw it, and that it can go. */
class EvidenceTest {
  private static final String CANARY =
      "The heron plan moves the northern depot to Halbrook in the third week of October, "
          + "and nobody outside the board may hear of it before the notary has signed.";

  @TempDir Path directory;
  private Simulator provider;
  private Path data;
  private Path anchor;
  private GatewayProcess gateway;
  private GatewayProcess.Key key;

  @BeforeEach
  void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    data = directory.resolve("data");
    anchor = directory.resolve("anchor");
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
            payloads: {keep: {internal: 10d}}
            audit: {anchor: anchor, keep: 100d}
            """
                .formatted(provider.uri(), Stated.reviewed("external", "internal")));
    gateway = GatewayProcess.start(file, data);
    key = gateway.key("internal", "10");
  }

  @AfterEach
  void stop() {
    gateway.close();
    provider.close();
  }

  @Test
  void a_text_is_found_again_whole_or_in_part_wherever_it_went() throws Exception {
    String exchange = ask("nothing", CANARY, "");
    Json seen = prompts(CANARY).getFirst();
    assertThat(seen.text("exchange", "")).isEqualTo(exchange);
    assertThat(seen.text("model", "")).isEqualTo("cloud/small");
    assertThat(seen.text("how", "")).isEqualTo("clear");
    assertThat(seen.at("exact").bool(false)).isTrue();
    String part = "> " + CANARY.substring(20, 130).toUpperCase(Locale.ROOT) + " <";
    assertThat(prompts(part)).hasSize(1);
    assertThat(
            whoSaw("Something else entirely that nobody has ever said to any model here.")
                .at("seen")
                .items())
        .isEmpty();
  }

  @Test
  void what_policy_refused_reached_nobody_and_says_so() throws Exception {
    var refused = gateway.caller().ask(new Ask(key, "whole", CANARY, "restricted").chat());
    assertThat(refused.status()).isEqualTo(403);
    recorded(refused);
    Json seen = whoSaw(CANARY).at("seen").items().getFirst();
    assertThat(seen.text("how", "")).isEqualTo("blocked");
    assertThat(seen.text("model", "x")).isEmpty();
  }

  @Test
  void content_is_kept_as_the_route_says_and_fits_what_the_record_committed_to() throws Exception {
    String whole = ask("whole", "Write to ann@example.com about " + CANARY, "");
    Json kept = show(whole);
    assertThat(kept.text("request", "")).contains("ann@example.com").contains("Halbrook");
    assertThat(kept.text("provider", "")).contains("choices");
    assertThat(kept.text("caller", "")).contains("choices");
    List<Json> entries = Traces.of(gateway.admin(), whole);
    assertThat(entries.getFirst().at("origin").text("commitment", ""))
        .isEqualTo(commitment(kept, "request"));
    assertThat(entries.getLast().at("payload").text("provider", ""))
        .isEqualTo(commitment(kept, "provider"));
    assertThat(entries.getLast().at("payload").text("caller", ""))
        .isEqualTo(commitment(kept, "caller"));

    Json redacted = show(ask("some", "Write to ann@example.com about " + CANARY, ""));
    assertThat(redacted.text("request", "")).contains("Halbrook").doesNotContain("ann@example");
    String nothing = ask("nothing", CANARY, "");
    assertThat(call("GET", "/api/v1/exchanges/" + nothing + "/payload").status()).isEqualTo(404);
  }

  @Test
  void an_erased_exchange_is_nowhere_and_its_proof_still_holds() throws Exception {
    String exchange = ask("whole", CANARY, "person-77");
    show(exchange);
    String proof = call("GET", "/api/v1/exchanges/" + exchange + "/proof").text();
    String hold =
        post("/api/v1/holds", "exchange", exchange, "reason", "case 12").body().text("id", "");
    assertThat(call("DELETE", "/api/v1/exchanges/" + exchange + "/payload").status())
        .isEqualTo(409);
    assertThat(call("DELETE", "/api/v1/holds/" + hold).status()).isEqualTo(200);
    assertThat(call("DELETE", "/api/v1/exchanges/" + exchange + "/payload").status())
        .isEqualTo(200);
    assertThat(whoSaw(CANARY).at("seen").items()).isEmpty();
    assertThat(call("GET", "/api/v1/exchanges/" + exchange + "/payload").status()).isEqualTo(404);
    String again = call("GET", "/api/v1/exchanges/" + exchange + "/proof").text();
    assertThat(again.lines().limit(2).toList()).isEqualTo(proof.lines().limit(2).toList());
    gateway.close();
    var record = Entries.of(data);
    assertThat(record.kind("payload.viewed")).hasSize(1);
    assertThat(record.kind("payload.erased")).hasSize(1);
    assertNowhere("Halbrook");
    Path since =
        Files.writeString(directory.resolve("since"), proof.substring(proof.indexOf("\n\n") + 2));
    var verified =
        GatewayProcess.run(
            "audit", "verify", "--data", data.toString(), "--since", since.toString());
    assertThat(verified.status()).as(verified.text()).isZero();
  }

  @Test
  void answers_that_are_kept_to_be_gone_on_from_go_with_their_exchange() throws Exception {
    var first = responses("What of the " + CANARY, "");
    assertThat(first.status()).as(first.text()).isEqualTo(200);
    var second = responses("And then?", id(first));
    assertThat(second.status()).as(second.text()).isEqualTo(200);
    assertThat(recorded(first)).isNotEqualTo(recorded(second));
    assertThat(whoSaw(CANARY).at("seen").items()).isNotEmpty();
    String exchange = first.headers().first("x-sluice-exchange", "");
    assertThat(call("DELETE", "/api/v1/exchanges/" + exchange + "/payload").status())
        .isEqualTo(200);
    assertThat(responses("And then?", id(first)).status()).isEqualTo(400);
    assertThat(responses("And then?", id(second)).status())
        .as("it was kept with all that was said before")
        .isEqualTo(400);
  }

  private Answer responses(String input, String previous) throws IOException {
    var body = new JsonWriter(256).object().field("model", "whole").field("input", input);
    if (!previous.isEmpty()) {
      body.field("previous_response_id", previous);
    }
    var call = new Call("/v1/responses", key.secret(), Headers.NONE, body.endObject().done());
    return gateway.caller().ask(call);
  }

  private static String id(Answer answer) throws JsonException {
    return Json.parse(Bytes.utf8(answer.text()), JsonLimits.DEFAULT).text("id", "");
  }

  @Test
  void erasing_a_person_takes_all_exchanges_and_the_name() throws Exception {
    String kept = ask("whole", CANARY, "person-77");
    String unkept = ask("nothing", CANARY + " Again.", "person-77");
    ask("whole", "Somebody else asks about the weather in the mountains tomorrow.", "person-78");
    String subject = Traces.of(gateway.admin(), kept).getFirst().at("origin").text("subject", "");
    assertThat(subject).matches("[0-9a-f]{24}");
    var erased = post("/api/v1/subjects/erase", "tenant", "default", "subject", "person-77");
    assertThat(erased.body().integer("exchanges", 0)).as(erased.text()).isEqualTo(2);
    assertThat(whoSaw(CANARY).at("seen").items()).isEmpty();
    assertThat(call("GET", "/api/v1/exchanges/" + unkept).status()).isEqualTo(200);
    assertThat(post("/api/v1/subjects/erase", "tenant", "default", "subject", "person-77").status())
        .isEqualTo(404);
    gateway.close();
    assertNowhere("Halbrook");
    assertNowhere("person-77");
  }

  @Test
  void exchanges_are_found_by_what_is_known_of_them_page_by_page() throws Exception {
    for (int i = 0; i < 7; i++) {
      ask(i % 2 == 0 ? "whole" : "some", "Question number " + i, "");
    }
    Json page = call("GET", "/api/v1/exchanges?model=whole&outcome=answered&limit=3").body();
    assertThat(page.at("exchanges").items()).hasSize(3);
    String next = page.text("next", "");
    Json rest = call("GET", "/api/v1/exchanges?model=whole&limit=3&after=" + next).body();
    assertThat(rest.at("exchanges").items()).hasSize(1);
    assertThat(rest.text("next", "x")).isEmpty();
    assertThat(
            call("GET", "/api/v1/exchanges?provider=cloud&decision=permit")
                .body()
                .at("exchanges")
                .items())
        .hasSize(7);
    assertThat(call("GET", "/api/v1/exchanges?model=none").body().at("exchanges").items())
        .isEmpty();
    assertThat(call("GET", "/api/v1/exchanges?since=nonsense").status()).isEqualTo(400);
  }

  @Test
  void an_answer_that_goes_on_into_another_prompt_is_followed() throws Exception {
    var first = gateway.caller().ask(new Ask(key, "whole", "[[sim: tokens=80]] " + CANARY).chat());
    String from = recorded(first);
    String body = String.join("", first.lines());
    int at = body.indexOf("\"content\":\"") + 11;
    String said = body.substring(at, body.indexOf('"', at)).replaceAll("\\\\.", " ");
    assertThat(said.length()).isGreaterThan(40);
    String to = ask("whole", said, "");
    Json trace = call("GET", "/api/v1/exchanges/" + from).body();
    assertThat(trace.at("links").items()).anyMatch(link -> link.text("to", "").equals(to));
    Json back = call("GET", "/api/v1/exchanges/" + to).body();
    assertThat(back.at("links").items()).anyMatch(link -> link.text("from", "").equals(from));
    assertThat(back.text("text", "")).contains("goes on into");
  }

  @Test
  void every_request_that_left_is_in_the_record_and_the_provider_s_account_agrees()
      throws Exception {
    for (int i = 0; i < 5; i++) {
      ask("some", "Question number " + i, "");
    }
    Json complete =
        call("GET", "/api/v1/completeness").body().at("destinations").items().getFirst();
    assertThat(complete.integer("sent", 0)).isEqualTo(5);
    assertThat(complete.integer("recorded", 0)).isEqualTo(5);
    String today = LocalDate.now(ZoneOffset.UTC).toString();
    var same = account("time,model,requests\n" + today + ",small,5\n");
    assertThat(same.body().integer("matched", 0)).as(same.text()).isEqualTo(5);
    assertThat(same.body().at("differences").items()).isEmpty();
    var more = account("time,model,requests\n" + today + ",small,7\n");
    assertThat(more.body().integer("missing_here", 0)).isEqualTo(2);
    assertThat(account("{\"what\": 1}").status()).isEqualTo(400);
    String line = "time,model,requests\n" + today + ",small,1\n";
    var nobody =
        gateway.admin().call("POST", "/api/v1/providers/clowd/reconcile", Bytes.utf8(line));
    assertThat(nobody.status()).isEqualTo(404);
    assertThat(nobody.text()).contains("did you mean cloud?");
  }

  @Test
  void entries_are_taken_out_by_a_cursor_and_checkpoints_go_to_the_anchor() throws Exception {
    ask("some", "Hello", "");
    Json slice = call("GET", "/api/v1/ledger/entries?from=0&limit=2").body();
    assertThat(slice.at("entries").items()).hasSize(2);
    long next = slice.integer("next", 0);
    assertThat(next).isEqualTo(2);
    Json rest = call("GET", "/api/v1/ledger/entries?limit=500&from=" + next).body();
    assertThat(rest.at("entries").items()).isNotEmpty();
    gateway.close();
    Path kept;
    try (Stream<Path> all = Files.list(anchor)) {
      kept = all.filter(path -> path.toString().endsWith("latest")).findFirst().orElseThrow();
    }
    var verified =
        GatewayProcess.run(
            "audit", "verify", "--data", data.toString(), "--since", kept.toString());
    assertThat(verified.status()).as(verified.text()).isZero();
    assertThat(verified.text()).contains("continues the checkpoint");
  }

  private Reply account(String text) throws IOException {
    return gateway.admin().call("POST", "/api/v1/providers/cloud/reconcile", Bytes.utf8(text));
  }

  private String ask(String route, String prompt, String user) throws IOException {
    var writer = new JsonWriter(512).object().field("model", route);
    if (!user.isEmpty()) {
      writer.field("user", user);
    }
    writer.name("messages").array().object().field("role", "user").field("content", prompt);
    Bytes body = writer.endObject().endArray().endObject().done();
    var usual = new Ask(key, route, prompt).chat();
    Answer answer =
        gateway.caller().ask(new Call(usual.path(), usual.key(), usual.headers(), body));
    assertThat(answer.status()).isEqualTo(200);
    return recorded(answer);
  }

  /** The exchange of an answer, once its closing entry is in the record. */
  private String recorded(Answer answer) throws IOException {
    String exchange = answer.headers().first("x-sluice-exchange", "");
    assertThat(Traces.of(gateway.admin(), exchange)).isNotEmpty();
    return exchange;
  }

  /** Where a text was seen on its way to a model. */
  private List<Json> prompts(String text) throws IOException {
    return whoSaw(text).at("seen").items().stream()
        .filter(one -> one.text("way", "").equals("prompt"))
        .toList();
  }

  private Json whoSaw(String text) throws IOException {
    return gateway.admin().call("POST", "/api/v1/who-saw", Bytes.utf8(text)).body();
  }

  private Json show(String exchange) throws IOException {
    var reply = call("GET", "/api/v1/exchanges/" + exchange + "/payload");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.body();
  }

  private Reply call(String method, String path) throws IOException {
    return gateway.admin().call(method, path, Bytes.EMPTY);
  }

  private Reply post(String path, String... members) throws IOException {
    var writer = new JsonWriter(128).object();
    for (int i = 0; i < members.length; i += 2) {
      writer.field(members[i], members[i + 1]);
    }
    return gateway.admin().call("POST", path, writer.endObject().done());
  }

  private static String commitment(Json kept, String part) {
    var salt = Bytes.owning(HexFormat.of().parseHex(kept.text("salt", "")));
    return Commitment.of(salt, Bytes.utf8(kept.text(part, "")));
  }

  private void assertNowhere(String text) throws IOException {
    try (Stream<Path> all = Files.walk(data)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes.contains(text)).as(data.relativize(file).toString()).isFalse();
      }
    }
  }
}
