package io.sluice.cli.routing;

import io.sluice.cli.routing.SetReport.Figures;
import io.sluice.cli.routing.SetReport.Ranked;
import io.sluice.cli.routing.SetReport.Routing;
import io.sluice.cli.routing.SetReport.Violations;
import io.sluice.json.Json;
import io.sluice.route.Strengths;
import io.sluice.route.StrengthsTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * What the choice of a model is worth on recorded outcomes: the product's policy, planner and
 * experience against what mixing single models at random can reach, cross-validated.
 */
public final class RoutingBench {
  private static final long SEED = 1;
  private static final int SAMPLES = 200;

  private final OutcomesFolder folder;
  private final Consumer<String> progress;

  /**
   * Over the sets in {@code directory}.
   *
   * @param progress is told what is being done
   * @throws IOException if it cannot be read
   */
  public RoutingBench(Path directory, Consumer<String> progress) throws IOException {
    this.folder = new OutcomesFolder(directory);
    this.progress = progress;
  }

  /**
   * Every set's report, sorted by name; a set without prompts or models is left out.
   *
   * @param ships what the cold choice is by, at sets that did not help to make it
   */
  public List<SetReport> run(StrengthsTable ships) throws IOException {
    List<Outcomes> sets = sets();
    var reports = new ArrayList<SetReport>();
    for (Outcomes set : sets) {
      progress.accept(set.name());
      reports.add(report(set, Derived.judging(sets, set, ships), ships));
    }
    return reports;
  }

  /**
   * The table of what to expect of models that these sets make: what ships is made so.
   *
   * @return its lines; empty: there is no set
   */
  public List<String> derived() throws IOException {
    List<Outcomes> sets = sets();
    return sets.isEmpty() ? List.of() : Derived.from(sets).lines();
  }

  private List<Outcomes> sets() throws IOException {
    var sets = new ArrayList<Outcomes>();
    for (String name : folder.names()) {
      Outcomes set = folder.read(name);
      if (set.prompts() > 0 && !set.models().isEmpty()) {
        sets.add(set);
      }
    }
    return sets;
  }

  private SetReport report(Outcomes set, StrengthsTable table, StrengthsTable ships)
      throws IOException {
    var singles = Singles.of(set, null);
    var pair = Pair.of(set);
    int[][] samples = samples(set.prompts());
    var mixed = new Score[samples.length];
    var alone = new Singles[samples.length];
    for (int i = 0; i < samples.length; i++) {
      alone[i] = Singles.of(set, samples[i]);
      mixed[i] = Score.of(alone[i].frontier(), alone[i]);
    }
    Score hull = Score.of(singles.frontier(), singles);
    var modes = new LinkedHashMap<String, Routing>();
    var trial = new Trial(set, PolicyCheck.open(), new Strengths(table));
    for (Trial.Mode mode : Trial.Mode.values()) {
      Routed routed = trial.run(mode, pair, SEED);
      Score score = Score.of(Score.reached(set, routed, null), singles);
      var scores = new Score[samples.length];
      var beyond = new Score[samples.length];
      for (int i = 0; i < samples.length; i++) {
        scores[i] = Score.of(Score.reached(set, routed, samples[i]), alone[i]);
        beyond[i] = scores[i].minus(mixed[i]);
      }
      modes.put(
          mode.name().toLowerCase(Locale.ROOT),
          new Routing(
              figures(score, scores),
              figures(score.minus(hull), beyond),
              ranked(set, pair, routed)));
    }
    int best = singles.best();
    return new SetReport(
        new SetReport.Scale(set.name(), set.prompts(), set.models().size(), table.equals(ships)),
        new SetReport.Best(
            set.models().get(best).name(), singles.quality()[best], singles.cost()[best]),
        figures(hull, mixed),
        modes,
        policies(set));
  }

  private static Ranked ranked(Outcomes set, Pair pair, Routed routed) {
    var result = pair.judge(set, routed.gain(), SEED);
    return new Ranked(
        set.models().get(pair.strong()).name(),
        set.models().get(pair.weak()).name(),
        result.apgr(),
        result.cpt50(),
        result.cpt80());
  }

  private List<Violations> policies(Outcomes set) throws IOException {
    var check = new PolicyCheck(folder);
    var all = new ArrayList<Violations>();
    for (Json policy : folder.policies().at("policies").items()) {
      var result = check.check(set, policy);
      all.add(
          new Violations(result.policy(), result.plans(), result.refused(), result.violations()));
    }
    return all;
  }

  private static int[][] samples(int prompts) {
    var random = new Random(SEED);
    int[][] samples = new int[SAMPLES][prompts];
    for (int[] sample : samples) {
      for (int i = 0; i < prompts; i++) {
        sample[i] = random.nextInt(prompts);
      }
    }
    return samples;
  }

  private static Figures figures(Score value, Score[] samples) {
    return new Figures(
        interval(value, samples, Score::save95),
        interval(value, samples, Score::save98),
        interval(value, samples, Score::aiq));
  }

  private static Interval interval(Score value, Score[] samples, ToDoubleFunction<Score> figure) {
    double[] all = new double[samples.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = figure.applyAsDouble(samples[i]);
    }
    return Interval.of(figure.applyAsDouble(value), all);
  }

  /** The mean over sets of what {@code mode} saves. */
  public static Map<String, Double> overall(List<SetReport> reports, String mode) {
    var all = new LinkedHashMap<String, Double>();
    all.put("save95", mean(reports, report -> of(report, mode).figures().save95().value()));
    all.put("save98", mean(reports, report -> of(report, mode).figures().save98().value()));
    all.put("aiq", mean(reports, report -> of(report, mode).figures().aiq().value()));
    all.put("beyond_save95", mean(reports, report -> of(report, mode).beyond().save95().value()));
    all.put("beyond_save98", mean(reports, report -> of(report, mode).beyond().save98().value()));
    all.put("beyond_aiq", mean(reports, report -> of(report, mode).beyond().aiq().value()));
    return all;
  }

  private static Routing of(SetReport report, String mode) {
    Routing routing = report.modes().get(mode);
    if (routing == null) {
      throw new IllegalArgumentException("no such mode: " + mode);
    }
    return routing;
  }

  private static double mean(List<SetReport> reports, ToDoubleFunction<SetReport> figure) {
    return reports.stream().mapToDouble(figure).average().orElse(0);
  }
}
