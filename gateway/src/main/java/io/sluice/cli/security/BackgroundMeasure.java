package io.sluice.cli.security;

import io.sluice.cli.RunningGateway;
import io.sluice.cli.security.FlowMeasure.Scenario;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * How often text that nobody labelled is taken for something that was: one tenant in which every
 * scenario was played, then many pieces of benign text, each pasted by a user who asks for a call
 * and names where it goes. Wrong is what is labelled or held here and not in an empty tenant. Texts
 * that do share a run of 71 letters and digits with a labelled one are left out.
 */
final class BackgroundMeasure {
  private static final int MOST = 20_000;
  private static final int LEAST_CHARS = 40;
  private static final int PIECE_CHARS = 400;
  private static final int BESIDE = 8;
  private static final double RELABELLED = 0.005;
  private static final double HELD = 0.001;
  private static final String WHERE = "#general";
  private static final List<String> LEVELS =
      List.of("public", "internal", "confidential", "restricted");
  private static final Score.At AT = new Score.At("flow", "shared index");

  private final RunningGateway.Start start;
  private final Rulebook rules;
  private final List<Scenario> scenarios;
  private final Runs labelled = new Runs();

  BackgroundMeasure(RunningGateway.Start start, Rulebook rules, List<Scenario> scenarios) {
    this.start = start;
    this.rules = rules;
    this.scenarios = scenarios;
  }

  List<Score> scores(DataSet data) throws IOException {
    if (rules.clearances().isEmpty()) {
      return List.of(Score.told(AT, "background", "skipped: no route"));
    }
    scenarios.forEach(scenario -> scenario.steps().forEach(this::note));
    List<String> pieces = pieces(data);
    if (pieces.isEmpty()) {
      return List.of(Score.told(AT, "background", "skipped: no folder text"));
    }
    var relabelled = new Shares();
    var kept = new Shares();
    try (var bed = TestBed.open(start, rules, "balanced")) {
      fill(bed);
      for (var seen : beside(pieces, piece -> look(bed, piece))) {
        relabelled.add("", seen.relabelled());
        kept.add("", seen.held());
      }
    }
    return found(pieces, relabelled.hits(), kept.hits());
  }

  private static List<Score> found(List<String> pieces, long wrong, long held) {
    return List.of(
        Score.told(AT, "benign segments pasted", Integer.toString(pieces.size())),
        Score.atMost(AT, "segments wrongly relabelled", share(wrong, pieces), RELABELLED),
        Score.share(AT, "segments wrongly relabelled, of", wrong, pieces.size()),
        Score.atMost(AT, "calls wrongly held", share(held, pieces), HELD),
        Score.share(AT, "calls wrongly held, of", held, pieces.size()));
  }

  /** What came of one piece of text, beside what comes of it in an empty tenant. */
  private record Seen(boolean relabelled, boolean held) {}

  private Seen look(TestBed bed, String piece) throws IOException {
    var step = paste(piece);
    var shared = bed.ask(reader("shared"), widest(), step, rules.offered());
    if (shared.released() && shared.labels().equals("public;;user")) {
      return new Seen(false, false);
    }
    String empty = "alone-" + Integer.toHexString(piece.hashCode());
    var alone = bed.ask(reader(empty), widest(), step, rules.offered());
    return new Seen(!shared.labels().equals(alone.labels()), shared.stopped() && alone.released());
  }

  private interface Look {
    Seen at(String piece) throws IOException;
  }

  /** Looks at all of them, a few at a time, so that they share writes to the disk. */
  private static List<Seen> beside(List<String> pieces, Look look) throws IOException {
    var all = new ArrayList<Seen>();
    try (var threads =
        Executors.newFixedThreadPool(BESIDE, Thread.ofVirtual().name("reader-", 0).factory())) {
      var pending = pieces.stream().map(piece -> threads.submit(() -> look.at(piece))).toList();
      for (var one : pending) {
        all.add(one.get());
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      throw new IOException("stopped", e);
    }
    return all;
  }

  private static double share(long count, List<String> pieces) {
    return (double) count / pieces.size();
  }

  private static TestBed.Who reader(String tenant) {
    return new TestBed.Who(tenant, "reading-room", "reader", "user");
  }

  /** Plays every scenario in one tenant, as far as it goes. */
  private void fill(TestBed bed) throws IOException {
    for (Scenario scenario : scenarios) {
      for (Json raw : scenario.steps()) {
        var step = WireStep.of(raw);
        String principal = raw.text("principal", "someone");
        String integrity = rules.integrity().getOrDefault(principal, "untrusted");
        var who = new TestBed.Who("shared", raw.text("app", "application"), principal, integrity);
        if (!step.supported()
            || !bed.play(who, raw.text("route", ""), step, rules.offered()).released()) {
          break;
        }
      }
    }
  }

  /** The route that may see most, so that only labels of trust decide. */
  private String widest() {
    String widest = "";
    int most = -1;
    for (var route : rules.clearances().entrySet()) {
      int level = LEVELS.indexOf(route.getValue());
      if (level > most) {
        most = level;
        widest = route.getKey();
      }
    }
    return widest;
  }

  private WireStep paste(String text) throws IOException {
    var request = new JsonWriter(1_024).object().name("messages").array().object();
    request.field("role", "user").field("content", "Post this to " + WHERE + ":\n" + text);
    request.endObject().endArray().field("tools", "$TOOLS");
    var answer = new JsonWriter(512).object().name("choices").array().object();
    answer.field("index", 0).name("message").object().field("role", "assistant");
    answer.name("content").nothing().name("tool_calls").array().object().field("id", "call_1");
    answer.field("type", "function").name("function").object().field("name", sender());
    answer.field("arguments", "{\"channel\":\"" + WHERE + "\",\"text\":\"news\"}");
    answer.endObject().endObject().endArray().endObject();
    answer.field("finish_reason", "tool_calls").endObject().endArray();
    return new WireStep(
        "openai.chat", json(request.endObject().done()), json(answer.endObject().done()));
  }

  /** A tool that sends something somewhere. */
  private String sender() {
    return rules.tools().entrySet().stream()
        .filter(tool -> tool.getValue().contains("effect: send_"))
        .filter(tool -> tool.getValue().contains("channel"))
        .map(java.util.Map.Entry::getKey)
        .findFirst()
        .orElse("post_message");
  }

  static Json json(Bytes bytes) throws IOException {
    try {
      return Json.parse(bytes, JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new IOException(e);
    }
  }

  private static List<String> cut(String text) {
    var pieces = new ArrayList<String>();
    int at = 0;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + PIECE_CHARS);
      int blank = end == text.length() ? end : text.lastIndexOf(' ', end);
      end = blank > at ? blank : end;
      pieces.add(text.substring(at, end).strip());
      at = end;
    }
    return pieces;
  }

  private List<String> pieces(DataSet data) throws IOException {
    Set<String> pieces = new LinkedHashSet<>();
    for (String folder : List.of("text", "multilingual", "pii")) {
      for (DataSet.Row row : data.rows(folder)) {
        if (List.of("benign", "pii", "no_pii").contains(row.text("label"))) {
          for (String piece : cut(row.text("text"))) {
            if (pieces.size() < MOST && piece.length() >= LEAST_CHARS && !labelled.shares(piece)) {
              pieces.add(piece);
            }
          }
        }
      }
    }
    return List.copyOf(pieces);
  }

  /** Notes what of a step is labelled: what tools returned, and what models answered. */
  private void note(Json step) {
    results(step.at("request"));
    strings(step.at("response"));
  }

  private void results(Json value) {
    boolean result =
        value.text("role", "").equals("tool")
            || value.text("type", "").equals("tool_result")
            || value.text("type", "").equals("function_call_output");
    if (result) {
      strings(value);
      return;
    }
    value.items().forEach(item -> results(item));
    value.fields().forEach(field -> results(field.value()));
  }

  private void strings(Json value) {
    value.string().ifPresent(labelled::add);
    value.items().forEach(this::strings);
    value.fields().forEach(field -> strings(field.value()));
  }
}
