package io.sluice.policy;

import io.sluice.model.Abilities;
import io.sluice.model.Candidate;
import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Categories;
import io.sluice.model.Exposure;
import io.sluice.model.Facts;
import io.sluice.model.Integrity;
import io.sluice.model.Label;
import io.sluice.model.Level;
import io.sluice.model.Losses;
import io.sluice.model.Principal;
import io.sluice.model.Profile;
import io.sluice.model.Profile.Zone;
import io.sluice.model.Traits;
import io.sluice.policy.Engine.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks a bundle what anybody may ask, before it is used: content of every level to models of every
 * zone. A rule that fails even there would deny everything, and is better found now.
 */
record Rehearsal(Entities entities, Asked engine) {
  private static final String NOBODY = "nobody";

  /** The ids of the rules that fail. */
  Set<String> failing(Sight sight) {
    var failing = new TreeSet<String>();
    for (Level level : Level.values()) {
      var label = new Label(Integrity.USER, level, Categories.NONE);
      for (Zone zone : Zone.values()) {
        Candidate model = model(zone);
        ask(Action.INVOKE_MODEL, label, new Thing.Model(model, null), failing);
        if (sight.declares(Action.MASK)) {
          ask(Action.MASK, label, new Thing.Model(model, null), failing);
        }
        ask(Action.FALLBACK, label, new Thing.Model(model, model), failing);
      }
      ask(Action.RELEASE_OUTPUT, label, new Thing.Audience(Level.PUBLIC), failing);
    }
    return failing;
  }

  private void ask(Action action, Label label, Thing thing, Set<String> failing) {
    var view = new View(facts(label), label, Categories.NONE, thing, Set.of(), false);
    Outcome outcome = engine.ask(entities, action, view);
    if (outcome.failed()) {
      failing.addAll(outcome.rules());
    }
  }

  private static Candidate model(Zone zone) {
    var none = new Profile.Review(Profile.Standing.MISSING, "", null, null);
    var profile =
        new Profile(
            zone, "", -1, Profile.Training.UNKNOWN, Level.PUBLIC, none, Profile.Diligence.NONE);
    var ref = new ModelRef(NOBODY, NOBODY);
    return new Candidate(ref, ref.text(), "openai", profile, null, Abilities.UNKNOWN);
  }

  private static Facts facts(Label label) {
    var call = new Traits.Call("openai", Traits.Operation.CHAT, NOBODY, false);
    var traits = new Traits(call, List.of(), List.of(), new Traits.Size(0, 0, 0), List.of());
    var principal =
        new Principal(
            "default",
            NOBODY,
            new Principal.Affiliation("", "", List.of()),
            new Principal.Grants(Level.PUBLIC, null, Integrity.USER, List.of()),
            Principal.Allowance.NONE,
            Principal.Delegation.NONE);
    return new Facts(
        principal,
        traits,
        new Exposure(label, List.of()),
        "",
        Instant.EPOCH,
        List.of(),
        Losses.UNKNOWN);
  }
}
