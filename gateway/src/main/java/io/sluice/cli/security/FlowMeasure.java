package io.sluice.cli.security;

import io.sluice.cli.RunningGateway;
import io.sluice.json.Json;
import io.sluice.json.JsonException;
import io.sluice.json.JsonLimits;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays the scenarios of the folder {@code flow} over HTTP: several calls of several applications,
 * of which one must be stopped, or none. A scenario with a step that no front door speaks is
 * skipped and counted by that protocol.
 */
public final class FlowMeasure implements Measure {
  private static final String FOLDER = "flow";
  private static final List<String> MODES = List.of("balanced", "strict");
  private static final int EVERY = 8; // one call of so many is also made without the gateway

  private final RunningGateway.Start start;

  /** With gateways started by {@code start}. */
  public FlowMeasure(RunningGateway.Start start) {
    this.start = start;
  }

  @Override
  public List<String> folders() {
    return List.of(FOLDER);
  }

  @Override
  public List<Score> scores(DataSet data) throws IOException {
    Path file = data.file(FOLDER, "policy.json");
    Rulebook rules = Rulebook.of(Files.exists(file) ? read(file) : Json.nothing());
    List<Scenario> scenarios = data.rows(FOLDER).stream().map(Scenario::of).toList();
    var scores = new ArrayList<Score>();
    for (String mode : MODES) {
      var tally = new FlowTally(mode);
      try (var bed = TestBed.open(start, rules, mode)) {
        for (Scenario scenario : scenarios) {
          new Play(bed, rules, tally).play(scenario);
        }
      }
      scores.addAll(tally.scores());
    }
    scores.addAll(new BackgroundMeasure(start, rules, scenarios).scores(data));
    return scores;
  }

  static Json read(Path file) throws IOException {
    try {
      return Json.parse(Bytes.owning(Files.readAllBytes(file)), JsonLimits.DEFAULT);
    } catch (JsonException e) {
      throw new IOException(file.getFileName() + ": not JSON", e);
    }
  }

  /**
   * One scenario.
   *
   * @param expected what must happen: at which step, which decision, and whether the reuse of
   *     content must be recognised
   */
  record Scenario(
      String id,
      String family,
      String transform,
      boolean violation,
      Json expected,
      List<Json> steps) {
    static Scenario of(DataSet.Row row) {
      return new Scenario(
          row.text("id"),
          row.json().text("category", "unnamed"),
          row.text("transform"),
          row.text("label").equals("violation"),
          row.json().at("expect"),
          row.json().at("steps").items());
    }

    /** {@code true}, {@code false}, {@code edge}; true where the data does not say. */
    String recognise() {
      Json said = expected.at("recognise");
      return said.missing() ? "true" : said.string().orElse(said.raw().utf8());
    }

    /** The protocol of the first step that no front door speaks; empty: all can be played. */
    String unplayable() {
      return steps.stream()
          .map(step -> WireStep.of(step))
          .filter(step -> !step.supported())
          .map(WireStep::protocol)
          .findFirst()
          .orElse("");
    }

    /** The step that must be stopped, from 1. */
    long step() {
      return expected.integer("step", steps.size());
    }

    /** True if the model must not be asked at all. */
    boolean beforeModel() {
      return expected.text("decision", "").equals("block_before_model_call");
    }
  }

  /** Plays scenarios on one bed, each as a tenant of its own. */
  private record Play(TestBed bed, Rulebook rules, FlowTally tally) {
    void play(Scenario scenario) throws IOException {
      String missing = scenario.unplayable();
      if (!missing.isEmpty()) {
        tally.skipped(missing);
        return;
      }
      int number = 0;
      for (Json raw : scenario.steps()) {
        number++;
        var step = WireStep.of(raw);
        var who = who(scenario, raw);
        var result = bed.play(who, route(raw), step, rules.offered());
        tally.exchange(scenario, step, result);
        if (tally.exchanges() % EVERY == 0) {
          tally.latency().pair(result.nanos(), bed.direct(step, rules.offered()));
        }
        if (!result.released()) {
          tally.ended(scenario, number, result);
          return;
        }
      }
      tally.passed(scenario);
    }

    private TestBed.Who who(Scenario scenario, Json step) {
      String principal = step.text("principal", "someone");
      String integrity = rules.integrity().getOrDefault(principal, "untrusted");
      return new TestBed.Who(
          tenant(scenario.id()), step.text("app", "application"), principal, integrity);
    }

    private static String route(Json step) {
      return step.text("route", "");
    }
  }

  /** A name that may be a tenant's, for any id. */
  static String tenant(String id) {
    String plain = id.replaceAll("[^A-Za-z0-9._-]", "-");
    return plain.isEmpty() || plain.length() > 64
        ? "t" + Integer.toHexString(id.hashCode())
        : plain;
  }
}
