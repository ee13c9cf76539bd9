package io.sluice.limits;

import io.sluice.model.Account;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Money;
import io.sluice.model.Plan;
import io.sluice.model.Principal;
import io.sluice.model.Reserved;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hard money budgets: what is settled or set aside in a period never exceeds the principal's
 * budget, whoever asks at the same time. Balances live in memory; the ledger is their journal, and
 * {@link BudgetFold} reads them from it at start.
 */
public final class Budgets {
  /** How long an account is kept after its period, for clocks that go back. */
  static final Duration LINGER = Duration.ofHours(1);

  private static final int SWEEP_EVERY = 1_024;

  private final BudgetSettings settings;
  private final Clock clock;
  private final ConcurrentHashMap<Account, Balance> balances = new ConcurrentHashMap<>();

  /** Budgets that start from what the ledger says; {@link BudgetFold#empty} for a new one. */
  public Budgets(BudgetSettings settings, Clock clock, BudgetFold past) {
    this.settings = settings;
    this.clock = clock;
    past.accounts().forEach((account, books) -> balance(account).restore(books));
  }

  /**
   * Sets the most aside that the exchange can cost. Where the caller set no output limit, as much
   * output as the budget affords, within the settings.
   *
   * @throws io.sluice.model.Stop BUDGET_EXCEEDED if the budget does not allow it, UNSUPPORTED if a
   *     budget applies and the price of a candidate is unknown
   */
  public Reservation reserve(Principal principal, Plan plan, Traits traits) {
    Money budget = principal.allowance().budget();
    if (budget == null || free(traits.call().operation())) {
      long limit = budget == null ? traits.size().maxOutputTokens() : 0;
      return new Reservation(new Reserved(null, Money.ZERO, limit), null, 0);
    }
    Account account = Account.of(principal, clock.now());
    Balance balance = balance(account);
    long limit = budget.micros();
    var bound = new Bound(plan, traits, settings);
    long output = bound.mostOutput();
    long micros = bound.micros(output);
    while (!balance.reserve(micros, limit)) {
      long left = balance.left(limit);
      if (bound.flexible()) {
        output = bound.affordable(left);
        micros = bound.micros(output);
      }
      if (micros > left) {
        throw refusal(account, budget, left, micros).stop();
      }
    }
    return new Reservation(new Reserved(account, new Money(micros), output), balance, limit);
  }

  /** The books of the principal's present period. */
  public Books books(Principal principal) {
    Balance balance = balances.get(Account.of(principal, clock.now()));
    return balance == null ? Books.NONE : balance.books();
  }

  /** What the principal may still spend in this period; the whole budget if it spent nothing. */
  public Money left(Principal principal) {
    Money budget = principal.allowance().budget();
    Books books = books(principal);
    return budget == null
        ? Money.ZERO
        : budget.minusOrZero(new Money(books.settled() + books.open()));
  }

  /** The books of all accounts that are kept: of present periods, and of the last hour's. */
  public Books totals() {
    var sum = Books.NONE;
    for (Balance balance : balances.values()) {
      sum = sum.plus(balance.books());
    }
    return sum;
  }

  private Balance balance(Account account) {
    Balance known = balances.get(account);
    if (known != null) {
      return known;
    }
    if (balances.size() % SWEEP_EVERY == SWEEP_EVERY - 1) {
      forgetEnded();
    }
    return balances.computeIfAbsent(account, ignored -> new Balance());
  }

  private void forgetEnded() {
    Instant ended = clock.now().minus(LINGER);
    balances
        .entrySet()
        .removeIf(
            entry ->
                entry.getKey().ends().map(end -> end.isBefore(ended)).orElse(false)
                    && entry.getValue().idle());
  }

  private Fault refusal(Account account, Money budget, long left, long most) {
    var message =
        "the budget of %s USD per %s has %s left; this call may cost up to %s"
            .formatted(
                budget.dollars(),
                account.period().name().toLowerCase(Locale.ROOT),
                new Money(left).dollars(),
                new Money(most).dollars());
    Fault fault = spent(message);
    return most > budget.micros()
        ? fault
        : account.ends().map(end -> fault.after(until(end))).orElse(fault);
  }

  private Duration until(Instant end) {
    Duration wait = Duration.between(clock.now(), end);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  static Fault spent(String message) {
    return Fault.of(Code.BUDGET_EXCEEDED, message);
  }

  /** True for what providers do not charge. */
  private static boolean free(Operation operation) {
    return operation == Operation.COUNT || operation == Operation.ERASE;
  }
}
