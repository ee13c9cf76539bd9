package io.sluice.model;

import java.io.Serial;

/** Ends an exchange with a {@link Fault}. Caught once, in the story; it has no stack trace. */
public final class Stop extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Fault fault;

  Stop(Fault fault) {
    super(fault.code().word(), null, false, false);
    this.fault = fault;
  }

  /** Why. */
  public Fault fault() {
    return fault;
  }
}
