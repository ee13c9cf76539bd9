package io.sluice.cli;

import io.sluice.cli.routing.Interval;
import io.sluice.cli.routing.RoutingBench;
import io.sluice.cli.routing.SampleOutcomes;
import io.sluice.cli.routing.SetReport;
import io.sluice.cli.routing.SetReport.Figures;
import io.sluice.cli.routing.SetReport.Routing;
import io.sluice.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import picocli.CommandLine.Command;

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
  @Override
  public Integer call() {
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

  private List<SetReport> reports() throws IOException {
    if (common.data != null) {
      Path directory = terminal().directory().resolve(common.data);
      if (!Files.isDirectory(directory)) {
        throw Failure.negative("there is no directory " + common.data);
      }
      return new RoutingBench(directory, this::progress).run();
    }
    Path made = Files.createTempDirectory("sluice-outcomes-");
    try {
      SampleOutcomes.write(made);
      return new RoutingBench(made, this::progress).run();
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
    for (String mode : List.of("given", "classified", "cold")) {
      var mean = RoutingBench.overall(reports, mode);
      terminal()
          .say(
              "%s: saves %s at 95%% and %s at 98%% of the best single model, mean of %d sets; hull exceeded or equalled on %d"
                  .formatted(
                      mode,
                      plain(mean.getOrDefault("save95", 0.0)),
                      plain(mean.getOrDefault("save98", 0.0)),
                      reports.size(),
                      atLeastHull(reports, mode)));
    }
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

  private static long atLeastHull(List<SetReport> reports, String mode) {
    return reports.stream()
        .map(report -> report.modes().get(mode))
        .filter(
            one ->
                one != null
                    && one.beyond().save95().value() >= -1e-9
                    && one.beyond().save98().value() >= -1e-9)
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
      out.field("sets_at_least_hull", atLeastHull(reports, mode)).endObject();
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
