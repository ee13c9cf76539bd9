package io.sluice.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command is given by the process: its streams, its environment, where it runs.
 *
 * @param interactive true when standard output is a terminal
 * @param stop ends commands that run until they are told to
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path directory,
    boolean interactive,
    StopSignal stop) {
  public Terminal {
    environment = Map.copyOf(environment);
  }

  /** One line on standard output. */
  public void say(String line) {
    out.println(line);
  }

  /** One line on standard error. */
  public void note(String line) {
    err.println(line);
  }

  /** Variables may hold secrets. */
  @Override
  public String toString() {
    return "Terminal[" + directory + "]";
  }
}
