package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.model.Bytes;
import picocli.CommandLine.Command;

/** {@code status}: how the running gateway is. */
@Command(
    name = "status",
    description = "How the running gateway is, part by part. Exit 1: it cannot serve.")
final class StatusCommand extends Verb {
  @Override
  public Integer call() {
    var terminal = terminal();
    Reply reply = common.call(terminal, "GET", "/api/v1/status", Bytes.EMPTY);
    var parts = reply.body().at("components").items();
    if (common.json) {
      terminal.say(reply.text().strip());
    } else {
      terminal.say("clients  " + reply.body().text("client", ""));
      terminal.say("policy   " + reply.body().text("policy", ""));
      for (Json part : parts) {
        String well = part.text("warning", "").isEmpty() ? "ok" : "warning";
        String state = ready(part) ? well : "failing";
        terminal.say(
            "%-8s %-12s %s"
                .formatted(state, part.text("name", ""), part.text("warning", ""))
                .strip());
      }
    }
    return parts.stream().allMatch(StatusCommand::ready) ? Exit.OK : Exit.NEGATIVE;
  }

  private static boolean ready(Json part) {
    return part.at("ready").bool(false);
  }
}
