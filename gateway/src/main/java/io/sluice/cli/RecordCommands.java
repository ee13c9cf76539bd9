package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
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
      description =
          "What happened in one exchange, entry by entry, and where its content came from and went"
              + " to. Exit 1: unknown.")
  static final class Trace extends OfExchange {
    @Option(
        names = "--html",
        paramLabel = "FILE",
        description = "draw it: a page that needs no other")
    @Nullable Path html;

    @Override
    public Integer call() {
      Path file = html;
      if (file != null) {
        write(file, CustodyGraph.of(id, ask(id).orElseThrow(), this::ask));
      }
      return tell("");
    }

    /** What the record says of an exchange; empty: nothing, of another than the one asked for. */
    private Optional<Json> ask(String exchange) {
      String path = "/api/v1/exchanges/" + Group.segment(exchange);
      try {
        return Optional.of(common.call(terminal(), "GET", path, Bytes.EMPTY).body());
      } catch (Failure unknown) {
        if (exchange.equals(id)) {
          throw unknown;
        }
        return Optional.empty();
      }
    }

    private void write(Path file, CustodyGraph graph) {
      try {
        Files.writeString(terminal().directory().resolve(file), new CustodyPage(graph).html());
        terminal().note("written: " + file);
      } catch (IOException e) {
        throw Failure.environment(file + " cannot be written");
      }
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
