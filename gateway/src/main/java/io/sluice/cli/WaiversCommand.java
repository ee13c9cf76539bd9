package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code waivers create|list|revoke}: exceptions that expire. */
@Command(
    name = "waivers",
    description = "Exceptions from one rule, for some, for a while; somebody else approves.",
    subcommands = {
      WaiversCommand.Create.class,
      WaiversCommand.ListAll.class,
      WaiversCommand.Revoke.class
    })
final class WaiversCommand extends Group {
  private static final String PATH = "/api/v1/waivers";

  /** Asks for one. */
  @Command(
      name = "create",
      description =
          "Ask for a waiver; it is in force once somebody else approves ('./sluice approvals')."
              + " Exit 1: no such rule may be waived, or nobody could approve.")
  static final class Create extends Verb {
    @Option(names = "--rule", required = true, paramLabel = "ID", description = "the forbid")
    String rule = "";

    @Option(names = "--tenant", paramLabel = "T", description = "for this tenant; default: any")
    String tenant = "";

    @Option(names = "--key", paramLabel = "ID", description = "for this caller key; default: any")
    String key = "";

    @Option(names = "--team", paramLabel = "T", description = "for this team; default: any")
    String team = "";

    @Option(
        names = "--resource",
        paramLabel = "R",
        description = "toward this provider, or provider/id; default: any")
    String resource = "";

    @Option(names = "--purpose", paramLabel = "P", description = "for this purpose; default: any")
    String purpose = "";

    @Option(names = "--reason", required = true, paramLabel = "R", description = "why")
    String reason = "";

    @Option(names = "--ticket", required = true, paramLabel = "T", description = "where agreed on")
    String ticket = "";

    @Option(names = "--ttl", paramLabel = "7d", description = "how long; at most 90d; default: 7d")
    String ttl = "";

    @Override
    public Integer call() {
      Map<String, String> wish = new LinkedHashMap<>();
      wish.put("rule", rule);
      wish.put("tenant", tenant);
      wish.put("key", key);
      wish.put("team", team);
      wish.put("resource", resource);
      wish.put("purpose", purpose);
      wish.put("reason", reason);
      wish.put("ticket", ticket);
      wish.put("ttl", ttl);
      var body = new JsonWriter(256).object();
      wish.forEach(
          (name, value) -> {
            if (!value.isEmpty()) {
              body.field(name, value);
            }
          });
      Reply reply = common.call(terminal(), "POST", PATH, body.endObject().done());
      String id = reply.body().text("id", "");
      String approval = reply.body().text("approval", "");
      terminal()
          .say(
              common.json
                  ? reply.text().strip()
                  : "waiver " + id + " waits for approval " + approval);
      return Exit.OK;
    }
  }

  /** Lists. */
  @Command(name = "list", description = "List waivers, those that end soonest first.")
  static final class ListAll extends Verb {
    @Option(
        names = "--expiring",
        paramLabel = "7d",
        description = "only those in force that end within this time")
    String expiring = "";

    @Override
    public Integer call() {
      String path = expiring.isEmpty() ? PATH : PATH + "?expiring=" + Group.segment(expiring);
      list(
          path,
          "waivers",
          "id",
          "rule",
          "state",
          "tenant",
          "key",
          "team",
          "resource",
          "purpose",
          "ticket",
          "asker",
          "approver",
          "expires");
      return Exit.OK;
    }
  }

  /** Ends one. */
  @Command(name = "revoke", description = "End a waiver at once. Exit 1: unknown id, or ended.")
  static final class Revoke extends Verb {
    @Parameters(paramLabel = "ID", description = "the waiver")
    String id = "";

    @Override
    public Integer call() {
      Reply reply = common.call(terminal(), "DELETE", PATH + "/" + Group.segment(id), Bytes.EMPTY);
      terminal().say(common.json ? reply.text().strip() : "revoked " + id);
      return Exit.OK;
    }
  }
}
