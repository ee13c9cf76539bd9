package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import io.sluice.policy.Bundle;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code policy show|activate|rollback}: which version is in force. */
final class PolicyLife {
  private static final String PATH = "/api/v1/policy";

  private PolicyLife() {}

  /** Says what is in force. */
  @Command(name = "show", description = "Show which version of policy is in force, and before.")
  static final class Show extends Verb {
    @Override
    public Integer call() {
      Reply reply = common.call(terminal(), "GET", PATH, Bytes.EMPTY);
      if (common.json) {
        terminal().say(reply.text().strip());
        return Exit.OK;
      }
      Json said = reply.body();
      var terminal = terminal();
      terminal.say("in force   " + said.text("policy", ""));
      boolean own = said.text("policy", "").equals(said.text("stated", ""));
      terminal.say("configured " + (own ? "the same" : said.text("stated", "")));
      var before = said.at("before").items();
      if (!before.isEmpty()) {
        terminal.say("before     " + before.getLast().string().orElse(""));
      }
      if (!said.text("shadow", "").isEmpty()) {
        terminal.say("shadow     " + said.text("shadow", ""));
      }
      if (!said.text("proposed", "").isEmpty()) {
        terminal.say(
            "proposed   " + said.text("proposed", "") + " by " + said.text("proposed_by", ""));
      }
      return Exit.OK;
    }
  }

  /** Puts a bundle in force. */
  @Command(
      name = "activate",
      description = "Put a bundle in force at once, as a whole. Exit 1: refused, or proposed.",
      footer = {
        "",
        "A bundle with any error is refused, and the one in force goes on. With policy.approval:"
            + " second_person the first call proposes, and another admin's call with the same"
            + " content activates. --shadow lets the bundle decide beside the one in force and"
            + " only record where it differs; --shadow without DIR ends that."
      })
  static final class Activate extends Verb {
    @Parameters(arity = "0..1", paramLabel = "DIR", description = "the bundle's directory")
    @Nullable Path directory;

    @Option(names = "--shadow", description = "only record what it would decide")
    boolean shadow;

    @Override
    public Integer call() {
      if (directory == null && !shadow) {
        throw misused("say which directory");
      }
      var terminal = terminal();
      var writer = new JsonWriter(16_384).object();
      String id = "";
      if (directory != null) {
        Bundle bundle = BundleFiles.read(terminal, directory);
        BundleFiles.write(writer, bundle);
        id = bundle.id();
      }
      String verb = shadow ? "/shadow" : "/activate";
      Reply reply = common.call(terminal, "POST", PATH + verb, writer.endObject().done());
      boolean waits = reply.body().text("result", "").equals("proposed");
      if (common.json) {
        terminal.say(reply.text().strip());
      } else if (waits) {
        terminal.say("proposed " + id + ": it counts once another admin activates the same");
      } else if (shadow) {
        terminal.say(id.isEmpty() ? "nothing decides beside" : "decides beside: " + id);
      } else {
        terminal.say("in force: " + id);
      }
      return waits ? Exit.NEGATIVE : Exit.OK;
    }
  }

  /** Goes back. */
  @Command(
      name = "rollback",
      description = "Put the version before back in force. Exit 1: there is none.")
  static final class Rollback extends Verb {
    @Override
    public Integer call() {
      Bytes nothing = Bytes.utf8("{}");
      Reply reply = common.call(terminal(), "POST", PATH + "/rollback", nothing);
      terminal()
          .say(common.json ? reply.text().strip() : "in force: " + reply.body().text("policy", ""));
      return Exit.OK;
    }
  }
}
