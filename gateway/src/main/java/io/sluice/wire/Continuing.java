package io.sluice.wire;

import java.util.List;

/**
 * What a request says of the conversation it belongs to.
 *
 * @param previous id of the answer it goes on from; empty: it begins one
 * @param keep true if its own answer may be kept, to be gone on from
 * @param referred ids of answers of which it names single items in place of saying them
 */
public record Continuing(String previous, boolean keep, List<String> referred) {
  /** A request that stands alone. */
  public static final Continuing NONE = new Continuing("", false, List.of());

  public Continuing {
    referred = List.copyOf(referred);
  }
}
