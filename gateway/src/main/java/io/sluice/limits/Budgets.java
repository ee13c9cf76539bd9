package io.sluice.limits;

import io.sluice.model.Account;
import io.sluice.model.Clock;
import io.sluice.model.Code;
import io.sluice.model.Fault;
import io.sluice.model.Money;
import io.sluice.model.Plan;
import io.sluice.model.Principal;
import io.sluice.model.Traits;
import io.sluice.model.Traits.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Budgets in money and tokens: what is settled or set aside in a period never exceeds any hard
 * budget that applies, whoever asks at the same time. An exchange is set aside on all of them at
 * once or on none. Balances live in memory; the ledger is their journal, and {@link BudgetFold}
 * reads them from it at start.
 */
public final class Budgets {
  /** How long an account is kept after its period, for clocks that go back. */
  static final Duration LINGER = Duration.ofHours(1);

  /** Sessions are named by callers: beyond so many accounts a new one is not opened. */
  private static final int MOST_ACCOUNTS = 1_000_000;

  private static final int SWEEP_EVERY = 1_024;

  private final BudgetSettings settings;
  private final Clock clock;
  private final Map<Account, Balance> balances = new HashMap<>();
  private final Object lock = new Object();

  /** Budgets that start from what the ledger says; {@link BudgetFold#empty} for a new one. */
  public Budgets(BudgetSettings settings, Clock clock, BudgetFold past) {
    this.settings = settings;
    this.clock = clock;
    synchronized (lock) {
      past.accounts().forEach((account, books) -> balance(account).restore(books));
    }
  }

  /**
   * Sets the most aside that the exchange can use, on every budget that applies. Where the caller
   * set no output limit, as much output as the budgets afford, within the settings. Candidates that
   * no budget affords are passed over in the reservation's plan.
   *
   * @throws io.sluice.model.Stop BUDGET_EXCEEDED if no candidate is affordable, UNSUPPORTED if a
   *     budget in dollars applies and the price of every candidate is unknown
   */
  public Reservation reserve(
      Principal principal, Plan plan, Traits traits, List<BudgetRule> rules) {
    Money own = principal.allowance().budget();
    boolean free = free(traits.call().operation());
    if (free || (own == null && rules.isEmpty())) {
      return Reservation.none(plan, free ? 0 : traits.size().maxOutputTokens());
    }
    synchronized (lock) {
      List<Purse> purses = purses(principal, rules);
      if (purses.isEmpty()) {
        return Reservation.none(plan, traits.size().maxOutputTokens());
      }
      var fit = new Fit(purses, new Bound(traits, settings), clock.now());
      return Reservation.of(fit.offer(plan), lock);
    }
  }

  /** The same where configuration sets no budget. */
  public Reservation reserve(Principal principal, Plan plan, Traits traits) {
    return reserve(principal, plan, traits, List.of());
  }

  /** All budgets that apply; of two on one account the stricter. */
  private List<Purse> purses(Principal principal, List<BudgetRule> rules) {
    Instant now = clock.now();
    var purses = new ArrayList<Purse>(4);
    Money own = principal.allowance().budget();
    if (own != null) {
      var terms = new BudgetRule.Terms(own.micros(), true, BudgetRule.Terms.USUAL_ALERTS);
      Account account = Account.of(principal, now);
      purses.add(new Purse(account, balance(account), terms));
    }
    for (BudgetRule rule : rules) {
      rule.account(principal)
          .map(account -> account.at(now))
          .map(account -> new Purse(account, balance(account), rule.terms()))
          .ifPresent(purse -> add(purses, purse));
    }
    return purses;
  }

  private static void add(List<Purse> purses, Purse purse) {
    for (int i = 0; i < purses.size(); i++) {
      if (purses.get(i).account().equals(purse.account())) {
        if (stricter(purse.terms(), purses.get(i).terms())) {
          purses.set(i, purse);
        }
        return;
      }
    }
    purses.add(purse);
  }

  private static boolean stricter(BudgetRule.Terms one, BudgetRule.Terms other) {
    return one.hard() == other.hard() ? one.limit() < other.limit() : one.hard();
  }

  /** The books of the principal's present period. */
  public Books books(Principal principal) {
    return books(Account.of(principal, clock.now()));
  }

  /** The books of an account. */
  public Books books(Account account) {
    synchronized (lock) {
      Balance balance = balances.get(account);
      return balance == null ? Books.NONE : balance.books();
    }
  }

  /** What the principal may still spend of its own budget; all of it if it spent nothing. */
  public Money left(Principal principal) {
    Money budget = principal.allowance().budget();
    Books books = books(principal);
    return budget == null
        ? Money.ZERO
        : budget.minusOrZero(new Money(books.settled() + books.open()));
  }

  /** The books of all accounts that are kept: of present periods, and of the last hour's. */
  public Books totals() {
    synchronized (lock) {
      var sum = Books.NONE;
      for (Balance balance : balances.values()) {
        sum = sum.plus(balance.books());
      }
      return sum;
    }
  }

  /** The accounts that are kept, and their books. */
  public Map<Account, Books> accounts() {
    synchronized (lock) {
      var all = new HashMap<Account, Books>(balances.size() * 2);
      balances.forEach((account, balance) -> all.put(account, balance.books()));
      return all;
    }
  }

  private Balance balance(Account account) {
    @Nullable Balance known = balances.get(account);
    if (known != null) {
      return known;
    }
    if (balances.size() % SWEEP_EVERY == SWEEP_EVERY - 1) {
      forgetEnded();
    }
    if (balances.size() >= MOST_ACCOUNTS && account.holder().scope() == Account.Scope.SESSION) {
      throw Fault.of(Code.RATE_LIMITED, "more sessions than books can be kept of").stop();
    }
    var fresh = new Balance();
    balances.put(account, fresh);
    return fresh;
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

  /** True for what providers do not charge. */
  private static boolean free(Operation operation) {
    return operation == Operation.COUNT || operation == Operation.ERASE;
  }
}
