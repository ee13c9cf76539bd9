package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.json.JsonWriter;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Plays scenarios of policy, which are data, on one gateway.
 *
 * @param approver token of an operator who may approve; empty: there is none
 */
record PolicyPlay(RunningProcess gateway, String approver) {
  private static final Pattern VERDICT =
      Pattern.compile("\"allowed\":true,.*?\"model\":\"([a-z]+)/");

  /** One case as its file has it. */
  record Scenario(String name, Map<?, ?> given, Map<?, ?> when, Map<?, ?> then) {
    static String text(Map<?, ?> map, String key, String otherwise) {
      Object value = map.get(key);
      return value == null ? otherwise : value.toString();
    }

    static List<String> texts(Map<?, ?> map, String key) {
      return list(map, key).stream().map(Object::toString).toList();
    }

    static List<?> list(Map<?, ?> map, String key) {
      return map.get(key) instanceof List<?> list ? list : List.of();
    }

    static Map<?, ?> map(Map<?, ?> map, String key) {
      return map.get(key) instanceof Map<?, ?> inner ? inner : Map.of();
    }
  }

  /** The cases of a file under {@code scenarios/policy}. */
  static List<Scenario> of(String file) throws IOException {
    var all = new ArrayList<Scenario>();
    var root = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(resource(file));
    for (Object one : Scenario.list(root, "cases")) {
      var node = (Map<?, ?>) one;
      all.add(
          new Scenario(
              Scenario.text(node, "name", ""),
              Scenario.map(node, "given"),
              Scenario.map(node, "when"),
              Scenario.map(node, "then")));
    }
    return all;
  }

  static String resource(String name) throws IOException {
    try (var in = PolicyPlay.class.getResourceAsStream("/scenarios/policy/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Plays a scenario; what came is as it says. */
  void holds(Scenario scenario) {
    Map<?, ?> then = scenario.then();
    HttpResponse<String> answer = answer(scenario);
    assertThat(Integer.toString(answer.statusCode()))
        .as(answer.body())
        .isEqualTo(Scenario.text(then, "status", ""));
    String code = answer.headers().firstValue("x-sluice-code").orElse("");
    assertThat(code).isEqualTo(Scenario.text(then, "code", code));
    Scenario.texts(then, "rules").forEach(rule -> assertThat(answer.body()).contains(rule));
    assertThat(answer.body()).contains(Scenario.text(then, "says", ""));
    String hidden = Scenario.text(then, "hides", "");
    if (!hidden.isEmpty()) {
      assertThat(answer.body()).doesNotContain(hidden);
    }
    if (then.containsKey("allowed")) {
      recorded(answer, then);
    }
    String served = answer.headers().firstValue("x-sluice-model").orElse("");
    assertThat(served).startsWith(Scenario.text(then, "served", ""));
    List<String> inRecord = Scenario.texts(then, "record");
    if (!inRecord.isEmpty()) {
      String exchange = answer.headers().firstValue("x-sluice-exchange").orElse("");
      String record = gateway.record(exchange, PolicyPlay::over);
      assertThat(record).as(record).contains(inRecord);
    }
  }

  /** True once nothing more is to be expected in the record of an exchange. */
  private static boolean over(String record) {
    boolean closed = record.contains("\"entry\":\"outcome\"");
    return closed || record.contains("\"entry\":\"refusal\"") || record.contains("\"deny\"");
  }

  private HttpResponse<String> answer(Scenario scenario) {
    Map<?, ?> given = scenario.given();
    Map<?, ?> when = scenario.when();
    String role = Scenario.text(given, "operator", "");
    if (!role.isEmpty()) {
      String token = gateway.operator("one-" + scenario.name().hashCode(), role);
      String body = Scenario.text(when, "body", "");
      String method = Scenario.text(when, "method", "GET");
      return gateway.administer(token, method, Scenario.text(when, "path", ""), body);
    }
    waive(given);
    String key = key(given);
    for (String agent : Scenario.texts(given, "agents")) {
      String wish = "{\"agent\":\"" + agent + "\"}";
      var made = gateway.ask("/v1/sluice/delegations", wish, "authorization", "Bearer " + key);
      key = member(made, "credential");
    }
    HttpResponse<String> answer = ask(scenario, key);
    if (Scenario.text(given, "approved", "").isEmpty()) {
      return answer;
    }
    approve(answer.headers().firstValue("x-sluice-approval").orElse("none"));
    return ask(scenario, key);
  }

  private void waive(Map<?, ?> given) {
    Map<?, ?> waived = Scenario.map(given, "waived");
    if (waived.isEmpty()) {
      return;
    }
    String wish =
        "{\"reason\":\"test\",\"ticket\":\"T-1\",\"rule\":\"%s\",\"resource\":\"%s\",\"team\":\"%s\"}"
            .formatted(
                Scenario.text(waived, "rule", ""),
                Scenario.text(waived, "resource", ""),
                Scenario.text(given, "team", ""));
    approve(member(gateway.administer("POST", "/api/v1/waivers", wish), "approval"));
  }

  private void approve(String id) {
    String path = "/api/v1/approvals/" + id + "/approve";
    var done = gateway.administer(approver, "POST", path, "");
    assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
  }

  private static String member(HttpResponse<String> answer, String name) {
    String mark = "\"" + name + "\":\"";
    int begin = answer.body().indexOf(mark) + mark.length();
    assertThat(begin).as(answer.body()).isGreaterThan(mark.length());
    return answer.body().substring(begin, answer.body().indexOf('"', begin));
  }

  private void recorded(HttpResponse<String> answer, Map<?, ?> then) {
    String exchange = answer.headers().firstValue("x-sluice-exchange").orElse("");
    String record = gateway.record(exchange, text -> text.contains("\"verdicts\""));
    String decision = record.substring(0, record.indexOf("\"whole\""));
    var allowed = VERDICT.matcher(decision).results().map(PolicyPlay::provider).sorted().toList();
    assertThat(allowed).as(decision).isEqualTo(Scenario.texts(then, "allowed"));
    Scenario.texts(then, "mask")
        .forEach(category -> assertThat(decision).contains("\"mask\":[\"" + category + "\"]"));
  }

  private static String provider(MatchResult verdict) {
    return verdict.group(1) + (verdict.group().contains("\"mask\"") ? "*" : "");
  }

  private HttpResponse<String> ask(Scenario scenario, String key) {
    Map<?, ?> given = scenario.given();
    var headers = new ArrayList<String>(List.of("authorization", "Bearer " + key));
    add(headers, "x-sluice-agents", String.join(", ", Scenario.texts(given, "claims")));
    add(headers, "x-sluice-labels", Scenario.text(given, "labels", ""));
    add(headers, "x-sluice-purpose", Scenario.text(given, "purpose", ""));
    Map<?, ?> when = scenario.when();
    String model = Scenario.text(when, "model", "");
    String door = Scenario.text(when, "door", "/v1/chat/completions");
    String path =
        switch (door) {
          case "/v1beta" -> "/v1beta/models/" + model + ":generateContent";
          case "/model" -> "/model/" + model + "/converse";
          default -> door;
        };
    return gateway.ask(path, body(door, when), headers.toArray(String[]::new));
  }

  private static void add(List<String> headers, String name, String value) {
    if (!value.isEmpty()) {
      headers.add(name);
      headers.add(value);
    }
  }

  private String key(Map<?, ?> given) {
    var members = new JsonWriter(256).object();
    for (String name : List.of("level", "team", "app", "tenant", "budget")) {
      String value = Scenario.text(given, name, "");
      if (!value.isEmpty()) {
        members.field(name, value);
      }
    }
    List<String> roles = Scenario.texts(given, "roles");
    if (!roles.isEmpty()) {
      members.name("roles").array();
      roles.forEach(members::value);
      members.endArray();
    }
    String object = members.endObject().done().utf8();
    return gateway.key(object.substring(1, object.length() - 1));
  }

  private static String body(String door, Map<?, ?> when) {
    String prompt = Scenario.text(when, "prompt", "Good morning");
    String model = Scenario.text(when, "model", "");
    String add = Scenario.text(when, "add", "");
    String more = add.isEmpty() ? "" : "," + add;
    String tokens = Scenario.text(when, "tokens", "20");
    return switch (door) {
      case "/v1/responses" ->
          "{\"model\":\"%s\",\"input\":\"%s\",\"max_output_tokens\":%s%s}"
              .formatted(model, prompt, tokens, more);
      case "/v1beta" ->
          "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"%s\"}]}]%s}"
              .formatted(prompt, more);
      case "/model" ->
          "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"%s\"}]}]%s}"
              .formatted(prompt, more);
      default ->
          "{\"model\":\"%s\",\"max_tokens\":%s,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
              .formatted(model, tokens, prompt, more);
    };
  }
}
