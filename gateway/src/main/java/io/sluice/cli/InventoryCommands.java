package io.sluice.cli;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code providers [list]} and {@code models [list|search TEXT]}: what the gateway may use. */
final class InventoryCommands {
  private static final String[] PROVIDERS = {
    "name", "api", "zone", "clearance", "review", "credential", "models"
  };
  private static final String[] MODELS = {"name", "model", "clearance", "input", "output", "as_of"};

  private InventoryCommands() {}

  /** The providers. */
  @Command(
      name = "providers",
      description = "The inventory: each provider with its clearance and the state of its review.",
      subcommands = ListProviders.class)
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
      subcommands = {ListModels.class, Search.class})
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
}
