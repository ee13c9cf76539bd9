package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.sim.Kind;
import io.sluice.sim.SimSettings;
import io.sluice.sim.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failures that users of other gateways met, through the running process. */
class LessonsTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String MESSAGES = "/v1/messages";
  private static final String CARD = "[[sim: say=Pay with 4111 1111 1111 1111 today please.]]";
  private static final Pattern USAGE = Pattern.compile("\"usage\":\\{[^}]*\\}", Pattern.MULTILINE);
  private static final Pattern PIECE = Pattern.compile("\"(?:content|text)\":\"([^\"]*)\"");

  private static Simulator chat;
  private static Simulator messages;
  private static RunningProcess gateway;
  private static String guest;
  private static String open;

  @BeforeAll
  static void start(@TempDir Path directory) throws IOException {
    chat = Simulator.start(SimSettings.of(Kind.OPENAI));
    messages = Simulator.start(SimSettings.of(Kind.ANTHROPIC));
    gateway =
        RunningProcess.start(
            directory,
            Setup.server("")
                + """
                flow: {mode: balanced}
                providers:
                  c: {api: openai, base_url: %s/v1, profile: %s}
                  m: {api: anthropic, base_url: %s, profile: %s}
                models:
                  chat: {provider: c, price: {input: 1, output: 1}}
                  messages: {provider: m, price: {input: 1, output: 1}}
                """
                    .formatted(
                        chat.uri(),
                        Stated.reviewed("own", "restricted"),
                        messages.uri(),
                        Stated.reviewed("own", "restricted")));
    guest = gateway.key("\"level\":\"public\",\"clearance\":\"public\"");
    open = gateway.key("\"level\":\"public\",\"clearance\":\"restricted\"");
  }

  @AfterAll
  static void stop() {
    gateway.close();
    chat.close();
    messages.close();
  }

  private static String body(String model, boolean stream, String prompt, String more) {
    return """
    {"model":"%s","stream":%s,"max_tokens":200,"messages":[{"role":"user","content":"%s"}]%s}\
    """
        .formatted(model, stream, prompt, more);
  }

  private static java.net.http.HttpResponse<String> ask(String key, String path, String body) {
    return gateway.ask(
        path, body, "authorization", "Bearer " + key, "anthropic-version", "2023-06-01");
  }

  private static String said(String stream) {
    var text = new StringBuilder();
    PIECE.matcher(stream).results().forEach(found -> text.append(found.group(1)));
    return text.toString();
  }

  private static String record(java.net.http.HttpResponse<String> answer) {
    String id = answer.headers().firstValue("x-sluice-exchange").orElseThrow();
    return gateway.record(id, record -> record.contains("\"outcome\""));
  }

  @Test
  void lesson_01_a_forbidden_value_that_is_split_over_events_never_reaches_the_caller() {
    boolean cut = false; // what was answered once is known, and then nobody is asked at all
    for (String path : new String[] {CHAT, MESSAGES}) {
      for (String model : new String[] {"chat", "messages"}) {
        String where = path + " to " + model;
        var kept = ask(guest, path, body(model, true, CARD, ""));
        assertThat(kept.body()).as(where).doesNotContain("4111").doesNotContain("today");
        assertThat(kept.statusCode() == 403 || kept.body().contains("content_blocked"))
            .as(where + kept.body())
            .isTrue();
        cut |= record(kept).contains("content_blocked");
        var allowed = ask(open, path, body(model, true, CARD, ""));
        assertThat(said(allowed.body())).as(where).contains("4111 1111 1111 1111");
      }
    }
    assertThat(cut).isTrue();
  }

  @Test
  void lesson_01_what_was_not_looked_at_is_recorded_so() {
    var thinking = ask(open, MESSAGES, body("messages", true, "[[sim: thinking]] Hi", ""));
    assertThat(record(thinking)).contains("\"missed\":[\"reasoning\"]");
  }

  @Test
  void lesson_06_an_unknown_field_passes_or_is_a_stated_loss() {
    String more = ",\"brand_new_field\":{\"a\":[1, 2]}";
    var same = ask(open, CHAT, body("chat", false, "Hi", more));
    assertThat(same.headers().firstValue("x-sluice-loss")).isEmpty();
    assertThat(chat.received().getLast().text()).contains("\"brand_new_field\":{\"a\":[1, 2]}");
    var crossed = ask(open, CHAT, body("messages", false, "Hi", more));
    assertThat(crossed.statusCode()).isEqualTo(200);
    assertThat(crossed.headers().firstValue("x-sluice-loss").orElse(""))
        .contains("brand_new_field");
    assertThat(record(crossed)).contains("brand_new_field");
  }

  @Test
  void lesson_13_what_a_stream_used_is_counted_once_and_both_halves_of_it() {
    for (String path : new String[] {CHAT, MESSAGES}) {
      for (String model : new String[] {"chat", "messages"}) {
        String prompt = "[[sim: tokens=40]] count me";
        String whole = usage(record(ask(open, path, body(model, false, prompt, ""))));
        String stream = usage(record(ask(open, path, body(model, true, prompt, ""))));
        assertThat(stream).as(path + " to " + model).isEqualTo(whole);
        assertThat(number(whole, "output")).isEqualTo(40);
        assertThat(number(whole, "input")).isPositive();
        assertThat(number(whole, "cost")) // micro-dollars, at one dollar per million tokens
            .isEqualTo(number(whole, "input") + number(whole, "output"));
      }
    }
  }

  private static String usage(String record) {
    Matcher found = USAGE.matcher(record);
    assertThat(found.find()).as(record).isTrue();
    return found.group();
  }

  private static long number(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":(\\d+)").matcher(json);
    assertThat(found.find()).as(json).isTrue();
    return Long.parseLong(found.group(1));
  }
}
