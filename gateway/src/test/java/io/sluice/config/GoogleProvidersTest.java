package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.registry.Catalogue;
import io.sluice.vault.CredentialSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoogleProvidersTest {
  private static final String KEY = "GEMINI_API_KEY";

  @TempDir Path directory;

  @Test
  void googles_key_in_the_environment_becomes_a_provider() {
    var around = new Config.Surroundings(Map.of(KEY, "AIza-canary"), Instant.EPOCH);
    var inventory = FromEnvironment.read(around, Catalogue.shipped());
    var provider = inventory.registry().providers().getFirst();
    assertThat(provider.name()).isEqualTo("gemini");
    assertThat(provider.endpoint().api()).isEqualTo("gemini");
    assertThat(provider.endpoint().baseUrl())
        .hasToString("https://generativelanguage.googleapis.com/v1beta");
    var binding = inventory.vault().bindings().getFirst();
    assertThat(binding.source()).isEqualTo(new CredentialSource.Env(KEY));
    assertThat(binding.host().text()).contains("generativelanguage.googleapis.com");
    assertThat(inventory.toString()).doesNotContain("canary");
  }

  @Test
  void a_project_makes_it_vertex() throws IOException {
    var loaded =
        load("providers:\n  v: {api: gemini, project: my-project, location: europe-west4}\n");
    assertThat(loaded).isInstanceOf(Loaded.Good.class);
    var inventory = ((Loaded.Good) loaded).config().inventory();
    var endpoint = inventory.registry().providers().getFirst().endpoint();
    assertThat(endpoint.api()).isEqualTo("vertex");
    assertThat(endpoint.baseUrl().getHost()).isEqualTo("europe-west4-aiplatform.googleapis.com");
  }

  @Test
  void a_project_without_a_location_is_refused_by_name() throws IOException {
    assertThat(load("providers:\n  v: {api: gemini, project: p}\n").toString())
        .contains("'v'", "'location'");
  }

  private Loaded load(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("sluice.yaml"), text);
    return ConfigFile.load(file, new Config.Surroundings(Map.of(), Instant.EPOCH));
  }
}
