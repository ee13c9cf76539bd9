package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code keys create|list|revoke}: what applications authenticate with. */
@Command(
    name = "keys",
    description = "Caller keys: what applications authenticate with.",
    subcommands = {
      KeysCommand.Create.class,
      KeysCommand.ListKeys.class,
      KeysCommand.Revoke.class,
      SuspensionCommands.SuspendKey.class,
      SuspensionCommands.ResumeKey.class
    })
final class KeysCommand extends Group {

  /** Makes a key and prints it once. */
  @Command(name = "create", description = "Make a key; its text is printed once.")
  static final class Create implements Callable<Integer> {
    @ParentCommand @Nullable KeysCommand parent;
    @Mixin CommonOptions common = new CommonOptions();

    @Option(names = "--name", required = true, paramLabel = "N", description = "for people")
    String name = "";

    @Option(names = "--tenant", paramLabel = "T", description = "default: default")
    String tenant = "";

    @Option(names = "--team", paramLabel = "T")
    String team = "";

    @Option(names = "--app", paramLabel = "A")
    String app = "";

    @Option(names = "--role", paramLabel = "R", description = "may be repeated")
    List<String> roles = List.of();

    @Option(names = "--level", paramLabel = "L", description = "level of what it sends unlabelled")
    String level = "";

    @Option(names = "--clearance", paramLabel = "L", description = "highest level released to it")
    String clearance = "";

    @Option(names = "--integrity", paramLabel = "I", description = "user, internal or untrusted")
    String integrity = "";

    @Option(names = "--ttl", paramLabel = "30d", description = "how long it lives")
    String ttl = "";

    @Option(names = "--model", paramLabel = "M", description = "may be repeated; default: all")
    List<String> models = List.of();

    @Option(
        names = "--budget",
        paramLabel = "USD[/period]",
        description = "such as 5 or 20/day; without a period for the key's life")
    String budget = "";

    @Option(names = "--rpm", paramLabel = "N", description = "requests per minute")
    int rpm;

    @Option(names = "--aws", description = "also as a pair with which clients of AWS sign")
    boolean aws;

    @Override
    public Integer call() {
      var texts = new LinkedHashMap<String, String>();
      texts.put("name", name);
      texts.put("tenant", tenant);
      texts.put("team", team);
      texts.put("app", app);
      texts.put("level", level);
      texts.put("clearance", clearance);
      texts.put("integrity", integrity);
      texts.put("ttl", ttl);
      texts.put("budget", budget);
      var terminal = Group.terminal(parent);
      Reply reply = common.call(terminal, "POST", "/api/v1/keys", body(texts));
      if (common.json) {
        terminal.say(reply.text().strip());
      } else {
        terminal.say(reply.body().text("key", ""));
        Json pair = reply.body().at("aws");
        if (pair.isObject()) {
          terminal.say("AWS_ACCESS_KEY_ID=" + pair.text("access_key_id", ""));
          terminal.say("AWS_SECRET_ACCESS_KEY=" + pair.text("secret_access_key", ""));
        }
        terminal.note(
            "key "
                + reply.body().text("id", "")
                + ", good until "
                + reply.body().text("expires", "")
                + "; it is shown this once");
      }
      return Exit.OK;
    }

    private Bytes body(Map<String, String> texts) {
      var writer = new JsonWriter(512).object();
      texts.forEach(
          (member, text) -> {
            if (!text.isEmpty()) {
              writer.field(member, text);
            }
          });
      list(writer, "roles", roles);
      list(writer, "models", models);
      if (rpm > 0) {
        writer.field("rpm", rpm);
      }
      if (aws) {
        writer.field("aws", true);
      }
      return writer.endObject().done();
    }

    private static void list(JsonWriter writer, String member, List<String> texts) {
      writer.name(member).array();
      texts.forEach(writer::value);
      writer.endArray();
    }
  }

  /** Lists keys. */
  @Command(name = "list", description = "List keys, newest first.")
  static final class ListKeys implements Callable<Integer> {
    @ParentCommand @Nullable KeysCommand parent;
    @Mixin CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
      var terminal = Group.terminal(parent);
      Reply reply = common.call(terminal, "GET", "/api/v1/keys", Bytes.EMPTY);
      var table = new Table("id", "name", "key", "state", "team", "app", "level", "expires");
      for (Json key : reply.body().at("keys").items()) {
        table.row(
            key.text("id", ""),
            key.text("name", ""),
            key.text("key", ""),
            key.text("state", ""),
            key.text("team", ""),
            key.text("app", ""),
            key.text("level", ""),
            key.text("expires", ""));
      }
      table.print(terminal, common.json);
      return Exit.OK;
    }
  }

  /** Ends a key. */
  @Command(name = "revoke", description = "End a key at once; streams under it are cut.")
  static final class Revoke implements Callable<Integer> {
    @ParentCommand @Nullable KeysCommand parent;
    @Mixin CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "ID")
    String id = "";

    @Override
    public Integer call() {
      var terminal = Group.terminal(parent);
      common.call(terminal, "DELETE", "/api/v1/keys/" + Group.segment(id), Bytes.EMPTY);
      terminal.say("revoked " + id);
      return Exit.OK;
    }
  }
}
