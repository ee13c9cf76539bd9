package io.sluice.wire;

import io.sluice.model.Bytes;

/**
 * An answer that can be gone on from.
 *
 * @param id under which the caller asks for it
 * @param said what led to it, as a JSON list of items
 * @param response the answer as the caller got it
 */
public record Kept(String id, Bytes said, Bytes response) {
  /** The id only: the rest is the caller's. */
  @Override
  public String toString() {
    return "Kept[" + id + "]";
  }
}
