package io.sluice.sim;

import io.sluice.pipeline.Snapshot;
import io.sluice.policy.Bundle;
import io.sluice.policy.BundleException;
import io.sluice.policy.Rules;
import io.sluice.policy.RulesSettings;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Rules that remember nothing of what the gateway decided: for deciding a second time. */
final class Rulebooks {
  private static final ConcurrentHashMap<String, Rules> FRESH = new ConcurrentHashMap<>();

  private Rulebooks() {}

  static Rules fresh(Snapshot snapshot) {
    return FRESH.computeIfAbsent(snapshot.ids().snapshot(), _ -> rules(snapshot));
  }

  private static Rules rules(Snapshot snapshot) {
    try {
      var known =
          new RulesSettings.Known(
              Set.of("cheap", "cloud", "claude", "own"),
              Set.copyOf(snapshot.registry().modelNames()));
      var settings =
          new RulesSettings(
              known,
              Set.copyOf(snapshot.labels().settings().categories()),
              Set.of(),
              RulesSettings.MEMO_ENTRIES);
      return Rules.of(Bundle.starter(), settings);
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
  }
}
