package io.sluice.model;

import java.time.Instant;

/** Where time comes from: the machine, or a test. */
public interface Clock {
  /** The moment it is. May go back when an operator sets the machine's clock. */
  Instant now();

  /** A reading that only goes forward, in nanoseconds from an arbitrary start. */
  long nanos();
}
