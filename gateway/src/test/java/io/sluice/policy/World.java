package io.sluice.policy;

import io.sluice.model.Abilities;
import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Categories;
import io.sluice.model.Exposure;
import io.sluice.model.Exposure.Found;
import io.sluice.model.Facts;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Losses;
import io.sluice.model.Principal;
import io.sluice.model.Profile;
import io.sluice.model.Profile.Diligence;
import io.sluice.model.Profile.Review;
import io.sluice.model.Profile.Standing;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import io.sluice.model.Target;
import io.sluice.model.Traits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Facts and models for tests, stated or drawn from a seed. */
final class World {
  static final Label INTERNAL = new Label(Integrity.USER, Level.INTERNAL, Categories.NONE);
  static final Found CARD = found("card", Level.CONFIDENTIAL, "pci");
  static final Found EMAIL = found("email", Level.PUBLIC, "pii");
  static final Found KEY = found("credential", Level.RESTRICTED, "secret");

  private static final List<String> WORDS = List.of("pii", "pci", "secret", "phi", "source");

  private World() {}

  static Found found(String type, Level level, String... categories) {
    return new Found(type, new Label(Integrity.OPERATOR, level, Categories.of(categories)), 1);
  }

  static Principal principal(String id) {
    return new Principal(
        "acme",
        id,
        new Principal.Affiliation("web", "shop", List.of("analyst")),
        new Principal.Grants(Level.INTERNAL, null, Integrity.USER, List.of()),
        Principal.Allowance.NONE,
        Principal.Delegation.NONE);
  }

  static Facts facts(Label base, Found... found) {
    return facts(new Exposure(base, List.of(found)), List.of(), 100);
  }

  static Facts facts(Exposure exposure, List<String> terms, long bytes) {
    var call = new Traits.Call("openai", Traits.Operation.CHAT, "auto", false);
    var size = new Traits.Size(bytes, 0, 0);
    var traits = new Traits(call, List.of(), List.of("search"), size, terms);
    return new Facts(
        principal("k1"),
        traits,
        exposure,
        "",
        Instant.ofEpochSecond(bytes),
        List.of(),
        Losses.UNKNOWN);
  }

  static Candidate model(String provider, Zone zone, Level clearance, Training training) {
    var review = new Review(Standing.VALID, "j.doe", Instant.EPOCH, Instant.MAX);
    return model(
        provider, new Profile(zone, "US", 30, training, clearance, review, Diligence.NONE));
  }

  static Candidate model(String provider, Profile profile) {
    var ref = new ModelRef(provider, "m");
    return new Candidate(ref, ref.text(), "openai", profile, null, Abilities.UNKNOWN);
  }

  static Target target(Candidate... candidates) {
    return new Target("auto", false, List.of(candidates));
  }

  static Exposure anyExposure(Random random) {
    var base =
        new Label(one(random, Integrity.values()), one(random, Level.values()), some(random, 5));
    var found = new ArrayList<Found>();
    for (int i = random.nextInt(4); i > 0; i--) {
      var label = new Label(Integrity.OPERATOR, one(random, Level.values()), some(random, 2));
      found.add(new Found("t" + i, label, 1 + random.nextInt(3)));
    }
    return new Exposure(base, found);
  }

  static Facts anyFacts(Random random) {
    List<String> terms = random.nextInt(3) == 0 ? List.of("store") : List.of();
    return facts(anyExposure(random), terms, random.nextInt(1_000_000));
  }

  static Target anyTarget(Random random) {
    var candidates = new ArrayList<Candidate>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      var review = new Review(one(random, Standing.values()), "", Instant.EPOCH, Instant.MAX);
      var profile =
          new Profile(
              one(random, Zone.values()),
              random.nextBoolean() ? "US" : "",
              random.nextInt(4) * 30 - 1,
              one(random, Training.values()),
              one(random, Level.values()),
              review,
              Diligence.NONE);
      candidates.add(model("p" + i, profile));
    }
    return new Target("auto", false, candidates);
  }

  private static Categories some(Random random, int rarity) {
    var names = new ArrayList<String>();
    for (String word : WORDS) {
      if (random.nextInt(rarity) == 0) {
        names.add(word);
      }
    }
    return Categories.of(names);
  }

  private static <T> T one(Random random, T[] all) {
    return all[random.nextInt(all.length)];
  }
}
