package io.sluice.wire.sealed;

import io.sluice.model.Bytes;

/**
 * Makes the proof that a tenant's envelope is the gateway's own. Implemented where the keys are.
 */
@FunctionalInterface
public interface Stamp {
  /** At least 16 bytes that nobody else can make for this content and tenant. */
  byte[] of(String tenant, Bytes content);
}
