package io.sluice.sim;

/** Ends an exchange and its connection before the answer is complete. */
final class Hangup extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why. */
  enum Reason {
    CLIENT_LEFT,
    CUT,
    RESET
  }

  private final Reason reason;

  Hangup(Reason reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  Reason reason() {
    return reason;
  }
}
