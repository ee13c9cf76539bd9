package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Glimpse;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
  @TempDir Path directory = Path.of("");

  @Test
  void it_writes_a_file_that_says_the_defaults() throws IOException {
    var shell = new Shell(directory);
    assertThat(shell.run("init")).isEqualTo(Exit.OK);
    String yaml = Files.readString(directory.resolve("sluice.yaml"));
    assertThat(Glimpse.read(yaml).client()).contains(URI.create("http://127.0.0.1:8080"));
    assertThat(Glimpse.read(yaml).admin()).contains(URI.create("http://127.0.0.1:8081"));
  }

  @Test
  void providers_that_the_environment_names_are_named_by_the_file() throws IOException {
    var shell =
        new Shell(directory).with("OPENAI_API_KEY", "sk-canary").with("OLLAMA_HOST", "127.0.0.1:9");
    assertThat(shell.run("init")).as(shell.err()).isEqualTo(Exit.OK);
    String yaml = Files.readString(directory.resolve("sluice.yaml"));
    assertThat(yaml).contains("credential: {env: OPENAI_API_KEY}").doesNotContain("sk-canary");
    assertThat(shell.run("check")).as(shell.out()).isEqualTo(Exit.OK);
    assertThat(shell.out()).doesNotContain("not used");
    assertThat(Glimpse.read(yaml).variables()).containsEntry("openai", "OPENAI_API_KEY");
    assertThat(yaml).contains("base_url: http://127.0.0.1:9/v1");
  }

  @Test
  void it_never_overwrites() throws IOException {
    Path file = Files.writeString(directory.resolve("sluice.yaml"), "mine");
    var shell = new Shell(directory);
    assertThat(shell.run("init")).isEqualTo(Exit.NEGATIVE);
    assertThat(shell.err()).contains("left as it is");
    assertThat(file).hasContent("mine");
  }

  @Test
  void where_nothing_can_be_written_it_is_a_matter_of_the_environment() {
    var shell = new Shell(directory);
    assertThat(shell.run("init", "--config", "none/sluice.yaml")).isEqualTo(Exit.ENVIRONMENT);
  }
}
