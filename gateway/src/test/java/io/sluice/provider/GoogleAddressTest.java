package io.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.provider.GoogleAddress.Project;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleAddressTest {
  @ParameterizedTest
  @CsvSource({
    "https://generativelanguage.googleapis.com, '', https://generativelanguage.googleapis.com/v1beta",
    "https://generativelanguage.googleapis.com, v1, https://generativelanguage.googleapis.com/v1",
    "https://generativelanguage.googleapis.com/v1beta, '', https://generativelanguage.googleapis.com/v1beta",
    "https://proxy.example/google/v1, '', https://proxy.example/google/v1",
    "http://127.0.0.1:9/x, v1alpha, http://127.0.0.1:9/x/v1alpha",
  })
  void the_version_comes_behind_the_base_once(URI base, String version, URI expected) {
    assertThat(GoogleAddress.gemini(base, version)).isEqualTo(expected);
  }

  @Test
  void vertex_is_asked_at_the_projects_location() {
    URI usual = URI.create("https://aiplatform.googleapis.com");
    assertThat(GoogleAddress.vertex(usual, false, new Project("p-1", "europe-west4", "")))
        .hasToString(
            "https://europe-west4-aiplatform.googleapis.com/v1/projects/p-1/locations/europe-west4"
                + "/publishers/google");
    assertThat(GoogleAddress.vertex(usual, false, new Project("p-1", "global", "v1beta1")))
        .hasToString(
            "https://aiplatform.googleapis.com/v1beta1/projects/p-1/locations/global"
                + "/publishers/google");
    assertThat(GoogleAddress.vertex(URI.create("http://own:9"), true, new Project("p", "eu", "")))
        .hasToString("http://own:9/v1/projects/p/locations/eu/publishers/google");
  }

  @Test
  void a_project_or_location_that_would_change_the_path_is_refused() {
    assertThatThrownBy(() -> new Project("p/../q", "eu", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Project("p", "eu.evil.example/", ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Project("p", "", "")).isInstanceOf(IllegalArgumentException.class);
  }
}
