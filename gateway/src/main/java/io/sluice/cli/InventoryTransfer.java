package io.sluice.cli;

import io.sluice.json.Json;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code providers export|import|imports}: the inventory out and in. */
final class InventoryTransfer {
  private static final String PATH = "/api/v1/inventory";
  private static final long MOST_BYTES = 4 << 20;

  private InventoryTransfer() {}

  /** Prints the inventory. */
  @Command(
      name = "export",
      description =
          "Print the inventory with its due diligence: providers, endpoints, models and tools.")
  static final class Export extends Verb {
    @Option(names = "--format", paramLabel = "F", description = "yaml or csv; default: yaml")
    String format = "yaml";

    @Option(
        names = "--version",
        paramLabel = "N",
        description = "instead the text of that import, as it came")
    int version;

    @Override
    public Integer call() {
      String path =
          version > 0 ? PATH + "/versions/" + version : PATH + "?format=" + Group.segment(format);
      terminal().say(common.call(terminal(), "GET", path, Bytes.EMPTY).text().strip());
      return Exit.OK;
    }
  }

  /** Brings statements in. */
  @Command(
      name = "import",
      description =
          "Bring in what FILE states of providers, models and tools, in the columns of the export."
              + " All of it is taken or, with file, line and column of what is wrong, nothing"
              + " (exit 1).",
      footer = {
        "",
        "What sluice.yaml and its inventory file state is theirs alone: FILE may repeat it, and is"
            + " refused if it says otherwise. What they leave open is stated by FILE from now on,"
            + " in the place of every earlier import. Providers and their addresses come from"
            + " sluice.yaml. To go back: import the text of an earlier version (providers imports,"
            + " providers export --version N)."
      })
  static final class Take extends Verb {
    @Parameters(paramLabel = "FILE", description = "YAML, or CSV if its name ends with .csv")
    Path file = Path.of("");

    @Option(names = "--check", description = "only say what it would state, or what is wrong")
    boolean check;

    @Override
    public Integer call() {
      Path path = terminal().directory().resolve(file);
      Bytes body;
      try {
        if (Files.size(path) > MOST_BYTES) {
          throw Failure.negative(file + " is larger than an inventory can be (4 MiB)");
        }
        body = Bytes.owning(Files.readAllBytes(path));
      } catch (IOException e) {
        throw Failure.negative("cannot read " + file);
      }
      String name = URLEncoder.encode(path.getFileName().toString(), StandardCharsets.UTF_8);
      String target = PATH + "/import?name=" + name + (check ? "&check=true" : "");
      var reply = common.call(terminal(), "POST", target, body);
      if (common.json) {
        terminal().say(reply.text().strip());
        return Exit.OK;
      }
      Json said = reply.body();
      String of = "of providers and models: " + names(said.at("subjects"));
      terminal().say("states something new " + of + "; of tools: " + names(said.at("tools")));
      long version = said.integer("version", 0);
      terminal()
          .say(
              check
                  ? "sound; nothing was changed"
                  : "in force: import %d, sha256 %s".formatted(version, said.text("sha256", "")));
      return Exit.OK;
    }

    private static String names(Json list) {
      String names =
          list.items().stream()
              .map(one -> one.string().orElse(""))
              .collect(Collectors.joining(", "));
      return names.isEmpty() ? "none" : names;
    }
  }

  /** Lists what was brought in. */
  @Command(
      name = "imports",
      description = "List every import, the newest first, which is in force.")
  static final class Imports extends Verb {
    @Override
    public Integer call() {
      list(PATH + "/versions", "versions", "version", "name", "by", "at", "sha256");
      return Exit.OK;
    }
  }
}
