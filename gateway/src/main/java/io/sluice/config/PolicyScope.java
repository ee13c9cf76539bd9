package io.sluice.config;

import io.sluice.policy.RulesSettings;
import io.sluice.registry.ProviderSetting;
import io.sluice.registry.Registry;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What a policy may speak of: the names, categories and jurisdictions of one configuration. */
public final class PolicyScope {
  private PolicyScope() {}

  /** Of {@code config}, with the inventory that it makes. */
  public static RulesSettings of(Config config, Registry registry) {
    var providers =
        registry.providers().stream().map(ProviderSetting::name).collect(Collectors.toSet());
    return new RulesSettings(
        new RulesSettings.Known(
            providers, Set.copyOf(registry.modelNames()), jurisdictions(config, registry)),
        Set.copyOf(config.flow().categories()),
        config.rules().jurisdictions(),
        RulesSettings.MEMO_ENTRIES,
        config.labelling().content().all());
  }

  /** Those that are accepted, or stated of a model. */
  private static Set<String> jurisdictions(Config config, Registry registry) {
    var all = new HashSet<>(config.rules().jurisdictions());
    registry.models().forEach(model -> all.add(model.profile().jurisdiction()));
    return all;
  }
}
