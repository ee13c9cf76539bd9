package io.sluice.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where a command takes a secret from: a variable, a prompt without echo, or standard input. Never
 * an argument: those can be seen by every process and stay in the shell's history.
 */
final class SecretInput {
  private static final int MOST_BYTES = 16 * 1024;

  @Option(
      names = "--from-env",
      paramLabel = "NAME",
      description = "take the secret from this variable; default: a prompt, or standard input")
  String variable = "";

  /** The secret, without the line end at its end. */
  String read(Terminal terminal) {
    String text = variable.isEmpty() ? typed(terminal) : fromEnvironment(terminal);
    String secret = text.strip();
    if (secret.isEmpty() || secret.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw Failure.usage("a secret has 1 to " + MOST_BYTES + " bytes");
    }
    return secret;
  }

  private String fromEnvironment(Terminal terminal) {
    String value = terminal.environment().get(variable);
    if (value == null) {
      throw Failure.usage("the variable " + variable + " is not set");
    }
    return value;
  }

  private static String typed(Terminal terminal) {
    @Nullable Console console = terminal.interactive() ? System.console() : null;
    if (console != null) {
      char @Nullable [] typed = console.readPassword("secret (is not shown): ");
      return typed == null ? "" : new String(typed);
    }
    try {
      return new String(terminal.in().readNBytes(MOST_BYTES + 2), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Failure.environment("standard input cannot be read");
    }
  }
}
