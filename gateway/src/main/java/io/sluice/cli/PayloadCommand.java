package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code payload show|erase|hold|holds|release}: kept content. */
@Command(
    name = "payload",
    description = "Kept content: look at it, erase it, hold it. Every use is recorded.",
    subcommands = {
      PayloadCommand.Show.class,
      PayloadCommand.Erase.class,
      PayloadCommand.HoldOne.class,
      PayloadCommand.Holds.class,
      PayloadCommand.Release.class
    })
final class PayloadCommand extends Group {

  /** Prints what is kept. */
  @Command(
      name = "show",
      description = "Print what is kept of an exchange; that you looked is recorded. Exit 1: none.")
  static final class Show extends Verb {
    @Parameters(paramLabel = "ID", description = "the exchange")
    String id = "";

    @Override
    public Integer call() {
      var terminal = terminal();
      Reply reply =
          common.call(
              terminal, "GET", "/api/v1/exchanges/" + Group.segment(id) + "/payload", Bytes.EMPTY);
      if (common.json) {
        terminal.say(reply.text().strip());
        return Exit.OK;
      }
      for (String part : new String[] {"request", "provider", "caller", "text"}) {
        String text = reply.body().text(part, "");
        if (!text.isEmpty()) {
          terminal.say("== " + part);
          terminal.say(text.stripTrailing());
        }
      }
      terminal.note("kept: " + reply.body().text("storing", ""));
      if (!reply.body().at("whole").bool(true)) {
        terminal.note("not all of it could be kept");
      }
      return Exit.OK;
    }
  }

  /** Erases. */
  @Command(
      name = "erase",
      description =
          "Erase what is kept of an exchange or a person, for good. Exit 1: none, or held.",
      footer = {
        "",
        "Content, its keys, its fingerprints and the person's name go; the ledger and every proof"
            + " stay as they are."
      })
  static final class Erase extends Verb {
    @Option(names = "--exchange", paramLabel = "ID", description = "one exchange")
    String exchange = "";

    @Option(
        names = "--subject",
        paramLabel = "S",
        description = "a person, as the application names it in its requests")
    String subject = "";

    @Option(names = "--tenant", paramLabel = "T", description = "of the person; default: default")
    String tenant = "default";

    @Override
    public Integer call() {
      if (exchange.isEmpty() == subject.isEmpty()) {
        throw misused("say either --exchange or --subject");
      }
      var terminal = terminal();
      Reply reply =
          subject.isEmpty()
              ? common.call(
                  terminal,
                  "DELETE",
                  "/api/v1/exchanges/" + Group.segment(exchange) + "/payload",
                  Bytes.EMPTY)
              : common.call(terminal, "POST", "/api/v1/subjects/erase", person());
      terminal.say(
          common.json
              ? reply.text().strip()
              : "exchanges erased: " + reply.body().integer("exchanges", 0));
      return Exit.OK;
    }

    private Bytes person() {
      var writer = new JsonWriter(128).object().field("tenant", tenant);
      return writer.field("subject", subject).endObject().done();
    }
  }

  /** Holds. */
  @Command(
      name = "hold",
      description = "Keep the content of an exchange or a person from being erased or dropped.")
  static final class HoldOne extends Verb {
    @Option(names = "--exchange", paramLabel = "ID", description = "one exchange")
    String exchange = "";

    @Option(names = "--subject", paramLabel = "S", description = "a person")
    String subject = "";

    @Option(names = "--tenant", paramLabel = "T", description = "of the person; default: default")
    String tenant = "default";

    @Option(names = "--reason", required = true, paramLabel = "R", description = "why")
    String reason = "";

    @Override
    public Integer call() {
      if (exchange.isEmpty() == subject.isEmpty()) {
        throw misused("say either --exchange or --subject");
      }
      var writer = new JsonWriter(256).object();
      if (subject.isEmpty()) {
        writer.field("exchange", exchange);
      } else {
        writer.field("tenant", tenant).field("subject", subject);
      }
      Bytes body = writer.field("reason", reason).endObject().done();
      Reply reply = common.call(terminal(), "POST", "/api/v1/holds", body);
      Json said = reply.body();
      terminal().say(common.json ? reply.text().strip() : said.text("id", ""));
      return Exit.OK;
    }
  }

  /** Lists holds. */
  @Command(name = "holds", description = "List what is held.")
  static final class Holds extends Verb {
    @Override
    public Integer call() {
      list("/api/v1/holds", "holds", "id", "exchange", "tenant", "subject", "reason", "by");
      return Exit.OK;
    }
  }

  /** Ends a hold. */
  @Command(name = "release", description = "End a hold. Exit 1: there is none of that id.")
  static final class Release extends Verb {
    @Parameters(paramLabel = "ID", description = "the hold")
    String id = "";

    @Override
    public Integer call() {
      Reply reply =
          common.call(terminal(), "DELETE", "/api/v1/holds/" + Group.segment(id), Bytes.EMPTY);
      terminal().say(common.json ? reply.text().strip() : "released " + id);
      return Exit.OK;
    }
  }
}
