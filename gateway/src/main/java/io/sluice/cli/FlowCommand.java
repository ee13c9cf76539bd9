package io.sluice.cli;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code flow status}: labels and lineage. */
@Command(
    name = "flow",
    description = "Labels and lineage.",
    subcommands = {FlowCommand.Status.class})
final class FlowCommand extends Group {
  /** How full the index is, and what comes back in which application. */
  @Command(
      name = "status",
      description = "How full the lineage index is, and how much comes back in each application.",
      footer = {
        "",
        "'relabelled': pieces of text in which something labelled before was recognised;"
            + " 'stricter': those that this made stricter; 'would stop': exchanges of routes in"
            + " observe that would have been decided otherwise if it were enforced. Counted since"
            + " the start."
      })
  static final class Status extends Verb {
    @Override
    public Integer call() {
      var terminal = terminal();
      var reply = common.call(terminal, "GET", "/api/v1/flow", Bytes.EMPTY);
      if (common.json) {
        terminal.say(reply.text().strip());
        return Exit.OK;
      }
      terminal.say("mode     " + reply.body().text("mode", ""));
      index(terminal, reply.body().at("index"));
      applications(terminal, reply.body().at("applications").items());
      return Exit.OK;
    }

    private static void index(Terminal terminal, Json index) {
      long entries = index.integer("entries", 0);
      long capacity = Math.max(1, index.integer("capacity", 1));
      terminal.say(
          "index    %d of %d entries (%d%%) of %d texts in %d MiB; %d had to make room"
              .formatted(
                  entries,
                  capacity,
                  100 * entries / capacity,
                  index.integer("sources", 0),
                  index.integer("bytes", 0) >> 20,
                  index.integer("evicted", 0)));
      for (Json.Field tenant : index.at("tenants").fields()) {
        terminal.say("tenant   " + tenant.name() + " " + tenant.value().integer().orElse(0));
      }
    }

    private static void applications(Terminal terminal, List<Json> applications) {
      var table =
          new Table(
              "tenant",
              "application",
              "exchanges",
              "segments",
              "relabelled",
              "stricter",
              "would_stop");
      for (Json one : applications) {
        table.row(
            one.text("tenant", ""),
            one.text("application", ""),
            Long.toString(one.integer("exchanges", 0)),
            Long.toString(one.integer("segments", 0)),
            Long.toString(one.integer("relabelled", 0)),
            Long.toString(one.integer("stricter", 0)),
            Long.toString(one.integer("would_stop", 0)));
      }
      if (!table.isEmpty()) {
        table.print(terminal, false);
      }
    }
  }
}
