package io.sluice.pipeline;

import io.sluice.model.Fault;
import org.jspecify.annotations.Nullable;

/**
 * How an answer ended on the wire.
 *
 * @param fault null when it was delivered whole
 * @param bytes of the body that were handed to the caller's connection
 */
public record Delivery(End end, @Nullable Fault fault, long bytes) {
  /** The ways an answer ends. */
  public enum End {
    COMPLETE,
    BROKEN,
    CUT,
    ABANDONED
  }
}
