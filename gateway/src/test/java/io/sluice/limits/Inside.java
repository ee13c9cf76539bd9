package io.sluice.limits;

/** Looks into {@link Rates} for tests of other packages. */
public final class Inside {
  private Inside() {}

  /** Exchanges that were let in and are not over. */
  public static int of(Rates rates) {
    return rates.inside();
  }
}
