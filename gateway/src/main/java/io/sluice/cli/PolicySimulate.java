package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Money;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code policy simulate}: what another bundle would have decided. */
@Command(
    name = "simulate",
    description = "Put recorded decisions to another bundle: what would have changed.",
    footer = {
      "",
      "No model is called. The same record and the same bundle give the same answer, to the byte"
          + " with --json."
    })
final class PolicySimulate extends Verb {
  @Option(
      names = "--candidate",
      required = true,
      paramLabel = "DIR",
      description = "the bundle's directory")
  @Nullable Path candidate;

  @Option(
      names = "--since",
      paramLabel = "T",
      description = "how far back: 7d (the default), 12h, or a moment such as 2027-01-01T00:00:00Z")
  String since = "7d";

  @Override
  public Integer call() {
    if (candidate == null) {
      throw misused("say --candidate DIR");
    }
    var terminal = terminal();
    var writer = new JsonWriter(16_384).object();
    BundleFiles.write(writer, BundleFiles.read(terminal, candidate)).field("since", since);
    Reply reply =
        common.call(terminal, "POST", "/api/v1/policy/simulate", writer.endObject().done());
    if (common.json) {
      terminal.say(reply.text().strip());
      return Exit.OK;
    }
    Json said = reply.body();
    long decisions = said.integer("decisions", 0);
    terminal.say(
        "%d decisions, %d would have been different (%d caller keys)"
            .formatted(decisions, said.integer("flips", 0), said.integer("keys", 0)));
    terminal.say(
        "newly blocked %d, newly allowed %d, newly held %d; confidential content newly outward %d"
            .formatted(
                said.integer("newly_blocked", 0),
                said.integer("newly_allowed", 0),
                said.integer("newly_held", 0),
                said.integer("confidential_outward", 0)));
    terminal.say(
        "cost of what changes: %s USD, would be %s USD"
            .formatted(
                new Money(said.integer("cost_before_micros", 0)).dollars(),
                new Money(said.integer("cost_after_micros", 0)).dollars()));
    terminal.say(
        "the rules of then decide %d again byte for byte, %d otherwise; %d could not be asked"
            .formatted(
                said.integer("repeated", 0),
                said.integer("differing", 0),
                said.integer("unreadable", 0)));
    counted(said.at("by_workload"), "workload");
    counted(said.at("by_rule"), "rule");
    exchanges(said);
    return Exit.OK;
  }

  private void counted(Json counts, String heading) {
    var table = new Table(heading, "exchanges");
    for (Json.Field field : counts.fields()) {
      table.row(field.name(), field.value().raw().utf8());
    }
    if (!table.isEmpty()) {
      terminal().say("");
      table.print(terminal(), false);
    }
  }

  private void exchanges(Json said) {
    var table = new Table("exchange", "key", "asked", "label", "was", "now", "kind", "rules");
    for (Json one : said.at("exchanges").items()) {
      table.row(
          one.text("exchange", ""),
          one.text("key", ""),
          one.text("asked", ""),
          one.text("label", ""),
          one.text("was", ""),
          one.text("now", ""),
          one.text("kind", ""),
          one.at("rules").items().stream()
              .map(rule -> rule.string().orElse(""))
              .reduce((a, b) -> a + " " + b)
              .orElse(""));
    }
    if (!table.isEmpty()) {
      terminal().say("");
      table.print(terminal(), false);
    }
  }
}
