package io.sluice.limits;

/**
 * Limits that hold for every principal besides its own.
 *
 * @param concurrent exchanges of one principal at the same time; 0: no limit
 */
public record RateSettings(int concurrent) {
  /** No limit besides the principal's own. */
  public static final RateSettings DEFAULT = new RateSettings(0);

  public RateSettings {
    if (concurrent < 0) {
      throw new IllegalArgumentException("concurrent must be >= 0, was " + concurrent);
    }
  }
}
