package io.sluice.limits;

import io.sluice.model.Candidate;
import io.sluice.model.Charge;
import io.sluice.model.Earmark;
import io.sluice.model.Money;
import io.sluice.model.Plan;
import io.sluice.model.Reserved;
import io.sluice.model.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is set aside for one exchange, on every budget that applies. Closed unsettled: nothing was
 * sent, so all of it is free again; else the upper bound is charged. Thread-safe.
 */
public final class Reservation implements AutoCloseable {
  private final Plan plan;
  private final Reserved reserved;
  private final List<Purse> purses;
  private final @Nullable Bound bound;
  private final Object lock;
  private final List<Notice> notices = new ArrayList<>(0);
  private int attempts = 1;
  private boolean sent;
  private @Nullable Money charged;
  private List<Long> charges = List.of();

  private Reservation(Plan plan, Reserved reserved, Fit.@Nullable Offer offer, Object lock) {
    this.plan = plan;
    this.reserved = reserved;
    this.purses = offer == null ? List.of() : offer.purses();
    this.bound = offer == null ? null : offer.bound();
    this.lock = lock;
  }

  /** Where no budget applies. */
  static Reservation none(Plan plan, long outputTokens) {
    var nothing = new Reserved(List.of(), Money.ZERO, outputTokens);
    return new Reservation(plan, nothing, null, new Object());
  }

  /** Sets aside what is offered; to be called under {@code lock}. */
  static Reservation of(Fit.Offer offer, Object lock) {
    var earmarks = new ArrayList<Earmark>(offer.purses().size());
    Money most = Money.ZERO;
    for (Verdict verdict : offer.plan().order()) {
      most = most.max(offer.bound().most(verdict.candidate(), offer.output()).cost());
    }
    boolean dollars = false;
    for (Purse purse : offer.purses()) {
      long amount = most(offer, purse);
      purse.balance().reserve(amount);
      earmarks.add(new Earmark(purse.account(), amount));
      dollars |= purse.dollars();
    }
    var reserved = new Reserved(earmarks, dollars ? most : Money.ZERO, offer.output());
    return new Reservation(offer.plan(), reserved, offer, lock);
  }

  private static long most(Fit.Offer offer, Purse purse) {
    long most = 0;
    for (Verdict verdict : offer.plan().order()) {
      if (purse.counts(verdict.candidate())) {
        var charge = offer.bound().most(verdict.candidate(), offer.output());
        most = Math.max(most, purse.amount(charge));
      }
    }
    return most;
  }

  /** The plan without what no budget affords. */
  public Plan plan() {
    return plan;
  }

  /** What the decision entry says of it. */
  public Reserved reserved() {
    return reserved;
  }

  /**
   * The output limit the reservation relies on: to be set upstream where the caller set none, and
   * recorded. 0: no limit is needed.
   */
  public long outputTokens() {
    return reserved.outputTokens();
  }

  /** The most an attempt at {@code candidate} can come to; nothing where no budget applies. */
  public Charge most(Candidate candidate) {
    return bound == null
        ? new Charge(candidate, Money.ZERO, 0)
        : bound.most(candidate, reserved.outputTokens());
  }

  /** Says that something is about to leave for a provider. */
  public void sent() {
    synchronized (lock) {
      sent = true;
    }
  }

  /** True if a budget applies that refuses what would go beyond it. */
  public boolean hard() {
    return purses.stream().anyMatch(purse -> purse.terms().hard());
  }

  /** True if a budget applies, so that a further attempt sets as much aside as the first. */
  public boolean budgeted() {
    return !purses.isEmpty();
  }

  /**
   * Sets the bound of one more attempt aside, since the one before may be billed as well.
   *
   * @return what was added in dollars, to be recorded before the attempt; nothing where no budget
   *     in dollars applies
   * @throws io.sluice.model.Stop BUDGET_EXCEEDED if it is not affordable
   */
  public Money again() {
    synchronized (lock) {
      if (charged != null) {
        throw new IllegalStateException("the reservation is settled");
      }
      for (int i = 0; i < purses.size(); i++) {
        if (reserved.earmarks().get(i).amount() > purses.get(i).left()) {
          throw Fit.spent("one more attempt is beyond the budget").stop();
        }
      }
      for (int i = 0; i < purses.size(); i++) {
        purses.get(i).balance().reserve(reserved.earmarks().get(i).amount());
      }
      attempts++;
      return reserved.bound();
    }
  }

  /**
   * Charges what the exchange really used, of all its attempts; the rest is free again.
   *
   * @throws IllegalStateException if it was settled or closed before
   */
  public void settle(List<Charge> used) {
    synchronized (lock) {
      if (charged != null) {
        throw new IllegalStateException("a reservation is settled once");
      }
      Money sum = Money.ZERO;
      for (Charge charge : used) {
        sum = sum.plus(charge.cost());
      }
      var amounts = new ArrayList<Long>(purses.size());
      for (Purse purse : purses) {
        amounts.add(purse.amount(used));
      }
      end(sum, amounts);
    }
  }

  /** What was charged in dollars: for the closing entry. Nothing until it is settled or closed. */
  public Money charged() {
    synchronized (lock) {
      return charged == null ? Money.ZERO : charged;
    }
  }

  /** What each account was charged, in the order of the earmarks. */
  public List<Long> charges() {
    synchronized (lock) {
      return charges;
    }
  }

  /** What operators are to be told of it once it is settled. */
  public List<Notice> notices() {
    synchronized (lock) {
      return List.copyOf(notices);
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      if (charged == null) {
        var amounts = new ArrayList<Long>(purses.size());
        for (Earmark earmark : reserved.earmarks()) {
          amounts.add(sent ? earmark.amount() * attempts : 0L);
        }
        end(sent ? new Money(reserved.bound().micros() * attempts) : Money.ZERO, amounts);
      }
    }
  }

  private void end(Money sum, List<Long> amounts) {
    charged = sum;
    charges = List.copyOf(amounts);
    for (int i = 0; i < purses.size(); i++) {
      Purse purse = purses.get(i);
      long held = reserved.earmarks().get(i).amount() * attempts;
      long before = purse.balance().settled();
      purse.balance().settle(held, amounts.get(i));
      tell(purse, before, amounts.get(i) - held);
    }
  }

  private void tell(Purse purse, long before, long beyond) {
    long limit = purse.terms().limit();
    long after = purse.balance().settled();
    purse
        .terms()
        .reached(before, after)
        .forEach(
            percent ->
                notices.add(new Notice(Notice.Kind.ALERT, purse.account(), limit, percent, after)));
    if (beyond > 0 && purse.terms().hard()) {
      notices.add(new Notice(Notice.Kind.OVERRUN, purse.account(), limit, 0, beyond));
    }
  }
}
