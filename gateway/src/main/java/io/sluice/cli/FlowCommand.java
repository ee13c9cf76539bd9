package io.sluice.cli;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flow status|release|releases|withdraw}: labels and lineage. */
@Command(
    name = "flow",
    description = "Labels and lineage.",
    subcommands = {
      FlowCommand.Status.class,
      FlowCommand.ReleaseOrigin.class,
      FlowCommand.ListReleases.class,
      FlowCommand.Withdraw.class
    })
final class FlowCommand extends Group {
  private static final String RELEASES = "/api/v1/flow/releases";

  /** Says for a time what an origin is worth. */
  @Command(
      name = "release",
      description =
          "Say, for a time, what content of one origin is worth: what came with an exchange, or all"
              + " that a tool returns. Recorded, with who said it and why.")
  static final class ReleaseOrigin extends Verb {
    @Parameters(paramLabel = "ID|tool:NAME", description = "the exchange it came with, or a tool")
    String origin = "";

    @Option(names = "--integrity", paramLabel = "I", description = "internal or user, at least")
    String integrity = "";

    @Option(names = "--level", paramLabel = "L", description = "at most so confidential")
    String level = "";

    @Option(names = "--ttl", paramLabel = "7d", description = "how long; at most 90d; default: 7d")
    String ttl = "";

    @Option(names = "--reason", required = true, paramLabel = "R", description = "why")
    String reason = "";

    @Option(names = "--tenant", paramLabel = "T", description = "whose it is; default: default")
    String tenant = "default";

    @Override
    public Integer call() {
      var body = new JsonWriter(256).object().field("tenant", tenant).field("origin", origin);
      body.field("integrity", integrity).field("level", level).field("ttl", ttl);
      body.field("reason", reason);
      var reply = common.call(terminal(), "POST", RELEASES, body.endObject().done());
      terminal()
          .say(
              common.json
                  ? reply.text().strip()
                  : "released until " + reply.body().text("until", ""));
      return Exit.OK;
    }
  }

  /** Lists what is released. */
  @Command(name = "releases", description = "List the origins that are released.")
  static final class ListReleases extends Verb {
    @Override
    public Integer call() {
      list(RELEASES, "releases", "tenant", "origin", "integrity", "level", "until", "by", "reason");
      return Exit.OK;
    }
  }

  /** Takes a release back. */
  @Command(name = "withdraw", description = "Take a release back.")
  static final class Withdraw extends Verb {
    @Parameters(paramLabel = "ID|tool:NAME", description = "as 'flow releases' shows it")
    String origin = "";

    @Option(names = "--tenant", paramLabel = "T", description = "whose it is; default: default")
    String tenant = "default";

    @Override
    public Integer call() {
      String path = RELEASES + "/" + Group.segment(origin) + "?tenant=" + Group.segment(tenant);
      var reply = common.call(terminal(), "DELETE", path, Bytes.EMPTY);
      terminal().say(common.json ? reply.text().strip() : "withdrawn");
      return Exit.OK;
    }
  }

  /** How full the index is, and what comes back in which application. */
  @Command(
      name = "status",
      description = "How full the lineage index is, and how much comes back in each application.",
      footer = {
        "",
        "'relabelled': pieces of text in which something labelled before was recognised;"
            + " 'stricter': those that this made stricter; 'would stop': what balanced and strict"
            + " would have stopped of routes in observe, by where it is decided: request, tool"
            + " (calls), release (answers). Counted since the start."
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

    /** By the point of decision, such as {@code request 2/3}. */
    private static String would(Json points) {
      var all = new ArrayList<String>();
      for (Json.Field point : points.fields()) {
        long balanced = point.value().integer("balanced", 0);
        long strict = point.value().integer("strict", 0);
        all.add(point.name() + " " + balanced + "/" + strict);
      }
      return all.isEmpty() ? "-" : String.join(", ", all);
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
              "would stop (balanced/strict)");
      for (Json one : applications) {
        table.row(
            one.text("tenant", ""),
            one.text("application", ""),
            Long.toString(one.integer("exchanges", 0)),
            Long.toString(one.integer("segments", 0)),
            Long.toString(one.integer("relabelled", 0)),
            Long.toString(one.integer("stricter", 0)),
            would(one.at("would_stop")));
      }
      if (!table.isEmpty()) {
        table.print(terminal, false);
      }
    }
  }
}
