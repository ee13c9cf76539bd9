package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.FlowStage.Who;
import io.sluice.json.JsonWriter;
import io.sluice.sim.Cue;
import io.sluice.sim.Received;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Plays one case through one door, step by step, and compares what came of each. */
final class FlowPlay {
  private static final String[] STEP = {
    "as", "route", "mode", "offer", "headers", "stream", "shape", "ask", "answer", "then"
  };
  private static final String[] THEN = {
    "outcome",
    "status",
    "code",
    "says",
    "says_not",
    "calls",
    "carries",
    "carries_not",
    "model",
    "model_saw",
    "model_saw_not",
    "labels",
    "may_contain",
    "record",
    "record_not"
  };

  private final FlowStage stage;
  private final FlowDoor door;
  private final String name;
  private Before before = () -> {};
  private String last = "";

  /** What is done before every step. */
  @FunctionalInterface
  interface Before {
    void run() throws IOException;
  }

  FlowPlay(FlowStage stage, FlowDoor door, String name) {
    this.stage = stage;
    this.door = door;
    this.name = name;
  }

  FlowPlay before(Before each) {
    before = each;
    return this;
  }

  void play(FlowTree one) throws IOException {
    one.only("name", "why", "needs", "doors", "mode", "play");
    String mode = one.text("mode", "balanced");
    String approval = "";
    int number = 0;
    for (FlowTree step : one.at("play").items()) {
      number++;
      String where = name + ", step " + number;
      before.run();
      if (step.has("restart")) {
        stage.restart();
      } else if (step.has("approve")) {
        decide(where, approval);
      } else if (step.has("register")) {
        register(where, step);
      } else if (step.has("release")) {
        release(where, step);
      } else if (step.has("inspect")) {
        inspect(where, step);
      } else {
        approval = exchange(where, step.only(STEP), step.text("mode", mode)).approval();
      }
    }
  }

  private Who who(FlowTree as) {
    as.only("tenant", "app", "level", "integrity", "clearance", "roles");
    String tenant = "t" + Integer.toHexString((name + door).hashCode());
    return new Who(
        tenant + as.text("tenant", ""),
        as.text("app", "support"),
        as.text("level", "public"),
        as.text("integrity", "user"),
        as.text("clearance", ""),
        as.at("roles").texts());
  }

  private FlowAnswer exchange(String where, FlowTree step, String mode) {
    String route = step.text("route", "own") + "-" + door.wire + "-" + mode;
    var offer = step.has("offer") ? step.at("offer").items() : usual();
    var tools = offer.stream().map(FlowTools::of).toList();
    boolean stream = step.text("stream", "false").equals("true");
    var asked =
        new FlowDoor.Asked(route, step.at("ask").items(), tools, stream, step.text("shape", ""));
    var headers = new ArrayList<String>();
    FlowTree extra = step.at("headers");
    extra
        .map()
        .keySet()
        .forEach(header -> headers.addAll(List.of(header, extra.at(header).text())));
    stage.cue(door, says(step.at("answer")));
    var response =
        stage.ask(stage.key(who(step.at("as"))), door.path(asked), door.body(asked), headers);
    var answer = FlowAnswer.of(door, response);
    check(where, step.at("then").only(THEN), answer);
    return answer;
  }

  private static List<FlowTree> usual() {
    return FlowTools.USUAL.stream().map(tool -> new FlowTree("usual", tool)).toList();
  }

  private static Cue.Says says(FlowTree answer) {
    answer.only("say", "call");
    var calls = new ArrayList<Cue.Called>();
    for (Map.Entry<String, FlowTree> call : FlowDoor.calls(answer.at("call"))) {
      calls.add(new Cue.Called(call.getKey(), FlowDoor.arguments(call.getValue())));
    }
    return new Cue.Says(answer.text("say", calls.isEmpty() ? "Done." : ""), calls);
  }

  private void check(String where, FlowTree then, FlowAnswer answer) {
    String all = where + ": " + answer.response().statusCode() + " " + answer.raw();
    String outcome = then.text("outcome", "released");
    if (outcome.equals("stopped")) {
      assertThat(answer.outcome()).as(all).isIn("held", "denied");
    } else {
      assertThat(answer.outcome()).as(all).isEqualTo(outcome);
    }
    if (then.has("status")) {
      assertThat(answer.response().statusCode() + "").as(all).isEqualTo(then.text("status", ""));
    }
    if (then.has("code")) {
      assertThat(answer.code()).as(all).isEqualTo(then.text("code", ""));
    }
    then.at("says").texts().forEach(text -> assertThat(answer.text()).as(all).contains(text));
    then.at("says_not")
        .texts()
        .forEach(text -> assertThat(answer.raw()).as(all).doesNotContain(text));
    if (then.has("calls")) {
      assertThat(answer.calls().stream().map(FlowAnswer.Call::tool))
          .as(all)
          .isEqualTo(then.at("calls").texts());
    }
    String arguments = answer.calls().toString();
    then.at("carries").texts().forEach(text -> assertThat(arguments).as(all).contains(text));
    then.at("carries_not")
        .texts()
        .forEach(text -> assertThat(arguments).as(all).doesNotContain(text));
    model(where, then);
    labels(all, then.at("labels"), answer.header("x-sluice-labels"));
    String most = answer.header("x-sluice-may-contain");
    String own = answer.header("x-sluice-labels");
    labels(all, then.at("may_contain"), most.isEmpty() ? own : most);
    recorded(where, then, answer);
  }

  private void model(String where, FlowTree then) {
    String seen = String.join("\n", stage.asked().stream().map(Received::text).toList());
    String asked =
        String.join(" ", stage.asked().stream().map(FlowPlay::place).distinct().toList());
    if (then.has("model")) {
      String wanted = then.text("model", "");
      assertThat(asked)
          .as(where + ": the model asked")
          .isEqualTo(wanted.equals("none") ? "" : wanted);
    }
    then.at("model_saw").texts().forEach(text -> assertThat(seen).as(where).contains(text));
    then.at("model_saw_not")
        .texts()
        .forEach(text -> assertThat(seen).as(where).doesNotContain(text));
  }

  /** The place whose model a provider was asked for: in the body, or in Gemini's path. */
  private static String place(Received received) {
    var inPath = java.util.regex.Pattern.compile("/models/([a-z]+):").matcher(received.path());
    if (inPath.find()) {
      return inPath.group(1);
    }
    var inBody =
        java.util.regex.Pattern.compile("\"model\"\\s*:\\s*\"([^\"]+)\"").matcher(received.text());
    return inBody.find() ? inBody.group(1) : "?";
  }

  private static void labels(String where, FlowTree said, String header) {
    FlowTree wanted = said.only("level", "categories", "integrity");
    if (wanted.map().isEmpty()) {
      return;
    }
    String[] label = header.replace("<=", "").split(";", -1);
    assertThat(label).as(where + ": x-sluice-labels").hasSizeBetween(3, 4);
    if (wanted.has("level")) {
      assertThat(label[0]).as(where).isEqualTo(wanted.text("level", ""));
    }
    if (wanted.has("integrity")) {
      assertThat(label[2]).as(where).isEqualTo(wanted.text("integrity", ""));
    }
    wanted
        .at("categories")
        .texts()
        .forEach(one -> assertThat(label[1].split(",")).as(where).contains(one));
  }

  private void recorded(String where, FlowTree then, FlowAnswer answer) {
    String exchange = answer.header("x-sluice-exchange");
    assertThat(exchange).as(where + ": x-sluice-exchange").isNotEmpty();
    last = exchange;
    if (!then.has("record") && !then.has("record_not")) {
      return;
    }
    var record =
        stage
            .gateway()
            .record(exchange, text -> text.contains("outcome") || text.contains("refusal"));
    then.at("record").texts().forEach(text -> assertThat(record).as(where).contains(text));
    then.at("record_not")
        .texts()
        .forEach(text -> assertThat(record).as(where).doesNotContain(text));
  }

  /** Approves what the last answer was held for. */
  private void decide(String where, String id) {
    assertThat(id).as(where + ": an approval to decide").isNotEmpty();
    var done = stage.gateway().administer("POST", "/api/v1/approvals/" + id + "/approve", "{}");
    assertThat(done.statusCode()).as(where + ": " + done.body()).isEqualTo(200);
  }

  /** An operator registers a text, such as a canary. */
  private void register(String where, FlowTree step) {
    FlowTree one = step.at("register").only("name", "kind", "label", "text");
    var body = new JsonWriter(256).object().field("tenant", who(step.at("as")).tenant());
    body.field("name", one.text("name", "one")).field("kind", one.text("kind", "documents"));
    body.field("label", one.text("label", "")).name("texts").array();
    body.value(one.at("text").text()).endArray();
    administered(where, "/api/v1/content", body.endObject().done().utf8());
  }

  /** An operator says for a time what an origin is worth: the exchange before, or a tool. */
  private void release(String where, FlowTree step) {
    FlowTree one = step.at("release").only("tool", "integrity", "level", "ttl");
    String origin = one.has("tool") ? "tool:" + one.at("tool").text() : last;
    var body = new JsonWriter(256).object().field("tenant", who(step.at("as")).tenant());
    body.field("origin", origin).field("reason", "looked at");
    for (String member : List.of("integrity", "level", "ttl")) {
      if (one.has(member)) {
        body.field(member, one.at(member).text());
      }
    }
    administered(where, "/api/v1/flow/releases", body.endObject().done().utf8());
  }

  private void administered(String where, String path, String body) {
    var done = stage.gateway().administer("POST", path, body);
    assertThat(done.statusCode()).as(where + ": " + done.body()).isEqualTo(201);
  }

  private void inspect(String where, FlowTree step) {
    FlowTree asked = step.at("inspect").only("content", "source", "labels");
    var body = new JsonWriter(256).object().field("content", asked.at("content").text());
    body.field("source", asked.text("source", "user"));
    if (asked.has("labels")) {
      body.field("labels", asked.text("labels", ""));
    }
    String key = stage.key(who(step.at("as")));
    var answer = stage.ask(key, "/v1/sluice/inspect", body.endObject().done().utf8(), List.of());
    assertThat(answer.statusCode()).as(where + ": " + answer.body()).isEqualTo(200);
    step.at("then")
        .only("contains")
        .at("contains")
        .texts()
        .forEach(text -> assertThat(answer.body()).as(where).contains(text));
  }
}
