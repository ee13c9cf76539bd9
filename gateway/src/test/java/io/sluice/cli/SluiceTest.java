package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SluiceTest {
  @TempDir Path directory = Path.of("");

  @Test
  void an_unknown_command_is_wrong_usage_and_names_the_nearest() {
    var shell = new Shell(directory);
    assertThat(shell.run("kyes", "list")).isEqualTo(Exit.USAGE);
    assertThat(shell.err()).contains("no command 'kyes'", "keys", "--help");
  }

  @Test
  void an_unknown_option_is_wrong_usage_and_names_the_nearest() {
    var shell = new Shell(directory);
    assertThat(shell.run("keys", "list", "--jsno")).isEqualTo(Exit.USAGE);
    assertThat(shell.err()).contains("no option '--jsno'", "--json");
  }

  @Test
  void no_command_at_all_is_wrong_usage() {
    var shell = new Shell(directory);
    assertThat(shell.run()).isEqualTo(Exit.USAGE);
    assertThat(shell.err()).contains("--help");
  }

  @TestFactory
  Stream<DynamicTest> every_command_explains_itself() {
    return commands(Sluice.line(new Shell(directory).terminal(), Shell.NOWHERE), List.of())
        .map(
            path ->
                DynamicTest.dynamicTest(
                    ("sluice " + String.join(" ", path)).strip(), () -> explains(path)));
  }

  private void explains(List<String> path) {
    var shell = new Shell(directory);
    var args = new ArrayList<>(path);
    args.add("--help");
    assertThat(shell.run(args.toArray(String[]::new))).isEqualTo(Exit.OK);
    assertThat(shell.out()).contains(("Usage: ./sluice " + String.join(" ", path)).strip());
    assertThat(shell.err()).isEmpty();
  }

  private static Stream<List<String>> commands(CommandLine command, List<String> path) {
    return Stream.concat(
        Stream.of(path),
        command.getSubcommands().entrySet().stream()
            .flatMap(
                entry -> {
                  var below = new ArrayList<>(path);
                  below.add(entry.getKey());
                  return commands(entry.getValue(), below);
                }));
  }

  @Test
  void a_line_that_only_says_which_files_to_serve_is_read_by_hand_and_means_the_same() {
    ServeCommand served =
        ServeCommand.plain("serve", "--data", "d", "--config", "c.yaml").orElseThrow();
    assertThat(served.file).isEqualTo(Path.of("c.yaml"));
    assertThat(served.common.data).isEqualTo(Path.of("d"));
    assertThat(ServeCommand.plain("serve")).isPresent();
    for (String other :
        List.of(
            "",
            "check --data d",
            "serve --data",
            "serve --data=d",
            "serve --data d --data e",
            "serve --data --config",
            "serve --json --data d",
            "serve --help",
            "serve x y")) {
      assertThat(ServeCommand.plain(other.split(" "))).as(other).isEmpty();
    }
  }
}
