package io.sluice.cli;

import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.json.Json;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code providers [list]} and {@code models [list|search TEXT|import FILE]}: what the gateway may
 * use.
 */
final class InventoryCommands {
  private static final String[] PROVIDERS = {
    "name", "api", "zone", "clearance", "review", "suspended", "credential", "models"
  };
  private static final String[] MODELS = {
    "name",
    "model",
    "clearance",
    "suspended",
    "context",
    "input",
    "output",
    "cache_read",
    "origin",
    "as_of",
    "age_days"
  };

  private static final int MOST_BYTES = 16 << 20;

  private InventoryCommands() {}

  /** The providers. */
  @Command(
      name = "providers",
      description = "The inventory: each provider with its clearance and the state of its review.",
      subcommands = {
        ListProviders.class,
        ReviewCommands.Review.class,
        InventoryTransfer.Export.class,
        InventoryTransfer.Take.class,
        InventoryTransfer.Imports.class,
        SuspensionCommands.SuspendProvider.class,
        SuspensionCommands.ResumeProvider.class
      })
  static final class Providers extends Verb {
    @Override
    public Integer call() {
      list("/api/v1/providers", "providers", PROVIDERS);
      return Exit.OK;
    }
  }

  /** The same, said in full. */
  @Command(name = "list", description = "List providers.")
  static final class ListProviders extends Verb {
    @Override
    public Integer call() {
      list("/api/v1/providers", "providers", PROVIDERS);
      return Exit.OK;
    }
  }

  /** The models. */
  @Command(
      name = "models",
      description = "The models, whose they are, what they may see and cost.",
      footer = {"", "Prices are US dollars per million tokens."},
      subcommands = {
        ListModels.class,
        Search.class,
        ImportModels.class,
        OnboardCommand.class,
        SuspensionCommands.SuspendModel.class,
        SuspensionCommands.ResumeModel.class
      })
  static final class Models extends Verb {
    @Override
    public Integer call() {
      list("/api/v1/models", "models", MODELS);
      return Exit.OK;
    }
  }

  /** The same, said in full. */
  @Command(name = "list", description = "List models.")
  static final class ListModels extends Verb {
    @Override
    public Integer call() {
      list("/api/v1/models", "models", MODELS);
      return Exit.OK;
    }
  }

  /** Models by a part of their names. */
  @Command(name = "search", description = "List the models with TEXT in a name. Exit 1: none.")
  static final class Search extends Verb {
    @Parameters(paramLabel = "TEXT", description = "upper or lower case")
    String text = "";

    @Override
    public Integer call() {
      Json all = common.call(terminal(), "GET", "/api/v1/models", Bytes.EMPTY).body().at("models");
      List<Json> found = all.items().stream().filter(this::matches).toList();
      print(found, MODELS);
      return found.isEmpty() ? Exit.NEGATIVE : Exit.OK;
    }

    private boolean matches(Json model) {
      String names = model.text("name", "") + "\n" + model.text("model", "");
      return names.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }
  }

  /** Puts somebody's list of models and prices in force. */
  @Command(
      name = "import",
      description =
          "Put the models and prices of FILE in force: a list of models.dev, LiteLLM or OpenRouter."
              + " All of it is taken or, with the reasons, nothing (exit 1).",
      footer = {"", "What sluice.yaml says of a model stands above every list."})
  static final class ImportModels extends Verb {
    @Parameters(paramLabel = "FILE", description = "the list as its maker publishes it")
    Path file = Path.of("");

    @Option(
        names = "--as-of",
        paramLabel = "DATE",
        description = "the day the list was made; default: the day the file was last changed")
    @Nullable LocalDate asOf;

    @Option(
        names = "--source",
        paramLabel = "NAME",
        description = "models.dev, litellm or openrouter; default: told from its form")
    String source = "";

    @Option(
        names = "--anyway",
        description = "take it although half of the models are gone or a price leaps")
    boolean anyway;

    @Override
    public Integer call() {
      Bytes body = NamedFile.read(terminal(), file.toString(), MOST_BYTES);
      LocalDate day = asOf == null ? changed(terminal().directory().resolve(file)) : asOf;
      String target = "/api/v1/catalogue?as_of=" + day + "&source=" + encoded(source);
      Reply reply =
          common.call(terminal(), "POST", anyway ? target + "&anyway=true" : target, body);
      Json made = reply.body();
      terminal()
          .say(
              common.json
                  ? reply.text().strip()
                  : "in force: %s as of %s, %d models (%d left out), sha256 %s"
                      .formatted(
                          made.text("source", ""),
                          made.text("as_of", ""),
                          made.integer("models", 0),
                          made.integer("left_out", 0),
                          made.text("sha256", "")));
      return Exit.OK;
    }

    private LocalDate changed(Path path) {
      try {
        return LocalDate.ofInstant(Files.getLastModifiedTime(path).toInstant(), ZoneOffset.UTC);
      } catch (IOException e) {
        throw Failure.usage("cannot read " + file);
      }
    }

    private static String encoded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }
}
