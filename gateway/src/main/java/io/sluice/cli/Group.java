package io.sluice.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command that only groups others. */
abstract class Group implements Runnable {
  @ParentCommand @Nullable Sluice sluice;
  @Spec @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this help and leave")
  boolean help;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "say which: see --help");
    }
  }

  /** What the process gave the root command. */
  static Terminal terminal(@Nullable Group parent) {
    if (parent == null || parent.sluice == null) {
      throw new IllegalStateException("a command runs below the root command");
    }
    return parent.sluice.terminal();
  }

  /** {@code text} as one segment of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
