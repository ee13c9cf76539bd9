package io.sluice.sim;

import io.sluice.SimulatedProcess;
import io.sluice.audit.EntryReader;
import io.sluice.limits.Books;
import io.sluice.limits.BudgetFold;
import io.sluice.model.Account;
import io.sluice.model.Bytes;
import io.sluice.model.Money;
import io.sluice.model.Principal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Money: what is set aside, charged and given back adds up, and pays what providers will bill. */
final class MoneyCheck {
  private final Oracle oracle;
  private BudgetFold fold = BudgetFold.empty();

  MoneyCheck(Oracle oracle) {
    this.oracle = oracle;
  }

  /** At any moment. */
  void anyTime(SimulatedProcess process) {
    Books all = process.budgets().totals();
    oracle.check(all.balanced(), "the books do not balance: " + all);
  }

  /** The books as the record alone tells them. */
  private void fold() {
    List<Bytes> entries = oracle.durable();
    while (fold.next() < entries.size()) {
      long next = fold.next();
      fold.fold(next, EntryReader.posting(entries.get((int) next)).orElse(null));
    }
  }

  /** Nothing is under way, and the record took everything. */
  void quiet(SimulatedProcess process, List<Principal> principals, Instant now) {
    fold();
    oracle.check(fold.open().isEmpty(), "exchanges are open in the record: " + fold.open());
    Books all = process.budgets().totals();
    oracle.check(all.open() == 0, "money is set aside for nobody: " + all);
    for (Principal principal : principals) {
      Books told = fold.accounts().getOrDefault(Account.of(principal, now), Books.NONE);
      Books kept = process.budgets().books(principal);
      oracle.check(told.equals(kept), "the record tells " + told + " and memory " + kept);
    }
    fold.accounts().forEach((account, books) -> limited(account, books, principals));
  }

  private void limited(Account account, Books books, List<Principal> principals) {
    if (lied().contains(account.holder().id())) {
      return;
    }
    for (Principal principal : principals) {
      Money budget = principal.allowance().budget();
      if (budget != null && principal.id().equals(account.holder().id())) {
        oracle.check(
            books.settled() + books.open() <= budget.micros(),
            "a budget of %d is overspent: %s".formatted(budget.micros(), books));
      }
    }
  }

  private Set<String> lied() {
    var all = new HashSet<String>();
    for (Case one : oracle.cases()) {
      if (one.sent.stream().anyMatch(spent -> !spent.honest())) {
        all.add(one.caller.asking().key());
      }
    }
    return all;
  }

  /** One exchange is closed: what was charged covers what will be billed, and is what was held. */
  void closed(Case one) {
    if (one.closing == null || one.decision == null) {
      return;
    }
    boolean budgeted = !one.decision.at("budget").at("earmarks").missing();
    long charged = one.closing.at("budget").integer("charged", -1);
    if (!budgeted || one.sent.stream().anyMatch(spent -> !spent.honest())) {
      return;
    }
    long bill = one.sent.stream().mapToLong(spent -> spent.bill().micros()).sum();
    long held = one.decision.at("budget").integer("bound", 0);
    for (var ruling : one.rulings) {
      held += ruling.at("budget").integer("more", 0);
    }
    oracle.check(
        charged >= bill,
        "%s is charged %d, its providers will bill %d: %s"
            .formatted(one.name(), charged, bill, one.told()));
    oracle.check(
        charged <= held,
        "%s is charged %d, held was %d: %s".formatted(one.name(), charged, held, one.told()));
    boolean swept = one.closing.text("entry", "").equals("outcome.unknown");
    oracle.check(
        swept || !one.sent.isEmpty() || charged == 0,
        one.name() + " is charged and nothing was sent");
  }
}
