package io.sluice.limits;

/**
 * The books of one account, in micro-dollars. At every moment {@code reserved = settled + released
 * + open}. Thread-safe; every method is a few additions under the object's own lock.
 */
final class Balance {
  private long reserved;
  private long settled;
  private long released;
  private long open;

  /** Sets {@code amount} aside if all that is settled or open stays within {@code limit}. */
  synchronized boolean reserve(long amount, long limit) {
    if (amount > limit - settled - open) {
      return false;
    }
    reserved += amount;
    open += amount;
    return true;
  }

  /** Ends a reservation of {@code amount}: {@code charge} is spent, the rest is free again. */
  synchronized void settle(long amount, long charge) {
    open -= amount;
    settled = Math.addExact(settled, charge);
    if (charge > amount) {
      reserved = Math.addExact(reserved, charge - amount); // dearer than the bound: booked in full
    } else {
      released += amount - charge;
    }
  }

  /** Takes over what another saw; whatever was open there is charged in full. */
  synchronized void restore(Books past) {
    reserved = past.reserved();
    released = past.released();
    settled = past.settled() + past.open();
    open = 0;
  }

  /** What may still be set aside under {@code limit}; never negative. */
  synchronized long left(long limit) {
    return Math.max(0, limit - settled - open);
  }

  synchronized boolean idle() {
    return open == 0;
  }

  synchronized Books books() {
    return new Books(reserved, settled, released, open);
  }
}
