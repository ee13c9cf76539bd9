package io.sluice.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StarterTest {
  @Test
  void the_starter_bundle_is_sound() throws BundleException {
    Rules rules = Rules.of(Bundle.starter(), RulesSettings.PLAIN);
    assertThat(rules.id()).hasSize(12);
    assertThat(rules.hash()).hasSize(64).startsWith(rules.id());
    assertThat(rules.ids()).contains("public-anywhere", "fallback", "release-cleared");
  }

  @Test
  void the_starter_bundle_passes_its_own_tests() throws BundleException {
    var results = PolicyTests.run(Bundle.starter(), RulesSettings.PLAIN);
    assertThat(results).hasSizeGreaterThan(45);
    assertThat(results)
        .filteredOn(result -> !result.passed())
        .extracting(PolicyTests.Result::text)
        .isEmpty();
  }
}
