package io.sluice.limits;

import io.sluice.model.Account.Holder;
import io.sluice.model.Candidate;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Period;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A limit on how much may be asked for in a time.
 *
 * @param whom what each has for itself; null: everybody shares it
 */
public record RateRule(BudgetRule.@Nullable Whom whom, Where where, Most most) {
  /**
   * Which calls count.
   *
   * @param provider only those to this provider; empty: any
   * @param model only those to this model, by name or {@code provider/id}; empty: any
   */
  public record Where(String provider, String model) {
    /** All calls. */
    public static final Where ANYWHERE = new Where("", "");

    boolean counts(Candidate candidate) {
      boolean there = provider.isEmpty() || provider.equals(candidate.ref().provider());
      boolean that =
          model.isEmpty() || model.equals(candidate.name()) || model.equals(candidate.ref().text());
      return there && that;
    }
  }

  /**
   * So much in any stretch of time as long as the period.
   *
   * @param most 0: no limit
   */
  public record Pace(long most, Period period) {
    /** As much as anybody wants. */
    public static final Pace FREE = new Pace(0, Period.MINUTE);

    public Pace {
      if (most < 0 || period == Period.WEEK || period == Period.MONTH || period == Period.LIFE) {
        throw new IllegalArgumentException("a pace is per minute, hour or day, and not negative");
      }
    }
  }

  /**
   * What is limited.
   *
   * @param concurrent exchanges at the same time; 0: no limit
   */
  public record Most(Pace requests, Pace inputTokens, Pace outputTokens, int concurrent) {}

  /** Whose share of the rule {@code who} uses; empty: the rule is not about them. */
  Optional<Key> key(Principal who) {
    if (whom == null) {
      return Optional.of(new Key(this, "", ""));
    }
    return whom.holder(who).map(Holder::id).map(id -> new Key(this, who.tenant(), id));
  }

  /** One who has a share. */
  record Key(RateRule rule, String tenant, String holder) {}
}
