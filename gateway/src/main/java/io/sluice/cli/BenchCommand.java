package io.sluice.cli;

import io.sluice.cli.security.AgentMeasure;
import io.sluice.cli.security.DataSet;
import io.sluice.cli.security.FlowMeasure;
import io.sluice.cli.security.Measure;
import io.sluice.cli.security.PersonalMeasure;
import io.sluice.cli.security.Score;
import io.sluice.cli.security.SecretMeasure;
import io.sluice.cli.security.TextMeasure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code bench security|routing}; the script sends {@code bench load|parts|record} elsewhere. */
@Command(
    name = "bench",
    description = "Measurements. Also: bench load, bench parts, bench record, bench injection.",
    subcommands = {BenchCommand.Security.class, RoutingBenchCommand.class})
final class BenchCommand extends Group {

  /** Measures what detectors and decision points do on labelled data. */
  @Command(
      name = "security",
      description = "What detectors and decision points do on labelled data.",
      footer = {
        "",
        "--data DIR here names the data: a folder laid out like ../shared/data/security, which is"
            + " the default. What is not there is skipped by name. Exit 1: a goal was missed."
      })
  static final class Security extends Verb {
    private static final Path USUAL = Path.of("..", "shared", "data", "security");

    /** Every measure; one line for each kind of folder. */
    private List<Measure> measures() {
      var start = sluice().start();
      return List.of(
          new TextMeasure(),
          new PersonalMeasure(),
          new SecretMeasure(),
          new FlowMeasure(start),
          new AgentMeasure(start));
    }

    @Override
    public Integer call() {
      var terminal = terminal();
      Path named = common.data == null ? USUAL : common.data;
      var data = new DataSet(terminal.directory().resolve(named).normalize());
      var scores = new ArrayList<Score>();
      for (Measure measure : measures()) {
        if (measure.folders().stream().noneMatch(data::has)) {
          terminal.note("skipped: " + String.join(", ", measure.folders()) + " (no such data)");
          continue;
        }
        if (terminal.interactive()) {
          terminal.note("measuring: " + String.join(", ", measure.folders()));
        }
        scores.addAll(scores(measure, data));
      }
      print(terminal, scores);
      return scores.stream().anyMatch(score -> score.met().equals("no")) ? Exit.NEGATIVE : Exit.OK;
    }

    private static List<Score> scores(Measure measure, DataSet data) {
      try {
        return measure.scores(data);
      } catch (IOException e) {
        throw Failure.usage("the data cannot be read: " + e.getMessage());
      }
    }

    private void print(Terminal terminal, List<Score> scores) {
      var table = new Table("folder", "part", "measure", "value", "goal", "met");
      for (Score score : scores) {
        table.row(
            score.folder(),
            score.part(),
            score.measure(),
            score.value(),
            score.goal(),
            score.met());
      }
      table.print(terminal, common.json);
    }
  }
}
