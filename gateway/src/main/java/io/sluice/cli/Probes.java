package io.sluice.cli;

import io.sluice.egress.CallerClient;
import io.sluice.egress.CallerClient.Answer;
import io.sluice.egress.CallerClient.Call;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Headers;
import io.sluice.model.Secret;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Asks one model, as an application would and through the gateway, what it can do. Every question
 * is an exchange like any other: checked by policy, paid from the key's budget, recorded.
 */
final class Probes {
  /** What a probe found. UNTOLD: the gateway refused it, or nobody answered. */
  enum Finding {
    YES,
    NO,
    UNTOLD
  }

  /** A question with one right answer. */
  private record Item(String question, String answer) {}

  private static final List<Item> CALIBRATION =
      List.of(
          new Item("What is 17 + 26? Answer with the number only.", "43"),
          new Item("What is 9 * 12? Answer with the number only.", "108"),
          new Item("Write the word level backwards, nothing else.", "level"),
          new Item("Which is larger, 0.9 or 0.11? Answer with the number only.", "0.9"),
          new Item("How many letters has the word gateway? Number only.", "7"),
          new Item("Continue: 2, 4, 8, 16. The next number only.", "32"));

  /** A picture of four red points. */
  private static final String PICTURE =
      "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGP4z8AARAwQCgAf7gP9"
          + "i18U1AAAAABJRU5ErkJggg==";

  private static final String TOOL =
      """
      {"type":"function","function":{"name":"weather","description":"The weather in one city",\
      "parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}\
      """;

  private final CallerClient client;
  private final Secret key;
  private final String model;
  private final List<Long> millis = new ArrayList<>();
  private Finding last = Finding.UNTOLD;
  private long input;
  private long output;

  Probes(CallerClient client, Secret key, String model) {
    this.client = client;
    this.key = key;
    this.model = model;
  }

  Finding tools() {
    Json called =
        json(ask("The weather in Oslo?", ",\"tools\":[" + TOOL + "],\"tool_choice\":\"required\""));
    return called.missing() ? last : found(calls(called) >= 1);
  }

  Finding parallelTools() {
    String more =
        ",\"tools\":[" + TOOL + "],\"tool_choice\":\"required\",\"parallel_tool_calls\":true";
    Json called = json(ask("The weather in Oslo and in Lima? Ask for both at once.", more));
    return called.missing() ? last : found(calls(called) >= 2);
  }

  Finding schema() {
    String more =
        """
        ,"response_format":{"type":"json_schema","json_schema":{"name":"sum","strict":true,"schema":\
        {"type":"object","properties":{"sum":{"type":"integer"}},"required":["sum"],\
        "additionalProperties":false}}}\
        """;
    Json answer = json(ask("What is 2 + 3?", more));
    return answer.missing() ? last : found(parsed(content(answer)).at("sum").integer().isPresent());
  }

  Finding vision() {
    String content =
        "[{\"type\":\"text\",\"text\":\"What colour is"
            + " this?\"},{\"type\":\"image_url\",\"image_url\":{\"url\":\""
            + PICTURE
            + "\"}}]";
    Json answer = json(send(body(content, "")));
    return answer.missing() ? last : Finding.YES;
  }

  Finding streaming() {
    Answer answer = send(body(quoted("Say ready."), ",\"stream\":true"));
    if (answer == null || answer.status() != 200) {
      return last;
    }
    return found(!answer.cut() && answer.lines().contains("data: [DONE]"));
  }

  /** How many of {@link #items()} questions it answers right. */
  int calibrated() {
    int right = 0;
    for (Item item : CALIBRATION) {
      String text = content(json(ask(item.question(), ""))).strip().toLowerCase(Locale.ROOT);
      right += text.equals(item.answer()) || text.equals(item.answer() + ".") ? 1 : 0;
    }
    return right;
  }

  static int items() {
    return CALIBRATION.size();
  }

  /** The median time of its answers. */
  long medianMillis() {
    return millis.isEmpty() ? 0 : millis.stream().sorted().toList().get(millis.size() / 2);
  }

  long input() {
    return input;
  }

  long output() {
    return output;
  }

  /** Answers so far. */
  int answered() {
    return millis.size();
  }

  private static Finding found(boolean yes) {
    return yes ? Finding.YES : Finding.NO;
  }

  private @Nullable Answer ask(String question, String more) {
    return send(body(quoted(question), more));
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private Bytes body(String content, String more) {
    String name = JsonWriter.escaped(model).utf8();
    return Bytes.utf8(
        "{\"model\":\"%s\",\"max_tokens\":400,\"messages\":[{\"role\":\"user\",\"content\":%s}]%s}"
            .formatted(name, content, more));
  }

  private @Nullable Answer send(Bytes body) {
    long begun = System.nanoTime();
    try {
      Answer answer = client.ask(new Call("/v1/chat/completions", key, Headers.NONE, body));
      last = told(answer);
      if (answer.status() == 200) {
        millis.add((System.nanoTime() - begun) / 1_000_000);
      }
      return answer;
    } catch (IOException e) {
      last = Finding.UNTOLD;
      return null;
    }
  }

  /** A provider that will not have the request says no; a refusal of the gateway says nothing. */
  private static Finding told(Answer answer) {
    String code = answer.headers().first("x-sluice-code", "");
    return code.equals("upstream_invalid") || code.equals("unsupported")
        ? Finding.NO
        : Finding.UNTOLD;
  }

  private Json json(@Nullable Answer answer) {
    if (answer == null || answer.status() != 200) {
      return Json.nothing();
    }
    Json json = parsed(answer.text());
    input += json.at("usage").integer("prompt_tokens", 0);
    output += json.at("usage").integer("completion_tokens", 0);
    return json;
  }

  private static Json parsed(String text) {
    try {
      return Json.parse(Bytes.utf8(text), JsonLimits.DEFAULT);
    } catch (JsonException e) {
      return Json.nothing();
    }
  }

  private static Json message(Json answer) {
    List<Json> choices = answer.at("choices").items();
    return choices.isEmpty() ? Json.nothing() : choices.getFirst().at("message");
  }

  private static String content(Json answer) {
    return message(answer).text("content", "");
  }

  private static int calls(Json answer) {
    int good = 0;
    for (Json call : message(answer).at("tool_calls").items()) {
      Json function = call.at("function");
      boolean city = parsed(function.text("arguments", "")).at("city").isString();
      good += function.text("name", "").equals("weather") && city ? 1 : 0;
    }
    return good;
  }
}
