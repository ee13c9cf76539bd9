package io.sluice.approval;

import java.time.Instant;

/**
 * Something that an operator has stopped, whatever configuration says of it.
 *
 * @param name a provider's name, {@code provider/id}, an application's name (or {@code
 *     tenant/name}), or a key's id
 * @param by the operator
 */
public record Suspension(Kind kind, String name, String reason, String by, Instant at) {
  /** What can be suspended. */
  public enum Kind {
    PROVIDER,
    MODEL,
    APP,
    KEY
  }
}
