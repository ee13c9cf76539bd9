package io.sluice.bench;

import io.sluice.model.Abilities;
import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Categories;
import io.sluice.model.Clock;
import io.sluice.model.Exposure;
import io.sluice.model.Facts;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Losses;
import io.sluice.model.Price;
import io.sluice.model.Principal;
import io.sluice.model.Profile;
import io.sluice.model.Traits;
import io.sluice.policy.Bundle;
import io.sluice.policy.BundleException;
import io.sluice.policy.Rules;
import io.sluice.policy.RulesSettings;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What decisions are measured on: who asks, at what moment, under which rules, for which models.
 */
final class Scene {
  static final Instant NOW = Instant.parse("2026-11-18T12:30:30Z");

  /** One moment that lasts, while time runs on. */
  static final Clock CLOCK =
      new Clock() {
        @Override
        public Instant now() {
          return NOW;
        }

        @Override
        public long nanos() {
          return System.nanoTime();
        }
      };

  private Scene() {}

  static Rules starter() {
    return rules(Bundle.starter());
  }

  static Rules rules(Bundle bundle) {
    try {
      return Rules.of(bundle, RulesSettings.PLAIN);
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Internal content of a caller whose key is {@code key}. */
  static Facts facts(String key, Principal.Allowance allowance, Traits traits) {
    var label = new Label(Integrity.USER, Level.INTERNAL, Categories.NONE);
    var principal =
        new Principal(
            "default",
            key,
            new Principal.Affiliation("team", "app", List.of()),
            new Principal.Grants(Level.INTERNAL, null, Integrity.USER, List.of()),
            allowance,
            Principal.Delegation.NONE);
    return new Facts(
        principal,
        traits,
        new Exposure(label, List.of()),
        "",
        NOW,
        List.of(),
        Losses.known(Map.of()));
  }

  /** A reviewed external model at {@code dollars} a million tokens in, ten times that out. */
  static Candidate candidate(ModelRef ref, String name, long dollars) {
    var review = new Profile.Review(Profile.Standing.VALID, "bench", NOW, NOW.plusSeconds(86_400));
    var profile =
        new Profile(
            Profile.Zone.EXTERNAL,
            "US",
            0,
            Profile.Training.NO,
            Level.INTERNAL,
            review,
            Profile.Diligence.NONE);
    BigDecimal in = BigDecimal.valueOf(dollars);
    var price = new Price(in, in.multiply(BigDecimal.TEN), in, in);
    var abilities = new Abilities(List.of(), 128_000, 0, List.of(), false);
    return new Candidate(ref, name, "openai", profile, price, abilities);
  }
}
