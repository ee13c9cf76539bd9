package io.sluice.cli.security;

import io.sluice.cli.RunningGateway;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Plays the recorded agents of the folder {@code agent}, turn by turn: each answer of the model is
 * given again, and what its tool calls came to is counted. In a hijacked trace some calls are the
 * attacker's; none of consequence may be released in strict mode.
 *
 * <p>A list of tools with {@code effect_hint} describes them; what they return is untrusted. Tools
 * that no list describes are an application's own where the whole file is benign (what they return
 * is internal), else nothing is said of them and the gateway assumes the worst.
 */
public final class AgentMeasure implements Measure {
  private static final String FOLDER = "agent";
  private static final String ROUTE = "own";
  private static final String UNTRUSTED =
      ", max_level: restricted, result: {integrity: untrusted, level: public}}";
  private static final String OWN =
      "{effect: write, min_integrity: internal, max_level: restricted,"
          + " result: {integrity: internal, level: public}}";

  private final RunningGateway.Start start;

  /** With gateways started by {@code start}. */
  public AgentMeasure(RunningGateway.Start start) {
    this.start = start;
  }

  @Override
  public List<String> folders() {
    return List.of(FOLDER);
  }

  @Override
  public List<Score> scores(DataSet data) throws IOException {
    var kit = new Kit(new LinkedHashMap<>(), new LinkedHashMap<>(), new HashMap<>());
    try (var files = Files.list(data.file(FOLDER, ""))) {
      for (Path file : files.sorted().toList()) {
        if (file.toString().endsWith(".json")) {
          kit.read(FlowMeasure.read(file));
        }
      }
    }
    var files = new LinkedHashMap<String, List<Trace>>();
    for (DataSet.Row row : data.rows(FOLDER)) {
      files.computeIfAbsent(row.file(), name -> new ArrayList<>()).add(Trace.of(row));
    }
    files.values().forEach(kit::complete);
    var rules = new Rulebook(kit.policies, Map.of(ROUTE, "restricted"), Map.of(), List.of());
    var scores = new ArrayList<Score>();
    for (String mode : List.of("strict", "balanced")) {
      try (var bed = TestBed.open(start, rules, mode)) {
        for (var file : files.entrySet()) {
          var tally = new AgentTally(mode, file.getKey());
          for (Trace trace : file.getValue()) {
            new Play(bed, kit, tally).play(trace);
          }
          scores.addAll(tally.scores());
        }
      }
    }
    return scores;
  }

  /** One recorded agent. */
  record Trace(String id, List<Json> messages, List<Json> calls) {
    static Trace of(DataSet.Row row) {
      return new Trace(
          row.text("id"), row.json().at("messages").items(), row.json().at("calls").items());
    }

    boolean hijacked() {
      return calls.stream().anyMatch(call -> call.text("origin", "").equals("attacker"));
    }
  }

  /**
   * What is known of tools.
   *
   * @param policies what the configuration says of each
   * @param definitions what is offered, as OpenAI's chat format has it
   * @param words what stands for {@code $NAME} in a message
   */
  private record Kit(
      Map<String, String> policies, Map<String, String> definitions, Map<String, String> words) {
    void read(Json file) {
      for (Json tool : file.items()) {
        String name = tool.text("name", "");
        Json parameters = tool.at("parameters");
        String schema = parameters.isObject() ? parameters.raw().utf8() : "{\"type\":\"object\"}";
        define(name, tool.text("description", ""), schema);
        String line = Rulebook.tool(tool);
        boolean said = tool.at("min_integrity").missing() && tool.at("result").missing();
        policies.put(name, said ? line.substring(0, line.length() - 1) + UNTRUSTED : line);
      }
      for (Json.Field word : file.fields()) {
        word.value().string().ifPresent(text -> words.put(word.name(), text));
      }
    }

    private void define(String name, String description, String schema) {
      var tool = new JsonWriter(512).object().field("type", "function").name("function").object();
      tool.field("name", name).field("description", description).name("parameters").raw(schema);
      definitions.put(name, tool.endObject().endObject().done().utf8());
    }

    /** Tools that a file calls and no list describes. */
    void complete(List<Trace> traces) {
      boolean benign = traces.stream().noneMatch(Trace::hijacked);
      for (Trace trace : traces) {
        for (Json call : trace.calls()) {
          String name = call.text("tool", "");
          if (!definitions.containsKey(name)) {
            define(name, name.replace('_', ' '), "{\"type\":\"object\"}");
            if (benign) {
              policies.put(name, OWN);
            }
          }
        }
      }
    }

    /** The tools that a trace's agent was offered: those it called. */
    String offered(Trace trace) {
      var tools = new JsonWriter(1_024).array();
      trace.calls().stream()
          .map(call -> call.text("tool", ""))
          .distinct()
          .forEach(name -> tools.raw(definitions.getOrDefault(name, "{}")));
      return tools.endArray().done().utf8();
    }

    /** A message with what stands for a word of it put in. */
    void write(JsonWriter body, Json message) {
      body.object();
      for (Json.Field field : message.fields()) {
        String text = words.get(field.value().string().orElse(""));
        if (text == null) {
          body.name(field.name()).raw(field.value().raw());
        } else {
          body.field(field.name(), text);
        }
      }
      body.endObject();
    }
  }

  private record Play(TestBed bed, Kit kit, AgentTally tally) {
    void play(Trace trace) throws IOException {
      var who = new TestBed.Who(FlowMeasure.tenant(trace.id()), "agent", "someone", "user");
      String stopped = "";
      for (int i = 0; i < trace.messages().size() && stopped.isEmpty(); i++) {
        Json message = trace.messages().get(i);
        if (message.text("role", "").equals("assistant") && i > 0) {
          var step = step(trace, i);
          var result = bed.play(who, ROUTE, step, List.of());
          tally.turn(trace, message, result);
          if (tally.due()) {
            tally.latency().pair(result.nanos(), bed.direct(step, List.of()));
          }
          stopped = result.released() ? "" : result.status() + " " + result.code();
        }
      }
      tally.ended(trace, stopped);
    }

    private WireStep step(Trace trace, int answered) throws IOException {
      var request = new JsonWriter(8_192).object().name("messages").array();
      trace.messages().subList(0, answered).forEach(message -> kit.write(request, message));
      request.endArray();
      String tools = kit.offered(trace);
      if (!tools.equals("[]")) {
        request.name("tools").raw(tools);
      }
      Json message = trace.messages().get(answered);
      boolean calls = !message.at("tool_calls").absent();
      var answer = new JsonWriter(2_048).object().name("choices").array().object();
      answer.field("index", 0).name("message").raw(message.raw());
      answer.field("finish_reason", calls ? "tool_calls" : "stop").endObject().endArray();
      return new WireStep(
          "openai.chat",
          BackgroundMeasure.json(request.endObject().done()),
          BackgroundMeasure.json(answer.endObject().done()));
    }
  }
}
