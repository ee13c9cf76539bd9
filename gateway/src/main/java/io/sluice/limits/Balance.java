package io.sluice.limits;

/**
 * The books of one account, in its unit. At every moment {@code reserved = settled + released +
 * open}. Guarded by the lock of its {@link Budgets}.
 */
final class Balance {
  private long reserved;
  private long settled;
  private long released;
  private long open;

  /** Sets {@code amount} aside, which the caller found to be affordable. */
  void reserve(long amount) {
    reserved = Math.addExact(reserved, amount);
    open = Math.addExact(open, amount);
  }

  /** Ends a reservation of {@code amount}: {@code charge} is spent, the rest is free again. */
  void settle(long amount, long charge) {
    open -= amount;
    settled = Math.addExact(settled, charge);
    if (charge > amount) {
      reserved = Math.addExact(reserved, charge - amount); // dearer than the bound: booked in full
    } else {
      released += amount - charge;
    }
  }

  /** Takes over what another saw; whatever was open there is charged in full. */
  void restore(Books past) {
    reserved = past.reserved();
    released = past.released();
    settled = past.settled() + past.open();
    open = 0;
  }

  /** What may still be set aside under {@code limit}; never negative. */
  long left(long limit) {
    return Math.max(0, limit - settled - open);
  }

  long settled() {
    return settled;
  }

  boolean idle() {
    return open == 0;
  }

  Books books() {
    return new Books(reserved, settled, released, open);
  }
}
