package io.sluice.cli;

import io.sluice.cli.routing.Interval;
import io.sluice.cli.routing.RoutingBench;
import io.sluice.cli.routing.SampleOutcomes;
import io.sluice.cli.routing.SetReport;
import io.sluice.cli.routing.SetReport.Figures;
import io.sluice.cli.routing.SetReport.Routing;
import io.sluice.json.JsonWriter;
import io.sluice.route.Strengths;
import io.sluice.route.StrengthsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench routing}: what the choice of a model is worth on recorded outcomes. */
@Command(
    name = "routing",
    description =
        "What choosing a model saves on recorded outcomes, beside what mixing single models at"
            + " random saves. Exit 1: a plan held a model that a policy does not allow.",
    footer = {
      "",
      "DIR holds NAME.prompts.jsonl {id, task, prompt, tools?} and NAME.outcomes.csv {id, model,"
          + " quality, cost_usd}, and may hold models.csv and policies.json. Without --data: a"
          + " small made-up set. docs/routing.md says what the figures mean."
    })
final class RoutingBenchCommand extends Verb {
  private static final String HEAD =
      """
      # What is expected of a model before this installation measured it: the share of answers that are good, where the best
      # model there is gives 0.9. Made from recorded outcomes by 'bench routing --data DIR --derive FILE'.
      # kind: by the kind of task and by price (three parts input, one part output, US dollars per million tokens; the middles
      # of the tiers are 0.2, 0.6, 2, 6.3 and 20, and between them it is interpolated), of the better half of each tier; dearer
      # is better by a point at least. Then the tokens of an answer.
      # model: by the kind of task and by the family of a model that at least a hundred recorded prompts were put to.
      # made: the sets of outcomes, by eight of their prompts, so that none is judged by a table that it helped to make.
      """;

  @Option(
      names = "--derive",
      paramLabel = "FILE",
      description =
          "Instead of measuring, writes the table of what to expect of models that DIR's sets make."
              + " The one that ships was made so.")
  @Nullable Path derive;

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description = "Judges the cold choice by this table instead of the one that ships.")
  @Nullable Path judge;

  @Override
  public Integer call() {
    if (derive != null) {
      return derive(terminal().directory().resolve(derive));
    }
    List<SetReport> reports;
    try {
      reports = reports();
    } catch (IOException e) {
      throw Failure.negative("the recorded outcomes cannot be read: " + e.getMessage());
    }
    if (reports.isEmpty()) {
      throw Failure.negative("there is no NAME.prompts.jsonl with its NAME.outcomes.csv");
    }
    if (common.json) {
      terminal().say(json(reports));
    } else {
      print(reports);
    }
    return violations(reports) == 0 ? Exit.OK : Exit.NEGATIVE;
  }

  private int derive(Path file) {
    if (common.data == null) {
      throw Failure.negative("--derive needs --data DIR: a made-up set teaches nothing");
    }
    try {
      var lines = new RoutingBench(directory(common.data), this::progress).derived();
      if (lines.isEmpty()) {
        throw Failure.negative("there is no NAME.prompts.jsonl with its NAME.outcomes.csv");
      }
      Files.writeString(file, HEAD + String.join("\n", lines) + "\n");
      terminal().say("wrote " + lines.size() + " lines to " + file);
      return Exit.OK;
    } catch (IOException e) {
      throw Failure.negative("the table cannot be made: " + e.getMessage());
    }
  }

  private StrengthsTable table() throws IOException {
    if (judge == null) {
      return Strengths.shipped();
    }
    try {
      return StrengthsTable.read(Files.readAllLines(terminal().directory().resolve(judge)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw Failure.negative("'" + judge + "' is no table: " + e.getMessage());
    }
  }

  private Path directory(Path data) {
    Path directory = terminal().directory().resolve(data);
    if (!Files.isDirectory(directory)) {
      throw Failure.negative("there is no directory " + data);
    }
    return directory;
  }

  private List<SetReport> reports() throws IOException {
    if (common.data != null) {
      return new RoutingBench(directory(common.data), this::progress).run(table());
    }
    Path made = Files.createTempDirectory("sluice-outcomes-");
    try {
      SampleOutcomes.write(made);
      return new RoutingBench(made, this::progress).run(table());
    } finally {
      SampleOutcomes.remove(made);
    }
  }

  private void progress(String set) {
    if (!common.json) {
      terminal().note("routing " + set + " ...");
    }
  }

  private static int violations(List<SetReport> reports) {
    return reports.stream()
        .flatMap(report -> report.policies().stream())
        .mapToInt(SetReport.Violations::violations)
        .sum();
  }

  private void print(List<SetReport> reports) {
    var table =
        new Table(
            "set",
            "prompts",
            "models",
            "choice",
            "save95",
            "save98",
            "aiq",
            "apgr",
            "beyond95",
            "beyond98");
    for (SetReport report : reports) {
      var scale = report.scale();
      table.row(
          scale.set(),
          String.valueOf(scale.prompts()),
          String.valueOf(scale.models()),
          "mixing hull",
          text(report.hull().save95()),
          text(report.hull().save98()),
          plain(report.hull().aiq().value()),
          "0.500",
          "",
          "");
      new TreeMap<>(report.modes())
          .forEach((mode, routing) -> table.row(row(mode, routing).toArray(String[]::new)));
    }
    table.print(terminal(), false);
    terminal().say("");
    sum(reports);
  }

  private void sum(List<SetReport> reports) {
    for (String mode : List.of("given", "classified", "cold")) {
      var mean = RoutingBench.overall(reports, mode);
      terminal()
          .say(
              "%s: saves %s at 95%% and %s at 98%% of the best single model, mean of %d sets; hull exceeded or equalled on %d, at the low end of the interval on %d"
                  .formatted(
                      mode,
                      plain(mean.getOrDefault("save95", 0.0)),
                      plain(mean.getOrDefault("save98", 0.0)),
                      reports.size(),
                      atLeastHull(reports, mode, Interval::value),
                      atLeastHull(reports, mode, Interval::low)));
    }
    terminal()
        .say(
            "cold is by " + (judge == null ? "the table that ships" : judge) + exceptions(reports));
    terminal().say("policies: " + policies(reports));
  }

  private static String policies(List<SetReport> reports) {
    int plans = 0;
    int refused = 0;
    for (SetReport report : reports) {
      for (var one : report.policies()) {
        plans += one.plans();
        refused += one.refused();
      }
    }
    return "%d violations in %d plans; %d prompts refused for want of a permitted model"
        .formatted(violations(reports), plans, refused);
  }

  private static String exceptions(List<SetReport> reports) {
    var names = new ArrayList<String>();
    reports.stream()
        .map(SetReport::scale)
        .filter(scale -> !scale.shipped())
        .forEach(scale -> names.add(scale.set()));
    return names.isEmpty()
        ? ""
        : "; on "
            + String.join(", ", names)
            + " by one made of the other sets, since that set helped to make it";
  }

  /**
   * On how many sets {@code end} of the difference to the hull is not below zero at both levels.
   */
  private static long atLeastHull(
      List<SetReport> reports, String mode, ToDoubleFunction<Interval> end) {
    return reports.stream()
        .map(report -> report.modes().get(mode))
        .filter(
            one ->
                one != null
                    && end.applyAsDouble(one.beyond().save95()) >= -1e-9
                    && end.applyAsDouble(one.beyond().save98()) >= -1e-9)
        .count();
  }

  private static List<String> row(String mode, Routing routing) {
    var cells = new ArrayList<String>();
    cells.addAll(List.of("", "", "", "task " + mode));
    cells.add(text(routing.figures().save95()));
    cells.add(text(routing.figures().save98()));
    cells.add(plain(routing.figures().aiq().value()));
    cells.add(plain(routing.pair().apgr()));
    cells.add(text(routing.beyond().save95()));
    cells.add(text(routing.beyond().save98()));
    return cells;
  }

  private static String text(Interval interval) {
    return "%s [%s, %s]"
        .formatted(plain(interval.value()), plain(interval.low()), plain(interval.high()));
  }

  private static String plain(double value) {
    return String.format(Locale.ROOT, "%.3f", value == 0 ? 0.0 : value);
  }

  private static String json(List<SetReport> reports) {
    var out = new JsonWriter(8_192).object().name("sets").array();
    for (SetReport report : reports) {
      set(out, report);
    }
    out.endArray().name("overall").object();
    for (String mode : List.of("given", "classified", "cold")) {
      out.name(mode).object();
      RoutingBench.overall(reports, mode).forEach((name, value) -> out.name(name).value(value));
      out.field("sets_at_least_hull", atLeastHull(reports, mode, Interval::value));
      out.field("sets_at_least_hull_low", atLeastHull(reports, mode, Interval::low)).endObject();
    }
    return out.field("sets", reports.size())
        .field("violations", violations(reports))
        .endObject()
        .endObject()
        .done()
        .utf8();
  }

  private static void set(JsonWriter out, SetReport report) {
    out.object().field("set", report.scale().set());
    out.field("prompts", report.scale().prompts()).field("models", report.scale().models());
    out.field("cold_by_shipped_table", report.scale().shipped());
    out.name("best").object().field("model", report.best().model());
    out.name("quality").value(report.best().quality());
    out.name("cost_usd").value(report.best().costUsd()).endObject();
    out.name("hull");
    figures(out, report.hull());
    new TreeMap<>(report.modes()).forEach((mode, routing) -> mode(out.name(mode), routing));
    out.name("policies").array();
    for (var one : report.policies()) {
      out.object().field("policy", one.policy()).field("plans", one.plans());
      out.field("refused", one.refused()).field("violations", one.violations()).endObject();
    }
    out.endArray().endObject();
  }

  private static void mode(JsonWriter out, Routing routing) {
    out.object().name("figures");
    figures(out, routing.figures());
    out.name("beyond_hull");
    figures(out, routing.beyond());
    var pair = routing.pair();
    out.name("pair").object().field("strong", pair.strong()).field("weak", pair.weak());
    out.name("apgr").value(pair.apgr()).name("cpt50").value(pair.cpt50());
    out.name("cpt80").value(pair.cpt80()).endObject().endObject();
  }

  private static void figures(JsonWriter out, Figures figures) {
    out.object();
    interval(out.name("save95"), figures.save95());
    interval(out.name("save98"), figures.save98());
    interval(out.name("aiq"), figures.aiq());
    out.endObject();
  }

  private static void interval(JsonWriter out, Interval interval) {
    out.object().name("value").value(interval.value());
    out.name("low").value(interval.low()).name("high").value(interval.high()).endObject();
  }
}
