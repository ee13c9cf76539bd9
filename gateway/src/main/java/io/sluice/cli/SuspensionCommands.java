package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code suspend} and {@code resume} under providers, models, apps and keys: the kill switch. */
final class SuspensionCommands {
  private SuspensionCommands() {}

  /** What these verbs share. */
  abstract static class Switch extends Verb {
    @Parameters(paramLabel = "NAME", description = "which; of a model its name or provider/id")
    String name = "";

    private final String plural;

    Switch(String plural) {
      this.plural = plural;
    }

    final Reply ask(String act, JsonWriter body) {
      String path = "/api/v1/" + plural + "/" + Group.segment(name) + "/" + act;
      return common.call(terminal(), "POST", path, body.endObject().done());
    }
  }

  /** Stops. */
  abstract static class Suspend extends Switch {
    @Option(names = "--reason", required = true, paramLabel = "R", description = "why; recorded")
    String reason = "";

    @Option(names = "--cut", description = "end what uses it now, streams included")
    boolean cut;

    Suspend(String plural) {
      super(plural);
    }

    @Override
    public Integer call() {
      var reply =
          ask("suspend", new JsonWriter(128).object().field("reason", reason).field("cut", cut));
      long ended = reply.body().integer("ended", 0);
      terminal()
          .say(
              common.json
                  ? reply.text().strip()
                  : "suspended " + name + (cut ? "; exchanges ended: " + ended : ""));
      return Exit.OK;
    }
  }

  /** Lets go on. */
  abstract static class Resume extends Switch {
    @Option(names = "--reason", paramLabel = "R", description = "why; recorded")
    String reason = "";

    Resume(String plural) {
      super(plural);
    }

    @Override
    public Integer call() {
      var reply = ask("resume", new JsonWriter(128).object().field("reason", reason));
      terminal().say(common.json ? reply.text().strip() : "resumed " + name);
      return Exit.OK;
    }
  }

  /** {@code providers suspend}. */
  @Command(name = "suspend", description = "Stop the use of a provider at once. Exit 1: unknown.")
  static final class SuspendProvider extends Suspend {
    SuspendProvider() {
      super("providers");
    }
  }

  /** {@code providers resume}. */
  @Command(name = "resume", description = "Let a provider be used again. Exit 1: not suspended.")
  static final class ResumeProvider extends Resume {
    ResumeProvider() {
      super("providers");
    }
  }

  /** {@code models suspend}. */
  @Command(name = "suspend", description = "Stop the use of a model at once. Exit 1: unknown.")
  static final class SuspendModel extends Suspend {
    SuspendModel() {
      super("models");
    }
  }

  /** {@code models resume}. */
  @Command(name = "resume", description = "Let a model be used again. Exit 1: not suspended.")
  static final class ResumeModel extends Resume {
    ResumeModel() {
      super("models");
    }
  }

  /** {@code keys suspend}. */
  @Command(name = "suspend", description = "Refuse a key until it is resumed. Exit 1: unknown.")
  static final class SuspendKey extends Suspend {
    SuspendKey() {
      super("keys");
    }
  }

  /** {@code keys resume}. */
  @Command(name = "resume", description = "Let a key be used again. Exit 1: not suspended.")
  static final class ResumeKey extends Resume {
    ResumeKey() {
      super("keys");
    }
  }

  /** {@code apps}. */
  @Command(
      name = "apps",
      description = "Applications, as keys name them: the kill switch for all keys of one.",
      subcommands = {SuspendApp.class, ResumeApp.class, ListSuspended.class})
  static final class Apps extends Group {}

  /** {@code apps suspend}. */
  @Command(
      name = "suspend",
      description = "Refuse every key of an application, or of TENANT/NAME, until it is resumed.")
  static final class SuspendApp extends Suspend {
    SuspendApp() {
      super("apps");
    }
  }

  /** {@code apps resume}. */
  @Command(name = "resume", description = "Let an application go on. Exit 1: not suspended.")
  static final class ResumeApp extends Resume {
    ResumeApp() {
      super("apps");
    }
  }

  /** {@code apps list}. */
  @Command(name = "list", description = "List all that is suspended: apps and everything else.")
  static final class ListSuspended extends Verb {
    @Override
    public Integer call() {
      list("/api/v1/suspensions", "suspensions", "kind", "name", "reason", "by", "at");
      return Exit.OK;
    }
  }
}
