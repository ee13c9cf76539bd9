package io.sluice.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does something; answers the exit status. */
abstract class Verb implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;
  @Mixin CommonOptions common = new CommonOptions();

  /** What the process gave the root command. */
  final Terminal terminal() {
    if (spec != null && spec.root().userObject() instanceof Sluice sluice) {
      return sluice.terminal();
    }
    throw new IllegalStateException("a command runs below the root command");
  }

  /** The command line cannot be carried out as written. */
  final ParameterException misused(String message) {
    if (spec == null) {
      throw new IllegalStateException(message);
    }
    return new ParameterException(spec.commandLine(), message);
  }
}
