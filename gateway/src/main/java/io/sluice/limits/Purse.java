package io.sluice.limits;

import io.sluice.model.Account;
import io.sluice.model.Account.Unit;
import io.sluice.model.Candidate;
import io.sluice.model.Charge;
import java.util.List;

/** One budget that an exchange draws on. Guarded by the lock of its {@link Budgets}. */
record Purse(Account account, Balance balance, BudgetRule.Terms terms) {
  /** What may still be set aside; a soft budget never refuses. */
  long left() {
    return terms.hard() ? balance.left(terms.limit()) : Long.MAX_VALUE;
  }

  boolean counts(Candidate candidate) {
    return account.measure().counts(candidate);
  }

  boolean dollars() {
    return account.measure().unit() == Unit.MICRO_DOLLARS;
  }

  /** What {@code charges} come to here. */
  long amount(List<Charge> charges) {
    long sum = 0;
    for (Charge charge : charges) {
      if (counts(charge.candidate())) {
        sum = Math.addExact(sum, amount(charge));
      }
    }
    return sum;
  }

  long amount(Charge charge) {
    return dollars() ? charge.cost().micros() : charge.tokens();
  }
}
