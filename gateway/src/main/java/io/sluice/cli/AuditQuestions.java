package io.sluice.cli;

import io.sluice.audit.Cef;
import io.sluice.audit.CsvLine;
import io.sluice.audit.Ocsf;
import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code audit} asks of a running gateway. */
final class AuditQuestions {
  private static final List<String> COLUMNS =
      List.of(
          "index",
          "at",
          "entry",
          "actor",
          "exchange",
          "tenant",
          "principal",
          "model",
          "level",
          "verdict",
          "outcome",
          "status",
          "served",
          "cost_micros");

  private AuditQuestions() {}

  /** Says whether the record knows every request. */
  @Command(
      name = "completeness",
      description =
          "Requests that left since the start, against those in the record. Exit 1: one is"
              + " missing.")
  static final class Completeness extends Verb {
    @Override
    public Integer call() {
      Reply reply = common.call(terminal(), "GET", "/api/v1/completeness", Bytes.EMPTY);
      List<Json> all = reply.body().at("destinations").items();
      print(all, "destination", "sent", "recorded", "missing");
      boolean missing = all.stream().anyMatch(one -> one.integer("missing", 0) > 0);
      return missing ? Exit.NEGATIVE : Exit.OK;
    }
  }

  /** Holds a provider's account against the record. */
  @Command(
      name = "reconcile",
      description =
          "Compare a provider's own account of usage with the record. Exit 1: they differ.",
      footer = {
        "",
        "Understands OpenAI usage and costs, Anthropic usage reports, Amazon Bedrock invocation"
            + " logs, and CSV with the columns request_id, time, model, requests, input_tokens,"
            + " output_tokens, cost_usd. The result is recorded."
      })
  static final class Reconcile extends Verb {
    private static final int MOST_BYTES = 1 << 30;

    @Parameters(index = "0", paramLabel = "PROVIDER", description = "as sluice.yaml names it")
    String provider = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "the provider's account")
    String file = "";

    @Override
    public Integer call() {
      Bytes account = NamedFile.read(terminal(), file, MOST_BYTES);
      String path = "/api/v1/providers/" + Group.segment(provider) + "/reconcile";
      Reply reply = common.call(terminal(), "POST", path, account);
      List<Json> differences = reply.body().at("differences").items();
      if (common.json) {
        terminal().say(reply.text().strip());
      } else {
        tell(reply.body(), "matched", "matched");
        tell(reply.body(), "missing_here", "in their account, not in the record");
        tell(reply.body(), "missing_there", "in the record, not in their account");
        if (!differences.isEmpty()) {
          print(differences, "what", "kind", "here", "there");
        }
      }
      return differences.isEmpty() ? Exit.OK : Exit.NEGATIVE;
    }

    private void tell(Json result, String count, String meaning) {
      terminal().say("%7d  %s".formatted(result.integer(count, 0), meaning));
    }
  }

  /** Takes entries out. */
  @Command(
      name = "export",
      description = "Print entries, oldest first; that they were taken out is recorded.",
      footer = {
        "",
        "With --cursor a later run goes on where the one before ended. Every entry comes at least"
            + " once: after a run that was cut off, the last ones come again."
      })
  static final class Export extends Verb {
    private static final int PAGE = 500;
    private static final List<String> FORMATS = List.of("jsonl", "csv", "ocsf", "cef");

    @Option(
        names = "--format",
        paramLabel = "F",
        description =
            "jsonl (entries as they stand), csv, ocsf (API Activity events) or cef (default jsonl)")
    String format = "jsonl";

    @Option(
        names = "--from",
        paramLabel = "INDEX",
        description = "the first entry (default 0, or where the cursor stands)")
    @Nullable Long from;

    @Option(names = "--cursor", paramLabel = "FILE", description = "keeps how far it came")
    @Nullable Path cursor;

    @Override
    public Integer call() {
      if (!FORMATS.contains(format)) {
        throw misused("--format is one of " + String.join(", ", FORMATS));
      }
      long at = from == null ? kept() : from;
      if (format.equals("csv") && at == 0) {
        terminal().say(CsvLine.write(COLUMNS));
      }
      boolean more = true;
      while (more) {
        String path = "/api/v1/ledger/entries?limit=" + PAGE + "&from=" + at;
        Json body = common.call(terminal(), "GET", path, Bytes.EMPTY).body();
        for (Json entry : body.at("entries").items()) {
          terminal().say(line(at, entry));
          at++;
        }
        more = body.at("entries").items().size() == PAGE;
        keep(at);
      }
      return Exit.OK;
    }

    private String line(long index, Json entry) {
      return switch (format) {
        case "csv" -> row(index, entry);
        case "ocsf" -> Ocsf.line(index, entry);
        case "cef" -> Cef.line(index, entry);
        default -> entry.raw().utf8();
      };
    }

    private long kept() {
      try {
        return cursor == null
            ? 0
            : Long.parseLong(Files.readString(terminal().directory().resolve(cursor)).strip());
      } catch (NoSuchFileException e) {
        return 0;
      } catch (IOException | NumberFormatException e) {
        throw Failure.usage("the cursor cannot be read: " + cursor);
      }
    }

    private void keep(long next) {
      if (cursor == null) {
        return;
      }
      try {
        Path file = terminal().directory().resolve(cursor);
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, next + "\n");
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw Failure.environment("the cursor cannot be written: " + cursor);
      }
    }

    private static String row(long index, Json entry) {
      Json principal = entry.at("facts").at("principal");
      Map<String, String> cells =
          Map.ofEntries(
              Map.entry("index", Long.toString(index)),
              Map.entry("at", entry.at("at").raw().utf8()),
              Map.entry("entry", entry.text("entry", "")),
              Map.entry("actor", entry.text("actor", "")),
              Map.entry("exchange", entry.text("exchange", "")),
              Map.entry("tenant", principal.text("tenant", "")),
              Map.entry("principal", principal.text("id", "")),
              Map.entry("model", entry.at("facts").at("traits").text("model", "")),
              Map.entry("level", entry.at("facts").at("exposure").at("base").text("level", "")),
              Map.entry("verdict", entry.text("verdict", "")),
              Map.entry("outcome", entry.at("outcome").text("kind", "")),
              Map.entry("status", number(entry.at("outcome"), "status")),
              Map.entry("served", entry.at("served").text("model", "")),
              Map.entry("cost_micros", number(entry.at("usage"), "cost")));
      return CsvLine.write(COLUMNS.stream().map(cells::get).toList());
    }

    private static String number(Json json, String name) {
      return json.at(name).missing() ? "" : Long.toString(json.integer(name, 0));
    }
  }
}
