package io.sluice.cli;

/** What the exit status of a command means. */
public final class Exit {
  /** Success. */
  public static final int OK = 0;

  /** A stated negative answer: bad configuration, unknown id, verification failed. */
  public static final int NEGATIVE = 1;

  /** Wrong usage. */
  public static final int USAGE = 2;

  /** The environment: JDK, port in use, disk, no gateway. */
  public static final int ENVIRONMENT = 3;

  private Exit() {}
}
