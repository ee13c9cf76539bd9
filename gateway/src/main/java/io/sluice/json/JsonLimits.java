package io.sluice.json;

/**
 * Bounds on a JSON text.
 *
 * @param depth nested arrays and objects
 * @param stringBytes of one string or name
 * @param numberChars of one number
 * @param nodes values of any kind
 */
public record JsonLimits(int depth, int stringBytes, int numberChars, int nodes) {
  /** What bodies from outside are held to unless configuration says otherwise. */
  public static final JsonLimits DEFAULT = new JsonLimits(128, 64 << 20, 1_000, 1_000_000);
}
