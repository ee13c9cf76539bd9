package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
  @TempDir Path directory = Path.of("");

  @Test
  void the_starter_bundle_passes_its_own_cases() {
    var shell = new Shell(directory);
    assertThat(shell.run("policy", "test")).as(shell.out()).isEqualTo(Exit.OK);
    assertThat(shell.out()).containsPattern("^[1-9][0-9]* passed, 0 failed\n");
    assertThat(shell.err()).contains("starter bundle");
  }

  @Test
  void a_bundle_that_cannot_be_understood_is_a_negative_answer() throws IOException {
    Files.createDirectory(directory.resolve("mine"));
    Files.writeString(directory.resolve("mine/a.cedar"), "permit everything;");
    var shell = new Shell(directory);
    assertThat(shell.run("policy", "test", "mine")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.run("policy", "test", "none")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.err()).contains("none");
  }
}
