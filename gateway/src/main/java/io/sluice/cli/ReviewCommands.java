package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.model.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code providers review} and {@code providers export}: due diligence. */
final class ReviewCommands {
  private static final long MOST_BYTES = 64 << 20;

  private ReviewCommands() {}

  /** Shows the checklist, or records that somebody went through it. */
  @Command(
      name = "review",
      description =
          "Due diligence of a provider or model: without options, the checklist and the review in"
              + " force; with --confirm, a review is recorded. Exit 1: unknown name.",
      footer = {
        "",
        "What a provider may see is in sluice.yaml; a review confirms that, on evidence, until a"
            + " day. Other terms in the file, or other evidence (--seen), end it at once."
      })
  static final class Review extends Verb {
    @Parameters(paramLabel = "NAME[/MODEL]", description = "which")
    String name = "";

    @Option(
        names = "--confirm",
        split = ",",
        paramLabel = "ITEMS",
        description = "the items that you confirm, which must be all; or: all")
    List<String> confirm = List.of();

    @Option(names = "--expires", paramLabel = "DATE", description = "until when it holds")
    String expires = "";

    @Option(
        names = "--evidence",
        paramLabel = "E",
        description = "a file, or ADDRESS=SHA256; may be repeated")
    List<String> evidence = List.of();

    @Option(names = "--note", paramLabel = "TEXT", description = "in your own words")
    String note = "";

    @Option(
        names = "--seen",
        paramLabel = "E",
        description = "what is there now: a file, or ADDRESS=SHA256, of the review in force")
    String seen = "";

    @Override
    public Integer call() {
      String path = "/api/v1/providers/" + Group.segment(name);
      if (!seen.isEmpty()) {
        var body = new JsonWriter(256).object();
        piece(body, seen);
        return said(common.call(terminal(), "POST", path + "/evidence", body.endObject().done()));
      }
      if (confirm.isEmpty()) {
        return checklist(common.call(terminal(), "GET", path + "/review", Bytes.EMPTY));
      }
      if (expires.isEmpty()) {
        throw misused("a review holds until a day: say --expires DATE");
      }
      return said(common.call(terminal(), "POST", path + "/review", body()));
    }

    private Bytes body() {
      var body = new JsonWriter(512).object().name("confirm").array();
      confirm.forEach(body::value);
      body.endArray().field("expires", expires).field("note", note).name("evidence").array();
      for (String one : evidence) {
        piece(body.object(), one);
        body.endObject();
      }
      return body.endArray().endObject().done();
    }

    private void piece(JsonWriter body, String text) {
      int mark = text.lastIndexOf('=');
      if (mark > 0) {
        body.field("where", text.substring(0, mark)).field("sha256", text.substring(mark + 1));
        return;
      }
      Path file = terminal().directory().resolve(text);
      try {
        if (Files.size(file) > MOST_BYTES) {
          throw Failure.negative(text + " is larger than evidence can be");
        }
        body.field("where", text);
        body.field("sha256", Sha256.hex(Bytes.owning(Files.readAllBytes(file))));
      } catch (IOException e) {
        throw Failure.negative("cannot read " + text);
      }
    }

    private Integer said(Reply reply) {
      Json review = reply.body();
      terminal()
          .say(
              common.json
                  ? reply.text().strip()
                  : "review %d of %s by %s until %s"
                      .formatted(
                          review.integer("version", 0),
                          review.text("subject", ""),
                          review.text("reviewer", ""),
                          review.text("expires", "")));
      return Exit.OK;
    }

    private Integer checklist(Reply reply) {
      if (common.json) {
        terminal().say(reply.text().strip());
        return Exit.OK;
      }
      var table = new Table("item", "stated");
      for (Json.Field item : reply.body().at("items").fields()) {
        table.row(item.name(), item.value().string().orElse(""));
      }
      table.print(terminal(), false);
      terminal().say("review: " + reply.body().text("standing", ""));
      Json latest = reply.body().at("latest");
      if (latest.isObject()) {
        terminal()
            .say("recorded: " + latest.text("reviewer", "") + ", " + latest.text("reviewed", ""));
      }
      return Exit.OK;
    }
  }

  /** Prints the inventory. */
  @Command(name = "export", description = "Print the inventory with its due diligence.")
  static final class Export extends Verb {
    @Option(names = "--format", paramLabel = "F", description = "yaml or csv; default: yaml")
    String format = "yaml";

    @Override
    public Integer call() {
      String path = "/api/v1/inventory?format=" + Group.segment(format);
      terminal().say(common.call(terminal(), "GET", path, Bytes.EMPTY).text().strip());
      return Exit.OK;
    }
  }
}
