package io.sluice.cli;

import io.sluice.model.Nearest;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a wrong command line is answered: one sentence, the nearest names, where to read on. */
final class Usage implements IParameterExceptionHandler {
  private final Terminal terminal;

  Usage(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    terminal.note("sluice: " + sentence(wrong, command));
    terminal.note("see: " + command.getCommandSpec().qualifiedName() + " --help");
    return Exit.USAGE;
  }

  private static String sentence(ParameterException wrong, CommandLine command) {
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().getFirst();
      boolean option = word.startsWith("-");
      var names =
          option
              ? command.getCommandSpec().optionsMap().keySet()
              : command.getSubcommands().keySet();
      if (option || !names.isEmpty()) {
        return "there is no "
            + (option ? "option '" : "command '")
            + word
            + "'"
            + hint(word, names);
      }
      return "there are words too many"; // not shown: somebody may have typed a secret
    }
    return String.valueOf(wrong.getMessage());
  }

  private static String hint(String word, Set<String> names) {
    List<String> nearest = Nearest.to(word, names, 3);
    return nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
  }
}
