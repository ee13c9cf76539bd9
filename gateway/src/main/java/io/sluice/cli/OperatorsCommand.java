package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code operators add|list|revoke}: people who operate. */
@Command(
    name = "operators",
    description = "People who operate, each with one role.",
    subcommands = {
      OperatorsCommand.Add.class,
      OperatorsCommand.ListOperators.class,
      OperatorsCommand.Revoke.class
    })
final class OperatorsCommand extends Group {

  /** Adds an operator and prints the token once. */
  @Command(name = "add", description = "Add an operator; the token is printed once.")
  static final class Add implements Callable<Integer> {
    @ParentCommand @Nullable OperatorsCommand parent;
    @Mixin CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "NAME")
    String name = "";

    @Option(
        names = "--role",
        required = true,
        paramLabel = "ROLE",
        description = "viewer, auditor, operator or admin")
    String role = "";

    @Override
    public Integer call() {
      var terminal = Group.terminal(parent);
      var body = new JsonWriter(128).object().field("name", name).field("role", role).endObject();
      Reply reply = common.call(terminal, "POST", "/api/v1/operators", body.done());
      if (common.json) {
        terminal.say(reply.text().strip());
      } else {
        terminal.say(reply.body().text("token", ""));
        terminal.note(
            "operator " + name + " has the role " + role + "; the token is shown this once");
      }
      return Exit.OK;
    }
  }

  /** Lists operators. */
  @Command(name = "list", description = "List operators, revoked ones included.")
  static final class ListOperators implements Callable<Integer> {
    @ParentCommand @Nullable OperatorsCommand parent;
    @Mixin CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
      var terminal = Group.terminal(parent);
      Reply reply = common.call(terminal, "GET", "/api/v1/operators", Bytes.EMPTY);
      var table = new Table("name", "role", "token", "state", "added");
      for (Json one : reply.body().at("operators").items()) {
        table.row(
            one.text("name", ""),
            one.text("role", ""),
            one.text("token", ""),
            one.text("state", ""),
            one.text("added", ""));
      }
      table.print(terminal, common.json);
      return Exit.OK;
    }
  }

  /** Ends an operator. */
  @Command(name = "revoke", description = "End an operator's token and sessions at once.")
  static final class Revoke implements Callable<Integer> {
    @ParentCommand @Nullable OperatorsCommand parent;
    @Mixin CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "NAME")
    String name = "";

    @Override
    public Integer call() {
      var terminal = Group.terminal(parent);
      common.call(terminal, "DELETE", "/api/v1/operators/" + Group.segment(name), Bytes.EMPTY);
      terminal.say("revoked " + name);
      return Exit.OK;
    }
  }
}
