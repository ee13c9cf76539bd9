package io.sluice.limits;

import io.sluice.model.Account;
import io.sluice.model.Account.Holder;
import io.sluice.model.Account.Measure;
import io.sluice.model.Account.Scope;
import io.sluice.model.Principal;
import io.sluice.model.Principal.Period;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A budget that configuration gives to each holder of a kind, or to one of them.
 *
 * @param whom whose it is; every holder that matches has one of its own
 */
public record BudgetRule(Whom whom, Measure measure, Period period, Terms terms) {
  /**
   * Whose budget it is.
   *
   * @param scope what each has one for itself
   * @param tenant only within this tenant; empty: each tenant
   * @param team only within this team; empty: each
   * @param principal only this caller key, by its id; empty: each
   */
  public record Whom(Scope scope, String tenant, String team, String principal) {
    /** Who of this kind {@code who} is, or belongs to; empty: nobody the rule is about. */
    public Optional<Holder> holder(Principal who) {
      boolean meant =
          (tenant.isEmpty() || tenant.equals(who.tenant()))
              && (team.isEmpty() || team.equals(who.affiliation().team()))
              && (principal.isEmpty() || principal.equals(who.id()));
      String id = meant ? id(who) : "";
      return id.isEmpty() ? Optional.empty() : Optional.of(new Holder(scope, id));
    }

    private String id(Principal who) {
      String session = who.delegation().session();
      return switch (scope) {
        case TENANT -> who.tenant();
        case TEAM -> who.affiliation().team();
        case PRINCIPAL -> who.id();
        case SESSION -> session.isEmpty() ? "" : who.id() + "/" + session;
      };
    }
  }

  /**
   * How much it is, and how strictly.
   *
   * @param limit in the unit that is measured
   * @param hard true: what would go beyond is refused; false: it is only told
   * @param alerts at which percentages of the limit it is told; ascending
   */
  public record Terms(long limit, boolean hard, List<Integer> alerts) {
    /** Where nobody asked to be told earlier, it is told at four fifths and when it is used up. */
    public static final List<Integer> USUAL_ALERTS = List.of(80, 100);

    public Terms {
      alerts = alerts.stream().sorted().toList();
      if (limit < 0 || alerts.stream().anyMatch(percent -> percent < 1 || percent > 1_000)) {
        throw new IllegalArgumentException(
            "a limit is not negative, an alert is 1 to 1000 percent");
      }
    }

    /** The alerts that are reached when spending goes from {@code before} to {@code after}. */
    IntStream reached(long before, long after) {
      return alerts.stream()
          .mapToInt(Integer::intValue)
          .filter(percent -> below(before, percent) && !below(after, percent));
    }

    private boolean below(long spent, int percent) {
      return (double) spent < (double) limit / 100.0 * percent;
    }
  }

  /** The account of the rule for {@code who}, in no period yet; empty: it is not about them. */
  Optional<Account> account(Principal who) {
    return whom.holder(who).map(holder -> new Account(who.tenant(), holder, measure, period, 0));
  }
}
