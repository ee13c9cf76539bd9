package io.sluice.cli.security;

import io.sluice.cli.security.FlowMeasure.Scenario;
import java.util.ArrayList;
import java.util.List;

/** What came of the scenarios in one mode. */
final class FlowTally {
  private static final String FOLDER = "flow";
  private static final String STOPPED = "violations stopped at the right step";
  private static final double RECOGNISED = 0.99;
  private static final double OF_A_FAMILY = 0.97;
  private static final double EDGE = 0.75;
  private static final double CLEAN = 0.005;

  private final String mode;
  private final Shares families = new Shares();
  private final Shares transforms = new Shares();
  private final Shares edge = new Shares();
  private final Shares limits = new Shares();
  private final Shares clean = new Shares();
  private final Shares calls = new Shares();
  private final Shares skipped = new Shares();
  private final Shares faults = new Shares();
  private final Shares elsewhere = new Shares();
  private final Latency latency = new Latency();
  private long exchanges;

  FlowTally(String mode) {
    this.mode = mode;
  }

  Latency latency() {
    return latency;
  }

  long exchanges() {
    return exchanges;
  }

  /** A scenario needs a protocol that no front door speaks. */
  void skipped(String protocol) {
    skipped.add(protocol, true);
  }

  /** One exchange, whatever it came to; tool calls of clean scenarios are counted. */
  void exchange(Scenario scenario, WireStep step, TestBed.Result result) {
    exchanges++;
    if (!scenario.violation() && !step.calls().isEmpty()) {
      calls.add(scenario.family(), result.released());
    }
  }

  /** A scenario ended at that step. */
  void ended(Scenario scenario, int step, TestBed.Result result) {
    if (!result.stopped()) {
      faults.add(result.status() + " " + result.code(), true);
    }
    if (!scenario.violation()) {
      clean.add(scenario.family(), true);
      return;
    }
    boolean right =
        result.stopped() && step == scenario.step() && !(scenario.beforeModel() && result.asked());
    if (result.stopped() && !right) {
      elsewhere.add(scenario.family(), true);
    }
    violation(scenario, right);
  }

  /** A scenario was played to its end. */
  void passed(Scenario scenario) {
    if (scenario.violation()) {
      violation(scenario, false);
    } else {
      clean.add(scenario.family(), false);
    }
  }

  private void violation(Scenario scenario, boolean right) {
    String transform = scenario.transform().isEmpty() ? "none" : scenario.transform();
    switch (scenario.recognise()) {
      case "edge" -> edge.add(transform, right);
      case "false" -> limits.add(transform, right);
      default -> {
        families.add(scenario.family(), right);
        transforms.add(transform, right);
      }
    }
  }

  /** The figures; goals hold for the mode balanced, which releases what users named. */
  List<Score> scores() {
    var scores = new ArrayList<Score>();
    boolean held = mode.equals("balanced");
    // What is stopped, what is in the way of honest work, and what it costs: read together.
    add(scores, "all", families, new Goal(STOPPED, RECOGNISED));
    told(scores, "all", "benign calls without approval", calls);
    if (latency.pairs() > 0) {
      scores.add(Score.told(at("all"), "added latency, median", latency.added(0.5)));
      scores.add(Score.told(at("all"), "added latency, 99th percentile", latency.added(0.99)));
    }
    families.each((name, one) -> add(scores, name, one, new Goal(STOPPED, OF_A_FAMILY)));
    transforms.each((name, one) -> told(scores, name, "violations stopped, by transform", one));
    if (held) {
      add(scores, "all", edge, new Goal("edge transforms recognised", EDGE));
    } else {
      told(scores, "all", "edge transforms recognised", edge);
    }
    edge.each((name, one) -> told(scores, name, "edge transform recognised", one));
    limits.each((name, one) -> told(scores, name, "known limit, stopped all the same", one));
    if (held && clean.all() > 0) {
      scores.add(Score.atMost(at("all"), "clean scenarios stopped", clean.share(), CLEAN));
    }
    told(scores, "all", "clean scenarios stopped, of", clean);
    clean.each((name, one) -> told(scores, name, "clean scenarios stopped", one));
    elsewhere.each((name, one) -> count(scores, name, "stopped, but at another step", one));
    faults.each((name, one) -> count(scores, name.strip(), "answers that are no decision", one));
    skipped.each((name, one) -> count(scores, name, "scenarios skipped: no such door", one));
    return scores;
  }

  private Score.At at(String part) {
    return new Score.At(FOLDER, mode + "/" + part);
  }

  /** What a share is called, and the least it should be. */
  private record Goal(String measure, double least) {}

  private void add(List<Score> scores, String part, Shares shares, Goal goal) {
    if (shares.all() > 0) {
      scores.add(Score.atLeast(at(part), goal.measure(), shares.share(), goal.least()));
      told(scores, part, goal.measure() + ", of", shares);
    }
  }

  private void told(List<Score> scores, String part, String measure, Shares shares) {
    if (shares.all() > 0) {
      scores.add(Score.share(at(part), measure, shares.hits(), shares.all()));
    }
  }

  private void count(List<Score> scores, String part, String measure, Shares shares) {
    scores.add(Score.told(at(part), measure, Long.toString(shares.all())));
  }
}
