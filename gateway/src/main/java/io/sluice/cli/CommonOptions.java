package io.sluice.cli;

import io.sluice.egress.LocalAdmin;
import io.sluice.egress.LocalAdmin.Reply;
import io.sluice.model.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command takes, and the two things most of them do with it. */
public final class CommonOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "data directory; default: SLUICE_DATA, else data: in sluice.yaml, else ./data")
  @Nullable Path data;

  @Option(
      names = "--operator-token",
      paramLabel = "FILE",
      description =
          "act as the operator whose token FILE holds; default: SLUICE_OPERATOR_TOKEN (a file),"
              + " else admin-token in the data directory, which is 'bootstrap'")
  @Nullable Path operatorToken;

  @Option(names = "--json", description = "print JSON instead of a table")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help and leave")
  boolean help;

  /** The data directory: what was said, else the environment, else what the file here says. */
  Path data(Terminal terminal) {
    if (data != null) {
      return terminal.directory().resolve(data);
    }
    String variable = terminal.environment().getOrDefault("SLUICE_DATA", "");
    if (!variable.isEmpty()) {
      return terminal.directory().resolve(variable);
    }
    return DataOfFile.find(terminal.directory()).orElse(terminal.directory().resolve("data"));
  }

  /** The file with the token of whoever acts; empty: the data directory's own. */
  private Optional<Path> token(Terminal terminal) {
    String variable = terminal.environment().getOrDefault("SLUICE_OPERATOR_TOKEN", "");
    if (operatorToken == null && variable.isEmpty()) {
      return Optional.empty();
    }
    Path file = operatorToken == null ? Path.of(variable) : operatorToken;
    Path path = terminal.directory().resolve(file);
    if (!Files.isReadable(path)) {
      throw Failure.environment("there is no operator's token in " + file);
    }
    return Optional.of(path);
  }

  private LocalAdmin admin(Terminal terminal) throws IOException {
    Path data = data(terminal);
    Optional<Path> token = token(terminal);
    return token.isPresent() ? LocalAdmin.of(data, token.get()) : LocalAdmin.of(data);
  }

  /** What the gateway answers to a question that may go unanswered; empty where none runs. */
  Optional<Reply> ask(Terminal terminal, String path) {
    try {
      Reply reply = admin(terminal).call("GET", path, Bytes.EMPTY);
      return Optional.of(reply).filter(Reply::ok);
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The admin address that a gateway left in the data directory, whether it still runs or not. */
  Optional<URI> adminUrl(Terminal terminal) {
    try {
      return Optional.of(admin(terminal).base());
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Calls the running gateway; anything but success ends the command with what it said. */
  Reply call(Terminal terminal, String method, String path, Bytes body) {
    Path directory = data(terminal);
    if (!Files.exists(directory.resolve("admin-url"))) {
      throw Failure.environment(
          "no gateway runs on "
              + directory
              + " (start one with ./sluice serve, or say --data DIR)");
    }
    Reply reply;
    try {
      reply = admin(terminal).call(method, path, body);
    } catch (IOException | IllegalArgumentException e) {
      throw Failure.environment("the gateway of " + directory + " does not answer");
    }
    if (!reply.ok()) {
      String message = reply.body().at("error").text("message", reply.text());
      throw reply.status() == 503
          ? Failure.environment(message)
          : reply.status() == 400 ? Failure.usage(message) : Failure.negative(message);
    }
    return reply;
  }
}
