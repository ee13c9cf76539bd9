package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.JsonWriter;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Input that is made to break or to cost: each has a clear verdict, none is let through because
 * there was too much of it, and the process, which has 256 MiB of heap and an index of 4 MiB, still
 * serves afterwards.
 */
class CostlyContentTest {
  private static final String RECORD =
      "the kiln in the east yard is leased until the second spring after next, and nobody but the"
          + " foundation may learn of the codicil. ";

  private static Simulator provider;
  private static RunningProcess gateway;
  private static String key;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    gateway =
        RunningProcess.start(
            directory,
            Setup.server("")
                + """
                providers:
                  c: {api: openai, base_url: "%s/v1", profile: %s}
                models: {m: {provider: c}}
                routes: {guarded: {models: [m], flow: balanced}}
                flow: {index: {size: 4MiB}}
                tools:
                  vault_read: {effect: read, result: {integrity: internal, level: restricted}}
                content_rules:
                  - {name: codename, terms: [Blue Heron], verdict: block}
                  - {name: slow, patterns: ['(?:a+)+c'], verdict: block}
                """
                    .formatted(provider.uri(), Stated.reviewed("external", "confidential")));
    key = gateway.key("\"level\":\"public\"");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    provider.close();
  }

  @AfterEach
  void it_still_serves() {
    assertThat(say("Hello.").statusCode()).isEqualTo(200);
    provider.clear();
  }

  private static HttpResponse<String> say(String text) {
    return ask(body(text, "", ""));
  }

  /** A user's message, and perhaps what a tool returned before it. */
  private static String body(String text, String tool, String result) {
    var body = new JsonWriter(512).object().field("model", "guarded").field("max_tokens", 9_000);
    body.name("messages").array();
    if (!tool.isEmpty()) {
      body.object().field("role", "user").field("content", "Look it up.").endObject();
      body.object().field("role", "assistant").name("tool_calls").array().object();
      body.field("id", "call_1").field("type", "function").name("function").object();
      body.field("name", tool).field("arguments", "{}").endObject().endObject().endArray();
      body.endObject().object().field("role", "tool").field("tool_call_id", "call_1");
      body.field("content", result).endObject();
    }
    body.object().field("role", "user").field("content", text).endObject();
    return body.endArray().endObject().done().utf8();
  }

  private static HttpResponse<String> ask(String body) {
    return ask(body, key);
  }

  private static HttpResponse<String> ask(String body, String who) {
    return gateway.ask("/v1/chat/completions", body, "authorization", "Bearer " + who);
  }

  private static String code(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-sluice-code").orElse("");
  }

  @Test
  void malformed_utf8_is_refused_or_read_as_one_character_and_never_passed_on_unseen()
      throws IOException, InterruptedException {
    byte[] body = body("Blue Heron ## and more", "", "").getBytes(StandardCharsets.UTF_8);
    int at = new String(body, StandardCharsets.UTF_8).indexOf("##");
    body[at] = (byte) 0xC3;
    body[at + 1] = (byte) 0x28;
    try (var http = HttpClient.newHttpClient()) {
      var request =
          HttpRequest.newBuilder(gateway.client().resolve("/v1/chat/completions"))
              .POST(BodyPublishers.ofByteArray(body))
              .header("authorization", "Bearer " + key)
              .header("content-type", "application/json")
              .build();
      var answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isIn(400, 403);
    }
    assertThat(provider.received()).isEmpty();
  }

  @Test
  void lone_surrogates_do_not_hide_what_stands_beside_them() {
    String hidden = body("\uD800 Blue \uDC00Heron, ann.lee@mail.example \uD83D", "", "");
    var blocked = ask(hidden);
    assertThat(code(blocked)).as(blocked.body()).isIn("policy_denied", "invalid_request");
    var masked = ask(body("\uD800ann.lee@mail.example\uDC00", "", ""));
    assertThat(masked.statusCode()).isIn(200, 400);
    assertThat(provider.received()).noneMatch(one -> one.text().contains("ann.lee"));
  }

  @Test
  void words_of_a_megabyte_hide_nothing_at_their_ends() {
    String word = "z".repeat(1 << 20);
    assertThat(code(say(word + " Blue Heron"))).isEqualTo("policy_denied");
    assertThat(code(say("a".repeat(1 << 20) + "c"))).isEqualTo("policy_denied");
    assertThat(say("a".repeat(1 << 18) + "@mail.example").statusCode()).isEqualTo(200);
  }

  @Test
  void a_text_of_megabytes_is_looked_through_to_its_end() {
    String filler = "all of this is said at some length ".repeat(4 << 15);
    assertThat(code(say(filler + "Blue Heron"))).isEqualTo("policy_denied");
    assertThat(provider.received()).isEmpty();
  }

  @Test
  void json_nested_without_end_inside_a_result_is_a_text_like_others() {
    String deep = "[".repeat(50_000) + "\"Blue Heron\"" + "]".repeat(50_000);
    assertThat(code(ask(body("Go on.", "lookup", deep)))).isEqualTo("policy_denied");
    String open = "{\"a\":".repeat(50_000);
    assertThat(ask(body("Go on.", "lookup", open)).statusCode()).isIn(200, 400, 403);
  }

  @Test
  void what_is_encoded_too_often_to_be_decoded_is_not_let_through_for_that() {
    String secret = RECORD.repeat(3);
    assertThat(code(ask(body("Go on.", "vault_read", secret)))).isEqualTo("policy_denied");
    assertThat(code(say("%41 " + base64(secret)))).as("decoded").isEqualTo("policy_denied");
    String inner = "%41 " + base64("so it goes on and on in the yard %41 ".repeat(100) + secret);
    String text = body("%2541 " + base64(inner), "", "");
    assertThat(provider.received()).isEmpty();
    String inside = gateway.key("\"level\":\"confidential\"");
    var usual = body("Of the house, and no more than that.", "", "");
    assertThat(ask(usual, inside).statusCode()).isEqualTo(200);
    assertThat(code(ask(text, inside))).as("counts as the worst").isEqualTo("policy_denied");
    var low =
        say(
            "%2541 "
                + base64("%41 " + inner)); // a detector that did not run refuses nothing by itself
    String id = low.headers().firstValue("x-sluice-exchange").orElseThrow();
    String record = gateway.record(id, one -> one.contains("\"outcome\""));
    assertThat(record).contains("decoded_views", "\"integrity\":\"untrusted\"");
  }

  @Test
  void encodings_that_grow_when_they_are_decoded_stay_within_their_room() {
    String nested = "deep inside there is nothing at all to be found by anybody";
    while (nested.length() < 400_000) {
      nested = base64(nested);
    }
    assertThat(say(nested).statusCode()).isIn(200, 403);
    assertThat(say("&amp;".repeat(100_000)).statusCode()).isIn(200, 403);
    assertThat(say("\\u0041%25".repeat(50_000)).statusCode()).isIn(200, 403);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void ten_thousand_values_are_masked_and_come_back() {
    var text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      text.append("user").append(i).append("@firm.example ");
    }
    var answer = say(text.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(provider.received().getFirst().text()).doesNotContain("@firm.example");
    assertThat(answer.body()).contains("user0@firm.example user1@firm.example");
  }

  @Test
  void texts_made_to_fill_the_index_push_out_nothing_confidential() {
    String secret = "Number nine of the ledger names the heirs of Lisbon. " + RECORD;
    assertThat(code(ask(body("Go on.", "vault_read", secret)))).isEqualTo("policy_denied");
    for (int i = 0; i < 24; i++) { // 4.8 MB of text, 5 MB of entries
      var flood = new StringBuilder();
      for (int k = 0; flood.length() < 200_000; k++) {
        flood.append(Integer.toHexString((i * 131_071 + k) * 0x9E3779B1)).append(' ');
      }
      assertThat(ask(body("Go on.", "lookup", flood.toString())).statusCode()).isIn(200, 403);
    }
    assertThat(code(say("As said: " + secret))).isEqualTo("policy_denied");
  }

  @Test
  void the_same_characters_over_and_over_are_no_fingerprints_of_anything() {
    String run = "ab".repeat(200_000);
    assertThat(ask(body("Go on.", "lookup", run)).statusCode()).isIn(200, 403);
    assertThat(say("abababababab, as children say: " + "ab".repeat(50)).statusCode())
        .isEqualTo(200);
  }
}
