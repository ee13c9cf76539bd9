package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StarterTest {
  @Test
  void the_starter_bundle_is_sound() throws BundleException {
    Rules rules = Rules.of(Bundle.starter(), RulesSettings.PLAIN);
    assertThat(rules.id()).hasSize(12);
    assertThat(rules.ids()).contains("public-anywhere", "fallback", "release-cleared");
  }
}
