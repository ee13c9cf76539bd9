package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code approvals list|show|approve|deny}: what waits for a person. */
@Command(
    name = "approvals",
    description = "The inbox: what waits for a person, and what became of it.",
    subcommands = {
      ApprovalsCommand.ListAll.class,
      ApprovalsCommand.Show.class,
      ApprovalsCommand.Approve.class,
      ApprovalsCommand.Deny.class
    })
final class ApprovalsCommand extends Group {
  private static final String PATH = "/api/v1/approvals";

  /** Lists. */
  @Command(name = "list", description = "List approvals, newest first.")
  static final class ListAll extends Verb {
    @Option(
        names = "--state",
        paramLabel = "STATE",
        description = "pending, granted, denied, expired or used; default: all")
    String state = "";

    @Override
    public Integer call() {
      String path = state.isEmpty() ? PATH : PATH + "?state=" + Group.segment(state);
      list(path, "approvals", "id", "state", "kind", "tenant", "asker", "label", "expires", "by");
      return Exit.OK;
    }
  }

  /** Prints one. */
  @Command(name = "show", description = "Print what an approver is shown. Exit 1: unknown id.")
  static final class Show extends Verb {
    @Parameters(paramLabel = "ID", description = "the approval")
    String id = "";

    @Override
    public Integer call() {
      Reply reply = common.call(terminal(), "GET", PATH + "/" + Group.segment(id), Bytes.EMPTY);
      if (common.json) {
        terminal().say(reply.text().strip());
        return Exit.OK;
      }
      for (Json.Field field : reply.body().fields()) {
        if (field.value().isString()) {
          line(field.name(), field.value());
        }
      }
      for (Json.Field field : reply.body().at("shown").fields()) {
        line(field.name(), field.value());
      }
      return Exit.OK;
    }

    private void line(String name, Json value) {
      String text = value.string().orElse("");
      if (!text.isEmpty()) {
        terminal().say(name + ": " + text);
      }
    }
  }

  /** Grants one. */
  @Command(
      name = "approve",
      description =
          "Grant an approval. Exit 1: unknown id, it does not wait, or you may not (whoever asks"
              + " cannot approve).")
  static final class Approve extends Verb {
    @Parameters(paramLabel = "ID", description = "the approval")
    String id = "";

    @Option(
        names = "--for",
        paramLabel = "TIME",
        description = "of a fallback: for how long, such as 30m, at most 24h; default: 1h")
    String window = "";

    @Override
    public Integer call() {
      var body = new JsonWriter(64).object();
      if (!window.isEmpty()) {
        body.field("for", window);
      }
      Bytes text = body.endObject().done();
      Reply reply =
          common.call(terminal(), "POST", PATH + "/" + Group.segment(id) + "/approve", text);
      terminal().say(common.json ? reply.text().strip() : granted(reply.body()));
      return Exit.OK;
    }

    private String granted(Json said) {
      return said.text("kind", "").equals("change")
          ? "granted " + id + ": the change is in force"
          : "granted " + id + " until " + said.text("until", "");
    }
  }

  /** Denies one. */
  @Command(name = "deny", description = "Deny an approval, for a reason that is recorded.")
  static final class Deny extends Verb {
    @Parameters(paramLabel = "ID", description = "the approval")
    String id = "";

    @Option(names = "--reason", required = true, paramLabel = "R", description = "why")
    String reason = "";

    @Override
    public Integer call() {
      Bytes body = new JsonWriter(128).object().field("reason", reason).endObject().done();
      Reply reply = common.call(terminal(), "POST", PATH + "/" + Group.segment(id) + "/deny", body);
      terminal().say(common.json ? reply.text().strip() : "denied " + id);
      return Exit.OK;
    }
  }
}
