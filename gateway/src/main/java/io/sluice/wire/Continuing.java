package io.sluice.wire;

/**
 * What a request says of the conversation it belongs to.
 *
 * @param previous id of the answer it goes on from; empty: it begins one
 * @param keep true if its own answer may be kept, to be gone on from
 */
public record Continuing(String previous, boolean keep) {
  /** A request that stands alone. */
  public static final Continuing NONE = new Continuing("", false);
}
