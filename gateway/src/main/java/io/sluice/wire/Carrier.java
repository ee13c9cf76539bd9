package io.sluice.wire;

/**
 * Where a caller's format can carry a sealed block of a provider that speaks another one: something
 * its clients send back as they got it.
 */
public enum Carrier {
  /** The id of a tool call. */
  CALL_ID,
  /** A field of its own for signed or encrypted reasoning. */
  SIGNATURE,
  /** Nowhere: what is sealed is lost, and that is said. */
  NONE
}
