package io.sluice.wire;

/**
 * What the provider that is asked may and does remember.
 *
 * @param keeps true if it may keep the answer where the caller lets it be kept
 * @param knows true if it made and kept the answer that the request goes on from
 */
public record Memory(boolean keeps, boolean knows) {
  /** It keeps what the caller lets it, and knows nothing yet. */
  public static final Memory FRESH = new Memory(true, false);
}
