package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code policy exposure}: who may send what where, for every combination. */
@Command(
    name = "exposure",
    description = "Show who may send what where: every caller class, model, label and purpose.",
    footer = {
      "",
      "With --candidate, what that bundle would change. y: as it is, m: masked, h: a person must"
          + " approve, -: no."
    })
final class PolicyExposure extends Verb {
  @Option(names = "--candidate", paramLabel = "DIR", description = "compare with this bundle")
  @Nullable Path candidate;

  @Option(names = "--csv", description = "every combination, one a line")
  boolean csv;

  @Option(names = "--html", paramLabel = "FILE", description = "write a page that needs no other")
  @Nullable Path html;

  @Override
  public Integer call() {
    var terminal = terminal();
    var writer = new JsonWriter(16_384).object();
    if (candidate != null) {
      BundleFiles.write(writer, BundleFiles.read(terminal, candidate));
    }
    Reply reply =
        common.call(terminal, "POST", "/api/v1/policy/exposure", writer.endObject().done());
    var exposure = new Exposures(reply.body());
    if (html != null) {
      write(terminal, exposure);
    }
    if (common.json) {
      terminal.say(reply.text().strip());
    } else if (csv) {
      exposure.csv(line -> terminal.out().print(line));
    } else {
      tell(terminal, exposure);
    }
    return Exit.OK;
  }

  private void write(Terminal terminal, Exposures exposure) {
    Path file = terminal.directory().resolve(String.valueOf(html));
    try {
      Files.writeString(file, new ExposurePage(exposure).html());
      terminal.note("written: " + html);
    } catch (IOException e) {
      throw Failure.environment(html + " cannot be written");
    }
  }

  private void tell(Terminal terminal, Exposures exposure) {
    var table =
        new Table("who", "model", "purpose", "public", "internal", "confidential", "restricted");
    for (Json row : exposure.rows("invokeModel")) {
      if (candidate == null || !row.text("cells", "").equals(row.text("candidate", ""))) {
        table.row(
            row.text("who", ""),
            row.text("model", ""),
            row.text("purpose", ""),
            cell(exposure, row, 0),
            cell(exposure, row, 1),
            cell(exposure, row, 2),
            cell(exposure, row, 3));
      }
    }
    if (table.isEmpty()) {
      terminal.say("no difference");
    } else {
      table.print(terminal, false);
    }
    terminal.note(exposure.combinations() + " combinations");
  }

  private String cell(Exposures exposure, Json row, int level) {
    String now = exposure.summary(row.text("cells", ""), level);
    if (candidate == null) {
      return now;
    }
    String then = exposure.summary(row.text("candidate", ""), level);
    return now.equals(then) ? now : now + " -> " + then;
  }
}
