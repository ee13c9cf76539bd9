package io.sluice.cli;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Nearest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code connect CLIENT}: the exact settings with which a client reaches this gateway. */
@Command(
    name = "connect",
    description = "Print the exact settings for a client: an SDK, curl or a coding agent.",
    footer = {
      "",
      "Clients: python, node, java, curl, aws, claude, codex, opencode, gemini, cline. Only base"
          + " URL and key change; the key is taken from the variable SLUICE_KEY (make one with"
          + " './sluice keys create --name N'). Works with no gateway running."
    })
final class ConnectCommand extends Verb {
  /** Stands where a model has to be named and none is known. */
  static final String ANY_MODEL = "MODEL";

  /** Every client, with what has to be said about it beyond its settings. */
  private static final Map<String, String> CLIENTS = clients();

  @Parameters(arity = "0..1", paramLabel = "CLIENT", description = "none: list them")
  String client = "";

  @Option(
      names = "--model",
      paramLabel = "M",
      description = "the model to name; default: the first one the running gateway has")
  String model = "";

  private static Map<String, String> clients() {
    var all = new LinkedHashMap<String, String>();
    for (String plain : List.of("python", "node", "java", "curl", "aws", "claude")) {
      all.put(plain, "");
    }
    all.put("codex", "");
    all.put("opencode", "");
    all.put("gemini", "");
    all.put("cline", "");
    return all;
  }

  static List<String> names() {
    return List.copyOf(CLIENTS.keySet());
  }

  @Override
  public Integer call() {
    var terminal = terminal();
    if (client.isEmpty()) {
      var table = new Table("client", "settings");
      CLIENTS.keySet().forEach(name -> table.row(name, "./sluice connect " + name));
      table.print(terminal, common.json);
      return Exit.OK;
    }
    if (!CLIENTS.containsKey(client)) {
      List<String> nearest = Nearest.to(client, CLIENTS.keySet(), 2);
      String meant = nearest.isEmpty() ? String.join(", ", CLIENTS.keySet()) : nearest.getFirst();
      throw misused("no settings for a client '" + client + "'; did you mean " + meant + "?");
    }
    print(terminal, ClientPlane.find(terminal, common));
    return Exit.OK;
  }

  private void print(Terminal terminal, ClientPlane plane) {
    String named = model.isEmpty() && plane.running() ? firstModel(terminal) : model;
    String settings = settings(client, plane.uri().toString(), named);
    String remark = CLIENTS.getOrDefault(client, "");
    if (common.json) {
      var answer =
          new JsonWriter(1_024)
              .object()
              .field("client", client)
              .field("url", plane.uri().toString())
              .field("running", plane.running())
              .field("settings", settings)
              .field("remark", remark);
      terminal.say(answer.endObject().done().utf8());
      return;
    }
    terminal.out().print(settings);
    terminal.note("");
    terminal.note("address from " + plane.source());
    if (settings.contains(ANY_MODEL)) {
      terminal.note("put a model in the place of MODEL: './sluice models' lists them");
    }
    if (!remark.isEmpty()) {
      terminal.note(remark);
    }
  }

  private String firstModel(Terminal terminal) {
    return common
        .ask(terminal, "/api/v1/models")
        .flatMap(reply -> reply.body().at("models").items().stream().findFirst())
        .map((Json first) -> first.text("name", ""))
        .orElse("");
  }

  /** The settings of {@code client} for the gateway at {@code url}. */
  static String settings(String client, String url, String model) {
    try (var in = ConnectCommand.class.getResourceAsStream("clients/" + client + ".txt")) {
      byte[] text = Objects.requireNonNull(in, "no settings for " + client).readAllBytes();
      return new String(text, StandardCharsets.UTF_8)
          .replace("{url}", url)
          .replace("{model}", model.isEmpty() ? ANY_MODEL : model);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
