package io.sluice.cli;

import java.io.Serial;

/** Ends a command with one message on standard error and an exit status. */
public final class Failure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  private Failure(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** A stated negative answer. */
  public static Failure negative(String message) {
    return new Failure(Exit.NEGATIVE, message);
  }

  /** The command was not used as it can be. */
  public static Failure usage(String message) {
    return new Failure(Exit.USAGE, message);
  }

  /** Something around us is missing. */
  public static Failure environment(String message) {
    return new Failure(Exit.ENVIRONMENT, message);
  }

  /** The exit status. */
  public int status() {
    return status;
  }
}
