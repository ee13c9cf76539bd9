package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.model.Bytes;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code who-saw FILE|-}: which models and callers a text reached. */
@Command(
    name = "who-saw",
    description = "Which models and callers a text, or a part of it, reached. Exit 1: nobody.",
    footer = {
      "",
      "Layout, case, quoting and look-alike letters make no difference. A part is sure to be found"
          + " from 87 letters and digits in a row; a shorter text only if it stood alone.",
      "'clear': as it is; 'masked': with values in it replaced; 'blocked': it did not get there."
    })
final class WhoSawCommand extends Verb {
  private static final int MOST_BYTES = 2 << 20;

  @Parameters(paramLabel = "FILE", description = "a file with the text; -: standard input")
  String file = "";

  @Option(names = "--limit", paramLabel = "N", description = "most places to list (default 100)")
  int limit = 100;

  @Override
  public Integer call() {
    var terminal = terminal();
    Bytes text = NamedFile.read(terminal, file, MOST_BYTES);
    Reply reply = common.call(terminal, "POST", "/api/v1/who-saw?limit=" + limit, text);
    List<Json> seen = reply.body().at("seen").items();
    if (common.json) {
      terminal.say(reply.text().strip());
    } else if (seen.isEmpty()) {
      terminal.say("nobody");
    } else {
      var table = new Table("at", "exchange", "principal", "way", "model", "how", "match");
      for (Json one : seen) {
        table.row(
            one.text("at", ""),
            one.text("exchange", ""),
            one.text("principal", ""),
            one.text("way", ""),
            one.text("model", ""),
            one.text("how", ""),
            match(one));
      }
      table.print(terminal, false);
    }
    warn(terminal, reply.body());
    return seen.isEmpty() ? Exit.NEGATIVE : Exit.OK;
  }

  private static String match(Json one) {
    return one.at("exact").bool(false)
        ? "whole text"
        : "part (" + one.integer("matched", 0) + " fingerprints)";
  }

  private static void warn(Terminal terminal, Json answer) {
    long sure = answer.integer("guaranteed_from", 0);
    if (answer.integer("characters", 0) < sure) {
      terminal.note(
          "the text has fewer than "
              + sure
              + " letters and digits: a part of it may be missed (search --text looks into what is"
              + " kept)");
    }
    if (answer.at("lagging").bool(false)) {
      terminal.note("the newest exchanges were not looked at: they are still being written");
    }
  }
}
