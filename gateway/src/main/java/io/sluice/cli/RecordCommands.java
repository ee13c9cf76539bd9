package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.model.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code trace ID} and {@code explain ID}: what the record says of one exchange. */
final class RecordCommands {
  private RecordCommands() {}

  abstract static class OfExchange extends Verb {
    @Parameters(
        paramLabel = "ID",
        description = "the exchange, as the header x-sluice-exchange says it")
    String id = "";

    final int tell(String question) {
      String path = "/api/v1/exchanges/" + Group.segment(id) + question;
      Reply reply = common.call(terminal(), "GET", path, Bytes.EMPTY);
      String text = common.json ? reply.text() : reply.body().text("text", reply.text());
      terminal().say(text.stripTrailing());
      return Exit.OK;
    }
  }

  /** What happened. */
  @Command(
      name = "trace",
      description = "What happened in one exchange, entry by entry. Exit 1: unknown.")
  static final class Trace extends OfExchange {
    @Override
    public Integer call() {
      return tell("");
    }
  }

  /** Why. */
  @Command(
      name = "explain",
      description = "Why one exchange was decided as it was: label, rules, candidates, cost.")
  static final class Explain extends OfExchange {
    @Override
    public Integer call() {
      return tell("/explain");
    }
  }
}
