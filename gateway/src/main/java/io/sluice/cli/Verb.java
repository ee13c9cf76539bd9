package io.sluice.cli;

import io.sluice.json.Json;
import io.sluice.json.JsonWriter;
import io.sluice.model.Bytes;
import java.util.Arrays;
import java.util.List;
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
    return sluice().terminal();
  }

  /** The root command. */
  final Sluice sluice() {
    if (spec != null && spec.root().userObject() instanceof Sluice sluice) {
      return sluice;
    }
    throw new IllegalStateException("a command runs below the root command");
  }

  /**
   * Prints an array of the running gateway's: as a table of {@code columns}, or as it stands.
   *
   * @param plural the member of the answer that holds it
   */
  final void list(String path, String plural, String... columns) {
    Json rows = common.call(terminal(), "GET", path, Bytes.EMPTY).body().at(plural);
    print(rows.items(), columns);
  }

  /** The same for rows that were asked for before. */
  final void print(List<Json> rows, String... columns) {
    if (common.json) {
      var writer = new JsonWriter(1_024).array();
      rows.forEach(row -> writer.raw(row.raw()));
      terminal().say(writer.endArray().done().utf8());
      return;
    }
    var table = new Table(columns);
    for (Json row : rows) {
      table.row(Arrays.stream(columns).map(column -> cell(row.at(column))).toArray(String[]::new));
    }
    table.print(terminal(), false);
  }

  private static String cell(Json value) {
    return switch (value.kind()) {
      case STRING -> value.string().orElse("");
      case TRUE -> "yes";
      case FALSE -> "no";
      case NULL, MISSING -> "";
      case NUMBER, OBJECT, ARRAY -> value.raw().utf8();
    };
  }

  /** The command line cannot be carried out as written. */
  final ParameterException misused(String message) {
    if (spec == null) {
      throw new IllegalStateException(message);
    }
    return new ParameterException(spec.commandLine(), message);
  }
}
