package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code compare ROUTE} and {@code savings}: how models do on one's own traffic. */
final class CompareCommand {
  private static final String[] HEADINGS = {
    "model", "part", "answered", "usd_each", "first_ms", "failed", "declined", "valid", "score"
  };
  private static final String[] MEASURES = {
    "cost_usd", "first_content_ms", "failed", "declined", "valid", "score"
  };

  private static final String LEGEND =
      "means and shares of one answer with their 95% intervals: first_ms, milliseconds to the first"
          + " content; declined, the model refused; valid, in the form that was asked for; score,"
          + " as callers judged";

  private CompareCommand() {}

  abstract static class Scoped extends Verb {
    @Option(
        names = "--days",
        paramLabel = "N",
        description = "days back, today included; default: ${DEFAULT-VALUE}")
    int days = 30;

    @Option(
        names = "--tenant",
        paramLabel = "T",
        description = "one tenant's traffic; default: everybody's")
    String tenant = "";

    final Reply ask(String path) {
      String scoped = path + "?days=" + days + "&tenant=" + Group.segment(tenant);
      return common.call(terminal(), "GET", scoped, Bytes.EMPTY);
    }

    /** Writes a page to {@code file}, below the working directory. */
    final void write(Path file, String page) {
      try {
        Files.writeString(terminal().directory().resolve(file), page);
      } catch (IOException e) {
        throw Failure.negative("cannot write " + file);
      }
    }

    static String figure(Json figure, String form) {
      if (figure.at("observations").number().orElse(0) == 0) {
        return "-";
      }
      String value = number(figure, "value", form);
      String high = figure.at("high").missing() ? "?" : number(figure, "high", form);
      return value + " [" + number(figure, "low", form) + ", " + high + "]";
    }

    private static String number(Json figure, String name, String form) {
      return String.format(Locale.ROOT, form, figure.at(name).number().orElse(0));
    }

    static String saving(Json saving, String beside) {
      double spent = saving.at(beside).at("spent_usd").number().orElse(0);
      double would = saving.at(beside).at("would_have_usd").number().orElse(0);
      if (would <= 0) {
        return "-";
      }
      String money = String.format(Locale.ROOT, "%.6f of %.6f", spent, would);
      return saving.text("quality_guard", "").equals("held") || beside.equals("requested")
          ? money + String.format(Locale.ROOT, " (%.1f%% less)", 100 * (1 - spent / would))
          : money;
    }

    static String guard(Json saving) {
      return switch (saving.text("quality_guard", "")) {
        case "held" -> "held: answers are scored no worse than the baseline's, within 0.05";
        case "worse" -> "WORSE: answers are scored below the baseline's; nothing is claimed";
        default ->
            "not shown: it takes 30 scores of what was served, 30 of the baseline's own answers,"
                + " and intervals that tell them apart; nothing is claimed";
      };
    }
  }

  /** Scorecards. */
  @Command(
      name = "compare",
      description =
          "The models of ROUTE on your own traffic: cost, latency, failures, refusals, form and"
              + " scores, with 95%% intervals; and what the route saved. Exit 1: no such route.")
  static final class OfRoute extends Scoped {
    @Parameters(paramLabel = "ROUTE", description = "a route, or a model asked for by name")
    String route = "";

    @Option(names = "--html", paramLabel = "FILE", description = "also write a page")
    @Nullable Path html;

    @Override
    public Integer call() {
      Reply reply = ask("/api/v1/routes/" + Group.segment(route) + "/scorecards");
      if (html != null) {
        write(html, ComparePage.of(reply.body(), MEASURES));
      }
      if (common.json) {
        terminal().say(reply.text().strip());
        return Exit.OK;
      }
      var table = new Table(HEADINGS);
      for (Json card : reply.body().at("models").items()) {
        table.row(cells(card).toArray(String[]::new));
      }
      table.print(terminal(), false);
      Json saving = reply.body().at("savings");
      terminal().say(LEGEND);
      terminal()
          .say("spent, of what the baseline would have cost, USD: " + saving(saving, "baseline"));
      terminal().say("quality guard: " + guard(saving));
      return Exit.OK;
    }

    static List<String> cells(Json card) {
      return List.of(
          card.text("model", ""),
          card.text("part", ""),
          String.valueOf((long) card.at("answered").number().orElse(0)),
          figure(card.at("cost_usd"), "%.6f"),
          figure(card.at("first_content_ms"), "%.0f"),
          figure(card.at("failed"), "%.3f"),
          figure(card.at("declined"), "%.3f"),
          figure(card.at("valid"), "%.3f"),
          figure(card.at("score"), "%.3f"));
    }
  }

  /** Savings. */
  @Command(
      name = "savings",
      description =
          "What was spent by day, team and route, beside what the same tokens would have cost at"
              + " the route's baseline and at the model that was asked for; with the quality"
              + " guard.")
  static final class Savings extends Scoped {
    static final List<String> HEADINGS =
        List.of("day", "team", "route", "usd_of_baseline", "usd_of_requested", "quality_guard");

    @Option(names = "--html", paramLabel = "FILE", description = "also write a page")
    @Nullable Path html;

    @Override
    public Integer call() {
      Reply reply = ask("/api/v1/savings");
      if (html != null) {
        write(html, SavingsPage.of(reply.body()));
      }
      if (common.json) {
        terminal().say(reply.body().at("savings").raw().utf8());
        return Exit.OK;
      }
      var table = new Table(HEADINGS.toArray(String[]::new));
      for (Json line : reply.body().at("savings").items()) {
        table.row(cells(line).toArray(String[]::new));
      }
      table.print(terminal(), false);
      terminal()
          .say(
              "US dollars spent, of what the same tokens would have cost at the route's baseline"
                  + " and at the model that was asked for");
      return Exit.OK;
    }

    static List<String> cells(Json line) {
      Json saving = line.at("saving");
      return List.of(
          line.text("day", ""),
          line.text("team", ""),
          line.text("route", ""),
          saving(saving, "baseline"),
          saving(saving, "requested"),
          saving.text("quality_guard", ""));
    }
  }
}
