package io.sluice.inspect;

/**
 * Bounds of the inspector.
 *
 * @param cacheBytes how much memory the findings of texts seen before may take, in bytes; 0: none
 *     are kept
 */
public record InspectSettings(long cacheBytes) {
  /** 32 MiB: about 200,000 texts. */
  public static final InspectSettings DEFAULT = new InspectSettings(32L << 20);

  public InspectSettings {
    if (cacheBytes < 0) {
      throw new IllegalArgumentException("cacheBytes must be >= 0, was " + cacheBytes);
    }
  }
}
