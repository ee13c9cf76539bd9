package io.sluice.limits;

import io.sluice.model.Money;
import io.sluice.model.Reserved;
import org.jspecify.annotations.Nullable;

/**
 * Money set aside for one exchange. Closed unsettled: nothing was sent, so all of it is free again;
 * else the upper bound is charged. Thread-safe.
 */
public final class Reservation implements AutoCloseable {
  private final Reserved reserved;
  private final @Nullable Balance balance;
  private final long limit;
  private long held;
  private boolean sent;
  private @Nullable Money charged;

  /** {@code balance} null: no budget applies. */
  Reservation(Reserved reserved, @Nullable Balance balance, long limit) {
    this.reserved = reserved;
    this.balance = balance;
    this.limit = limit;
    this.held = reserved.bound().micros();
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

  /** Says that something is about to leave for a provider. */
  public synchronized void sent() {
    sent = true;
  }

  /**
   * Sets the bound of one more attempt aside, since the one before may be billed as well.
   *
   * @return what was added, to be recorded before the attempt; nothing where no budget applies
   * @throws io.sluice.model.Stop BUDGET_EXCEEDED if it is not affordable
   */
  public synchronized Money again() {
    if (charged != null) {
      throw new IllegalStateException("the reservation is settled");
    }
    if (balance == null) {
      return Money.ZERO;
    }
    long more = reserved.bound().micros();
    if (!balance.reserve(more, limit)) {
      throw Budgets.spent("one more attempt is beyond the budget").stop();
    }
    held += more;
    return reserved.bound();
  }

  /**
   * Charges what the exchange really cost, of all its attempts; the rest is free again.
   *
   * @throws IllegalStateException if it was settled or closed before
   */
  public synchronized void settle(Money actual) {
    if (charged != null) {
      throw new IllegalStateException("a reservation is settled once");
    }
    end(actual);
  }

  /** What was charged: for the closing entry. Nothing until it is settled or closed. */
  public synchronized Money charged() {
    return charged == null ? Money.ZERO : charged;
  }

  @Override
  public synchronized void close() {
    if (charged == null) {
      end(sent ? new Money(held) : Money.ZERO);
    }
  }

  private void end(Money charge) {
    charged = charge;
    if (balance != null) {
      balance.settle(held, charge.micros());
    }
  }
}
