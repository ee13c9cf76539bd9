package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.model.Bytes;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code tools draft|list|approve}: tools that applications offer to models. */
@Command(
    name = "tools",
    description = "Tools that applications offer to models.",
    subcommands = {
      ToolsCommand.Draft.class,
      ToolsCommand.ListTools.class,
      ToolsCommand.Approve.class
    })
final class ToolsCommand extends Group {

  private static List<String> control(Json tool) {
    return tool.at("control_args").items().stream().map(one -> one.string().orElse("")).toList();
  }

  /** Proposes what tools do that nobody has described. */
  @Command(
      name = "draft",
      description =
          "Propose what tools do that were seen in traffic and that the configuration does not"
              + " describe: lines for its section 'tools', to be checked by a person.")
  static final class Draft implements Callable<Integer> {
    @ParentCommand @Nullable ToolsCommand parent;
    @Mixin CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
      var terminal = Group.terminal(parent);
      Reply reply = common.call(terminal, "GET", "/api/v1/tools/draft", Bytes.EMPTY);
      if (common.json) {
        terminal.say(reply.text().strip());
        return Exit.OK;
      }
      List<Json> tools = reply.body().at("tools").items();
      if (tools.isEmpty()) {
        terminal.note("no tool was seen that the configuration does not describe");
        return Exit.OK;
      }
      terminal.say("tools:");
      for (Json tool : tools) {
        List<String> control = control(tool);
        String places =
            control.isEmpty()
                ? ""
                : ", control_args: ["
                    + String.join(", ", control.stream().map(Draft::yaml).toList())
                    + "]";
        String effect = tool.text("effect", "");
        terminal.say("  %s: {effect: %s%s}".formatted(yaml(tool.text("tool", "")), effect, places));
      }
      return Exit.OK;
    }

    /** A name as YAML reads it back. */
    private static String yaml(String name) {
      return name.matches("[A-Za-z_][A-Za-z0-9_-]*")
          ? name
          : '"' + name.replaceAll("[\\\\\"\\p{Cntrl}]", "?") + '"';
    }
  }

  /** Lists tools. */
  @Command(name = "list", description = "List tools that were seen; those that wait come first.")
  static final class ListTools implements Callable<Integer> {
    @ParentCommand @Nullable ToolsCommand parent;
    @Mixin CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
      var terminal = Group.terminal(parent);
      Reply reply = common.call(terminal, "GET", "/api/v1/tools", Bytes.EMPTY);
      var table = new Table("id", "tenant", "app", "tool", "state", "severity", "effect");
      for (Json one : reply.body().at("tools").items()) {
        table.row(
            one.text("id", ""),
            one.text("tenant", ""),
            one.text("app", ""),
            one.text("tool", ""),
            one.text("state", ""),
            one.text("severity", ""),
            one.text("effect", ""));
      }
      table.print(terminal, common.json);
      return Exit.OK;
    }
  }

  /** Trusts a definition that waits. */
  @Command(
      name = "approve",
      description = "Trust the definition of a tool that waits, from now on.")
  static final class Approve implements Callable<Integer> {
    @ParentCommand @Nullable ToolsCommand parent;
    @Mixin CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "ID", description = "as 'tools list' shows it")
    String id = "";

    @Override
    public Integer call() {
      var terminal = Group.terminal(parent);
      String path = "/api/v1/tools/" + Group.segment(id) + "/approve";
      Reply reply = common.call(terminal, "POST", path, Bytes.EMPTY);
      terminal.say(
          common.json ? reply.text().strip() : "approved " + reply.body().text("tool", id));
      return Exit.OK;
    }
  }
}
