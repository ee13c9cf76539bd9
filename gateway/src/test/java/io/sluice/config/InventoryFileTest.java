package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Level;
import io.sluice.registry.Terms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InventoryFileTest {
  private static final String SETTINGS =
      """
      inventory: ./FILE
      providers:
        cloud: {api: openai, base_url: "https://cloud.example/v1", profile: {clearance: public}}
        other: {api: openai, base_url: "https://other.example/v1"}
      models:
        small: {provider: cloud, id: sim-small}
      """;

  @TempDir Path directory = Path.of("");

  private Loaded load(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
    Path file = Files.writeString(directory.resolve("sluice.yaml"), SETTINGS.replace("FILE", name));
    return ConfigFile.load(file, new Config.Surroundings(Map.of(), Instant.EPOCH));
  }

  private List<String> wrong(String name, String text) throws IOException {
    return load(name, text) instanceof Loaded.Bad(List<Problem> problems)
        ? problems.stream().map(Problem::text).toList()
        : List.of();
  }

  @Test
  void what_the_configuration_states_itself_stands_above_it() throws IOException {
    var loaded = load("i.csv", "name,clearance,retention_days\ncloud,internal,7\nsmall,,3\n");
    assertThat(loaded).isInstanceOf(Loaded.Good.class);
    var registry = ((Loaded.Good) loaded).config().inventory().registry();
    Terms cloud = Objects.requireNonNull(registry.providers().getFirst().terms());
    assertThat(cloud.clearance()).isEqualTo(Level.PUBLIC);
    assertThat(cloud.retentionDays()).isEqualTo(7);
    Terms small = Objects.requireNonNull(registry.models().getFirst().terms());
    assertThat(small.retentionDays()).isEqualTo(3);
    assertThat(registry.providers().getLast().terms()).isNull();
  }

  @Test
  void a_bad_line_is_found_where_it_stands_and_nothing_is_used() throws IOException {
    assertThat(wrong("i.csv", "name,zone\ncloud,own\nclowd,own\n"))
        .singleElement()
        .asString()
        .contains("i.csv:3:", "clowd", "cloud");
    assertThat(wrong("i.csv", "name,zone\ncloud,outside\n"))
        .first()
        .asString()
        .contains("i.csv:2:");
    assertThat(wrong("i.csv", "name,zoen\ncloud,own\n")).first().asString().contains("zone");
    assertThat(wrong("i.csv", "name,zone\ncloud,own\ncloud,own\n"))
        .first()
        .asString()
        .contains("twice");
    assertThat(wrong("i.yaml", "inventory:\n  - {zone: own}\n"))
        .first()
        .asString()
        .contains("i.yaml:2:", "name");
    assertThat(wrong("i.yaml", "inventory: [\n")).isNotEmpty();
    assertThat(wrong("empty.csv", "")).first().asString().contains("no inventory");
  }

  @Test
  void a_change_of_the_file_is_another_configuration() throws IOException {
    var one = (Loaded.Good) load("i.csv", "name,retention_days\ncloud,7\n");
    var other = (Loaded.Good) load("i.csv", "name,retention_days\ncloud,8\n");
    assertThat(one.config().behaviour().source()).isNotEqualTo(other.config().behaviour().source());
  }
}
