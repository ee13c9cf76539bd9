package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.model.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code report}: evidence for a framework. */
@Command(
    name = "report",
    description =
        "Evidence for a framework of controls, from the ledger alone: each control PASS, PARTIAL or"
            + " GAP, with what was looked at. That it was made is recorded.")
final class ReportCommand extends Verb {
  @Option(
      names = "--framework",
      required = true,
      paramLabel = "F",
      description =
          "nist-ai-rmf, nist-csf, owasp-llm, owasp-agentic, maestro, iso-42001 or eu-ai-act")
  String framework = "";

  @Option(names = "--since", paramLabel = "30d", description = "how far back; default: 30d")
  String since = "30d";

  @Option(names = "--format", paramLabel = "F", description = "md, html or json; default: md")
  String format = "md";

  @Override
  public Integer call() {
    String path =
        "/api/v1/report?framework=%s&since=%s&format=%s"
            .formatted(
                Group.segment(framework),
                Group.segment(since),
                Group.segment(common.json ? "json" : format));
    Reply reply = common.call(terminal(), "GET", path, Bytes.EMPTY);
    terminal().say(reply.text().strip());
    return Exit.OK;
  }
}
