package io.sluice.model;

import io.sluice.model.Candidate.ModelRef;
import io.sluice.model.Principal.Affiliation;
import io.sluice.model.Principal.Allowance;
import io.sluice.model.Principal.Delegation;
import io.sluice.model.Principal.Grants;
import io.sluice.model.Principal.Period;
import io.sluice.model.Profile.Diligence;
import io.sluice.model.Profile.Review;
import io.sluice.model.Profile.Standing;
import io.sluice.model.Profile.Training;
import io.sluice.model.Profile.Zone;
import io.sluice.model.Traits.Call;
import io.sluice.model.Traits.Operation;
import io.sluice.model.Traits.Size;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nouns for tests, each valid and plain. */
public final class Example {
  /** A moment in the middle of a minute, an hour, a day, a week and a month. */
  public static final Instant NOON = Instant.parse("2026-11-18T12:30:30.123456Z");

  private static final Grants GRANTS = new Grants(Level.INTERNAL, null, Integrity.USER, List.of());

  private Example() {}

  /** So many micro-dollars per token, in and out. */
  public static Price price(long input, long output) {
    return new Price(
        BigDecimal.valueOf(input), BigDecimal.valueOf(output), BigDecimal.ZERO, BigDecimal.ZERO);
  }

  /** A model of that name with that price. */
  public static Candidate candidate(String name, @Nullable Price price, String... capabilities) {
    var review = new Review(Standing.VALID, "j.doe", NOON, NOON.plusSeconds(86_400));
    var profile =
        new Profile(Zone.EXTERNAL, "US", 30, Training.NO, Level.INTERNAL, review, Diligence.NONE);
    return new Candidate(
        new ModelRef("p-" + name, name),
        name,
        "openai",
        profile,
        price,
        new Abilities(List.of(capabilities), 0, 0, List.of(), false));
  }

  /** Leave for all of them, in that order. */
  public static Permit permit(Candidate... candidates) {
    var verdicts = new ArrayList<Verdict>();
    for (Candidate candidate : candidates) {
      verdicts.add(Verdict.yes(candidate, Categories.of("pii"), List.of("start.1")));
    }
    return new Permit(new Target("auto", false, List.of(candidates)), verdicts);
  }

  /** A plan that tries all of them, in that order. */
  public static Plan plan(Candidate... candidates) {
    Permit permit = permit(candidates);
    return new Plan(permit, permit.verdicts(), List.of());
  }

  /** A principal with that budget; null: none. */
  public static Principal principal(@Nullable Money budget, Period period) {
    return principal(new Allowance(budget, period, 0));
  }

  /** A principal with that allowance. */
  public static Principal principal(Allowance allowance) {
    return new Principal(
        "acme",
        "k1",
        new Affiliation("search", "bot", List.of("analyst")),
        GRANTS,
        allowance,
        Delegation.NONE);
  }

  /** A chat request with so many bytes of text and that output limit; 0: none. */
  public static Traits chat(long textBytes, long maxOutputTokens) {
    return new Traits(
        new Call("openai", Operation.CHAT, "auto", false),
        List.of(),
        List.of(),
        new Size(textBytes, 0, maxOutputTokens),
        List.of());
  }

  /** Facts of that principal and request. */
  public static Facts facts(Principal principal, Traits traits) {
    var label = new Label(Integrity.USER, Level.INTERNAL, Categories.NONE);
    return new Facts(
        principal,
        traits,
        new Exposure(label, List.of()),
        "support",
        NOON,
        List.of(),
        Losses.UNKNOWN);
  }
}
