package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code credentials add|list|rotate|revoke}: what the gateway authenticates with at providers. */
@Command(
    name = "credentials",
    description = "Provider credentials, sealed in the gateway's store and bound to their host.",
    subcommands = {
      CredentialsCommand.Add.class,
      CredentialsCommand.ListCredentials.class,
      CredentialsCommand.Rotate.class,
      CredentialsCommand.Revoke.class
    })
final class CredentialsCommand extends Group {
  private static final String PATH = "/api/v1/credentials";

  /** A command over one slot. */
  abstract static class OfSlot extends Verb {
    @Parameters(paramLabel = "PROVIDER", description = "as sluice.yaml names it")
    String provider = "";

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "the NAME of 'credential: {stored: NAME}'; default: the provider's name")
    String name = "";

    @Option(
        names = "--tenant",
        paramLabel = "T",
        description = "for this tenant alone; default: for every tenant")
    String tenant = "";

    final JsonWriter slot(JsonWriter writer) {
      writer.field("provider", provider).field("name", name.isEmpty() ? provider : name);
      return tenant.isEmpty() ? writer : writer.field("tenant", tenant);
    }

    final void told(Reply reply, String what) {
      Json body = reply.body();
      terminal()
          .say(
              common.json
                  ? reply.text().strip()
                  : "%s version %s of the credential for %s, bound to %s, fingerprint %s"
                      .formatted(
                          what,
                          body.integer("version", 0),
                          provider,
                          body.text("host", "its host"),
                          body.text("fingerprint", "")));
    }
  }

  /** Stores a first version. */
  @Command(
      name = "add",
      description = "Store a credential. It is read from a prompt, standard input or a variable.")
  static final class Add extends OfSlot {
    @Mixin SecretInput input = new SecretInput();

    @Override
    public Integer call() {
      var body = slot(new JsonWriter(512).object()).field("secret", input.read(terminal()));
      told(common.call(terminal(), "POST", PATH, body.endObject().done()), "stored");
      return Exit.OK;
    }
  }

  /** Stores a further version. */
  @Command(
      name = "rotate",
      description = "Store a new version, used from now on; the one before stays for the overlap.")
  static final class Rotate extends OfSlot {
    @Mixin SecretInput input = new SecretInput();

    @Option(
        names = "--overlap",
        paramLabel = "1h",
        description = "how long the version before stays usable; default: 1h")
    String overlap = "1h";

    @Override
    public Integer call() {
      var body = slot(new JsonWriter(512).object()).field("secret", input.read(terminal()));
      body.field("overlap", overlap);
      String path = PATH + "/" + Group.segment(provider) + "/rotate";
      told(common.call(terminal(), "POST", path, body.endObject().done()), "stored");
      return Exit.OK;
    }
  }

  /** Lists versions. */
  @Command(name = "list", description = "List all versions; their values are shown to nobody.")
  static final class ListCredentials extends Verb {
    @Override
    public Integer call() {
      list(
          PATH,
          "credentials",
          "provider",
          "name",
          "tenant",
          "version",
          "state",
          "host",
          "fingerprint",
          "created");
      return Exit.OK;
    }
  }

  /** Takes versions out of use. */
  @Command(
      name = "revoke",
      description = "Take a credential out of use at once: every version, or the one named.")
  static final class Revoke extends OfSlot {
    @Option(names = "--version", paramLabel = "N", description = "this version only")
    @Nullable Integer version;

    @Override
    public Integer call() {
      List<Long> versions = version == null ? usable() : List.of(version.longValue());
      if (versions.isEmpty()) {
        throw Failure.negative("no usable credential for '" + provider + "' is stored");
      }
      for (long one : versions) {
        common.call(terminal(), "DELETE", path(one), Bytes.EMPTY);
        terminal().say("revoked version " + one + " of the credential for " + provider);
      }
      return Exit.OK;
    }

    private List<Long> usable() {
      Json all = common.call(terminal(), "GET", PATH, Bytes.EMPTY).body().at("credentials");
      return all.items().stream()
          .filter(one -> one.text("provider", "").equals(provider))
          .filter(one -> one.text("name", "").equals(name.isEmpty() ? provider : name))
          .filter(one -> one.text("tenant", "").equals(tenant))
          .filter(one -> !one.text("state", "").equals("revoked"))
          .map(one -> one.integer("version", 0))
          .toList();
    }

    private String path(long one) {
      String path = PATH + "/" + Group.segment(provider) + "/" + one;
      String named = name.isEmpty() ? provider : name;
      String query = "?name=" + Group.segment(named);
      return path + query + (tenant.isEmpty() ? "" : "&tenant=" + Group.segment(tenant));
    }
  }
}
