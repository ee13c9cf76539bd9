package io.sluice.limits;

import io.sluice.model.Account;
import io.sluice.model.Account.Scope;
import io.sluice.model.Candidate;
import io.sluice.model.Charge;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Money;
import io.sluice.model.Plan;
import io.sluice.model.Plan.Rejection;
import io.sluice.model.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds what of a plan the budgets afford: which candidates, and how much output. The first
 * candidate that is affordable at all says how much; what is dearer is passed over. Runs under the
 * lock of the {@link Budgets}.
 */
final class Fit {
  private final List<Purse> purses;
  private final Bound bound;
  private final Instant now;

  /** What is affordable, not yet set aside. */
  record Offer(Plan plan, List<Purse> purses, Bound bound, long output) {}

  Fit(List<Purse> purses, Bound bound, Instant now) {
    this.purses = purses;
    this.bound = bound;
    this.now = now;
  }

  /**
   * What the budgets afford.
   *
   * @throws io.sluice.model.Stop BUDGET_EXCEEDED, UNSUPPORTED
   */
  Offer offer(Plan plan) {
    List<Verdict> priced = plan.order().stream().filter(v -> priced(v.candidate())).toList();
    if (priced.isEmpty()) {
      throw unpriced(plan.order().getFirst().candidate()).stop();
    }
    long output = output(priced);
    var kept = priced.stream().filter(v -> affords(v.candidate(), output)).toList();
    return new Offer(narrowed(plan, kept), purses, bound, output);
  }

  /** The longest output that the first affordable candidate can be given. */
  private long output(List<Verdict> priced) {
    for (Verdict verdict : priced) {
      if (affords(verdict.candidate(), bound.mostOutput())) {
        return bound.mostOutput();
      }
    }
    for (Verdict verdict : priced) {
      if (affords(verdict.candidate(), bound.leastOutput())) {
        return longest(verdict.candidate());
      }
    }
    throw refusal(priced.getFirst().candidate()).stop();
  }

  private long longest(Candidate candidate) {
    long low = bound.leastOutput();
    long high = bound.mostOutput();
    while (low < high) {
      long middle = low + (high - low + 1) / 2;
      if (affords(candidate, middle)) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private boolean affords(Candidate candidate, long output) {
    return lacking(candidate, bound.most(candidate, output)).isEmpty();
  }

  /** The budgets that do not pay for {@code most}. */
  private List<Purse> lacking(Candidate candidate, Charge most) {
    List<Purse> lacking = List.of();
    for (Purse purse : purses) {
      if (purse.counts(candidate) && purse.amount(most) > purse.left()) {
        lacking = lacking.isEmpty() ? new ArrayList<>() : lacking;
        lacking.add(purse);
      }
    }
    return lacking;
  }

  private boolean priced(Candidate candidate) {
    return candidate.price() != null
        || purses.stream().noneMatch(purse -> purse.dollars() && purse.counts(candidate));
  }

  private Plan narrowed(Plan plan, List<Verdict> kept) {
    if (kept.size() == plan.order().size()) {
      return plan;
    }
    var rejections = new ArrayList<>(plan.rejections());
    for (Verdict verdict : plan.order()) {
      if (!kept.contains(verdict)) {
        boolean known = priced(verdict.candidate());
        rejections.add(
            new Rejection(
                verdict.candidate(),
                known
                    ? "is more than the budget affords"
                    : "has no known price, and a budget is in force"));
      }
    }
    return plan.with(kept, rejections);
  }

  private Fault refusal(Candidate candidate) {
    Charge least = bound.most(candidate, bound.leastOutput());
    List<Purse> lacking = lacking(candidate, least);
    Fault fault = spent(message(lacking.getFirst(), least));
    Duration wait = Duration.ZERO;
    for (Purse purse : lacking) {
      Duration until = until(purse, purse.amount(least));
      if (until == null) {
        return fault;
      }
      wait = until.compareTo(wait) > 0 ? until : wait;
    }
    return fault.after(wait);
  }

  /** When the budget is renewed; null: never, or that would not help. */
  private @Nullable Duration until(Purse purse, long amount) {
    if (amount > purse.terms().limit()) {
      return null;
    }
    return purse
        .account()
        .ends()
        .map(end -> Duration.between(now, end))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .orElse(null);
  }

  /** A caller is told figures of what is its own. */
  private static String message(Purse purse, Charge least) {
    Account account = purse.account();
    Scope scope = account.holder().scope();
    boolean own = scope == Scope.PRINCIPAL || scope == Scope.SESSION;
    String model = account.measure().model();
    return "the budget of %s per %s%s%s has %s; this call may cost up to %s"
        .formatted(
            shown(purse, purse.terms().limit()),
            account.period().name().toLowerCase(Locale.ROOT),
            scope == Scope.PRINCIPAL ? "" : " of the " + scope.name().toLowerCase(Locale.ROOT),
            model.isEmpty() ? "" : " for " + model,
            own ? shown(purse, purse.left()) + " left" : "too little left",
            shown(purse, purse.amount(least)));
  }

  private static String shown(Purse purse, long amount) {
    return purse.dollars() ? new Money(amount).dollars() + " USD" : amount + " tokens";
  }

  static Fault spent(String message) {
    return Fault.of(Code.BUDGET_EXCEEDED, message);
  }

  private static Fault unpriced(Candidate candidate) {
    var message =
        "the price of '%s' is unknown, and a budget is in force".formatted(candidate.name());
    return Fault.of(Code.UNSUPPORTED, message).naming(List.of(candidate.name()));
  }
}
