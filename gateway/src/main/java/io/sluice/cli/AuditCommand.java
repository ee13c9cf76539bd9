package io.sluice.cli;

import io.sluice.audit.Book;
import io.sluice.json.JsonWriter;
import io.sluice.ledger.Damage;
import io.sluice.ledger.LedgerException;
import io.sluice.ledger.Remembered;
import io.sluice.ledger.Report;
import io.sluice.ledger.Verifier;
import io.sluice.ledger.VerifierKey;
import io.sluice.model.Bytes;
import io.sluice.model.ExchangeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code audit}: whether the record is whole, proof for one exchange, and questions to all of it.
 */
@Command(
    name = "audit",
    description = "The record: whether it is whole, proofs, searches, exports, reconciliation.",
    subcommands = {
      AuditCommand.Verify.class,
      AuditCommand.Proof.class,
      SearchCommand.class,
      AuditQuestions.Export.class,
      AuditQuestions.Completeness.class,
      AuditQuestions.Reconcile.class
    })
final class AuditCommand extends Group {

  /** Reads everything again. */
  @Command(
      name = "verify",
      description = "Read every entry again and compare all hashes. Exit 1: not as it was written.",
      footer = {
        "",
        "Needs no running gateway. A log that was put back to an older state, or signed anew with"
            + " its own key, is found only with --since: keep a checkpoint elsewhere"
            + " (DATA/ledger/checkpoint). Anybody can do the same with the ledger's jar alone."
      })
  static final class Verify extends Verb {
    private static final String KEY_FILE = "verifier-key";

    @Option(
        names = "--since",
        paramLabel = "CHECKPOINT",
        description =
            "what was kept from before and the log must continue: a file with a checkpoint or a"
                + " proof, or a receipt such as sluice/1a2b3c4d/17")
    @Nullable String since;

    @Option(
        names = "--key",
        paramLabel = "F",
        description =
            "a file with the log's public key; default: the one in the log's directory,"
                + " which proves less")
    @Nullable Path key;

    private @Nullable Remembered kept;

    @Override
    public Integer call() {
      var terminal = terminal();
      Path ledger = common.data(terminal).resolve(OfflineRecord.LEDGER);
      if (!Files.isDirectory(ledger)) {
        throw Failure.environment("there is no record in " + ledger);
      }
      Report report = verify(terminal, ledger);
      terminal.out().print(common.json ? json(report) : report.text());
      if (key == null) {
        terminal.note("the key came from the directory itself: --key says whose log it has to be");
      }
      String objection = kept == null ? "" : kept.objection(report);
      if (!objection.isEmpty()) {
        terminal.note("FAILED: " + objection);
      }
      return report.intact() && objection.isEmpty() ? Exit.OK : Exit.NEGATIVE;
    }

    private Report verify(Terminal terminal, Path ledger) {
      try {
        Path keyFile = key == null ? ledger.resolve(KEY_FILE) : terminal.directory().resolve(key);
        if (key != null && !Files.isReadable(keyFile)) {
          throw Failure.usage("cannot read " + key);
        }
        var verifier = VerifierKey.parse(Files.readString(keyFile));
        if (since == null) {
          return Verifier.verify(ledger, verifier);
        }
        Path file = terminal.directory().resolve(since);
        kept = Remembered.read(Files.exists(file) ? Files.readString(file) : since, verifier);
        return kept.checkpoint().isPresent()
            ? Verifier.verify(ledger, verifier, kept.checkpoint().get())
            : Verifier.verify(ledger, verifier);
      } catch (IOException e) {
        throw Failure.environment("cannot read " + e.getMessage());
      } catch (IllegalArgumentException e) {
        throw Failure.negative(String.valueOf(e.getMessage()));
      } catch (LedgerException e) {
        throw Failure.environment(String.valueOf(e.getMessage()));
      }
    }

    private static String json(Report report) {
      var text =
          new JsonWriter(256)
              .object()
              .field("log", report.log())
              .field("entries", report.entries())
              .field("signed", report.signed())
              .field("intact", report.intact())
              .field("damage", report.damage().map(Damage::toString).orElse(""))
              .field("unfinished", report.unfinished());
      return text.endObject().done().utf8() + "\n";
    }
  }

  /** Proves one exchange. */
  @Command(
      name = "proof",
      description = "Print the proof that an exchange's decision is in the log. Exit 1: unknown.",
      footer = {"", "Works with no running gateway, straight from the log's segments."})
  static final class Proof extends Verb {
    @Parameters(
        paramLabel = "ID",
        description = "the exchange, as the header x-sluice-exchange says it")
    String id = "";

    @Override
    public Integer call() {
      var terminal = terminal();
      Path data = common.data(terminal);
      boolean running = common.ask(terminal, "/api/v1/status").isPresent();
      String text =
          running
              ? common
                  .call(
                      terminal,
                      "GET",
                      "/api/v1/exchanges/" + Group.segment(id) + "/proof",
                      Bytes.EMPTY)
                  .text()
              : offline(data);
      terminal.say(
          common.json
              ? new JsonWriter(512).object().field("proof", text).endObject().done().utf8()
              : text.stripTrailing());
      return Exit.OK;
    }

    private String offline(Path data) {
      try (var record = OfflineRecord.open(data)) {
        return new Book(record)
            .trace(new ExchangeId(id))
            .map(trace -> record.proof(trace.lines().getFirst().index()))
            .orElseThrow(() -> Failure.negative("the record knows no exchange " + id));
      } catch (IOException e) {
        throw Failure.environment("the record cannot be read: " + e.getMessage());
      }
    }
  }
}
