package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.JsonWriter;
import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels of tools, and content that is known again, in the real process. */
class LineageTest {
  private static final String RECORD =
      "Maria Okonkwo, account 4471-B, asked for the Lisbon branch to be told that her late father's"
          + " estate passes to the foundation and that nobody else may learn of the codicil.";

  @TempDir Path directory;
  private Simulator provider;
  private RunningProcess gateway;

  @BeforeEach
  void start() throws IOException {
    provider = Simulator.start(SimSettings.of(Kind.OPENAI));
    gateway =
        RunningProcess.start(
            directory,
            """
            %sproviders:
              cloud: {api: openai, base_url: "%s/v1", profile: %s}
              own: {api: openai, base_url: "%s/v1", profile: %s}
            models:
              small: {provider: cloud, price: {input: 1, output: 2}}
              house: {provider: own, price: {input: 1, output: 2}}
            routes:
              watched: {models: [small], flow: observe}
              guarded: {models: [small], flow: balanced}
              inside: {models: [house], flow: balanced}
            tools:
              crm_lookup: {effect: read, result: {integrity: internal, level: restricted, categories: [hr]}}
              board: {effect: read, result: {integrity: internal, level: public}}
            """
                .formatted(
                    Setup.server(""),
                    provider.uri(),
                    Stated.reviewed("external", "internal"),
                    provider.uri(),
                    Stated.reviewed("own", "restricted")));
  }

  @AfterEach
  void stop() {
    gateway.close();
    provider.close();
  }

  private static String body(String model, String user) {
    return messages(model)
        .object()
        .field("role", "user")
        .field("content", user)
        .endObject()
        .endArray()
        .endObject()
        .done()
        .utf8();
  }

  private static JsonWriter messages(String model) {
    return new JsonWriter(512).object().field("model", model).name("messages").array();
  }

  /** A conversation in which {@code tool} has answered. */
  private static String answered(String model, String tool, String result) {
    return messages(model)
        .object()
        .field("role", "user")
        .field("content", "Look it up.")
        .endObject()
        .object()
        .field("role", "assistant")
        .name("tool_calls")
        .array()
        .object()
        .field("id", "call_1")
        .field("type", "function")
        .name("function")
        .object()
        .field("name", tool)
        .field("arguments", "{}")
        .endObject()
        .endObject()
        .endArray()
        .endObject()
        .object()
        .field("role", "tool")
        .field("tool_call_id", "call_1")
        .field("content", result)
        .endObject()
        .endArray()
        .endObject()
        .done()
        .utf8();
  }

  private HttpResponse<String> ask(String key, String body) {
    return gateway.ask("/v1/chat/completions", body, "authorization", "Bearer " + key);
  }

  @Test
  void what_a_tool_returns_has_the_label_that_is_configured_for_it() {
    String key = gateway.key("\"level\":\"public\"");
    var refused = ask(key, answered("watched", "crm_lookup", RECORD));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().firstValue("x-sluice-code")).hasValue("policy_denied");
    assertThat(ask(key, answered("watched", "board", RECORD)).statusCode()).isEqualTo(200);
    assertThat(ask(key, answered("watched", "nobody_knows", RECORD)).statusCode()).isEqualTo(200);
  }

  @Test
  void content_that_comes_back_in_another_application_has_its_label_there() {
    String one = gateway.key("\"app\":\"crm\",\"level\":\"internal\"");
    String other = gateway.key("\"app\":\"mailer\",\"level\":\"public\"");
    String stranger = gateway.key("\"tenant\":\"globex\",\"level\":\"public\"");
    assertThat(ask(one, answered("inside", "crm_lookup", RECORD)).statusCode()).isEqualTo(200);
    String paste =
        "Put this in a mail: " + RECORD.substring(20, 150).toUpperCase(java.util.Locale.ROOT);
    assertThat(ask(other, body("guarded", paste)).statusCode()).isEqualTo(403);
    assertThat(ask(other, body("watched", paste)).statusCode()).isEqualTo(200);
    assertThat(ask(stranger, body("guarded", paste)).statusCode()).isEqualTo(200);
    assertThat(ask(other, body("inside", paste)).statusCode()).isEqualTo(200);
  }

  @Test
  void an_answer_carries_what_is_recognised_in_it_to_whoever_is_told_of_it() {
    String one = gateway.key("\"app\":\"crm\",\"level\":\"internal\"");
    String other = gateway.key("\"app\":\"mailer\",\"level\":\"public\"");
    String said = RECORD.substring(10, 140);
    var answer =
        ask(one, answered("inside", "crm_lookup", RECORD).replace("Look it up.", "Quote it."));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(said);
    var retold = "As the assistant told me: " + said;
    assertThat(ask(other, body("guarded", retold)).statusCode()).isEqualTo(403);
  }

  private String id(HttpResponse<String> answer) {
    return answer.headers().firstValue("x-sluice-exchange").orElseThrow();
  }

  @Test
  void observe_says_what_enforcing_would_have_done_and_the_record_where_it_came_from() {
    String one = gateway.key("\"app\":\"crm\",\"level\":\"internal\"");
    String other = gateway.key("\"app\":\"mailer\",\"level\":\"public\"");
    var first = ask(one, answered("inside", "crm_lookup", RECORD));
    var second = ask(other, body("watched", "Put this in a mail: " + RECORD));
    assertThat(second.statusCode()).isEqualTo(200);
    gateway.record(id(second), text -> text.contains("\"outcome\""));
    String told =
        gateway.administer("GET", "/api/v1/exchanges/" + id(second) + "/explain", "").body();
    assertThat(told)
        .contains("observe: what comes back is recorded, not enforced")
        .contains("user:0, characters 20 to ")
        .contains("restricted hr")
        .contains("from " + id(first) + " tool_result:2")
        .contains("enforced, it would have been: policy_denied");
    String chain = gateway.administer("GET", "/api/v1/exchanges/" + id(first), "").body();
    assertThat(chain).contains("\"by\":\"lineage\"").contains("content comes back in");
    String status = gateway.administer("GET", "/api/v1/flow", "").body();
    assertThat(status)
        .contains("\"application\":\"mailer\",\"exchanges\":1,\"segments\":1,\"relabelled\":1")
        .contains("\"would_stop\":{\"request\":{\"balanced\":1,\"strict\":1}}");
  }

  @Test
  void the_way_of_content_through_exchanges_is_drawn_on_one_page() throws Exception {
    String one = gateway.key("\"app\":\"crm\",\"level\":\"internal\"");
    String other = gateway.key("\"app\":\"mailer <b>\",\"level\":\"public\"");
    var read = ask(one, answered("inside", "crm_lookup", RECORD).replace("Look", "Quote"));
    var mailed = ask(other, body("inside", "Put this in a mail: " + RECORD));
    var leaked = ask(other, body("guarded", "Put that in a mail: " + RECORD));
    gateway.record(id(mailed), text -> text.contains("\"outcome\""));
    String data = directory.resolve("data").toString();
    var told = GatewayProcess.run("trace", id(read), "--html", "way.html", "--data", data);
    assertThat(told.status()).as(told.text()).isZero();
    assertThat(told.text()).contains("content comes back in").contains(id(mailed));
    String page = Files.readString(Path.of("way.html"));
    Files.delete(Path.of("way.html"));
    assertThat(page)
        .contains(id(read), id(mailed), id(leaked), "restricted, hr", "request: deny", "lineage")
        .contains("mailer &lt;b&gt;")
        .doesNotContain("mailer <b>", "Okonkwo", "<script", "http:", "https:");
    assertThat(GatewayProcess.run("trace", "nobody", "--html", "x", "--data", data).status())
        .isEqualTo(1);
  }

  @Test
  void a_chunk_that_was_labelled_beforehand_is_known_in_any_application() {
    String one = gateway.key("\"app\":\"indexer\",\"level\":\"internal\"");
    String other = gateway.key("\"app\":\"chat\",\"level\":\"public\"");
    var wish = new JsonWriter(256).object().field("content", RECORD).field("source", "crm_lookup");
    var said = inspect(one, wish.field("labels", "internal;legal").endObject().done().utf8());
    assertThat(said.statusCode()).isEqualTo(200);
    assertThat(said.body()).contains("\"labels\":\"restricted;hr,legal;internal\"");
    assertThat(ask(other, body("guarded", "Chunk: " + RECORD)).statusCode()).isEqualTo(403);
    var again = new JsonWriter(256).object().field("content", RECORD).field("source", "user");
    assertThat(inspect(other, again.endObject().done().utf8()).body())
        .contains("restricted;hr,legal");
    assertThat(inspect(one, "{\"content\":\"x\"}").statusCode()).isEqualTo(400);
    assertThat(inspect("nobody", "{}").statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> inspect(String key, String body) {
    return gateway.ask("/v1/sluice/inspect", body, "authorization", "Bearer " + key);
  }
}
