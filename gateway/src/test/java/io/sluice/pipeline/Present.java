package io.sluice.pipeline;

/** Looks into {@link Underway} for tests of other packages. */
public final class Present {
  private Present() {}

  /** Principals with an exchange under way. */
  public static int in(Underway underway) {
    return underway.principals();
  }
}
